import type { ReactNode } from 'react'

export type BadgeTone = 'plain' | 'good' | 'warn' | 'accent' | 'bad'

/** A word or two in a thin frame. The colour never says anything that the words don't. */
export function Badge({ tone = 'plain', children }: { tone?: BadgeTone; children: ReactNode }) {
  return <span className={tone === 'plain' ? 'badge' : `badge ${tone}`}>{children}</span>
}
