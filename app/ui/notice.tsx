import type { ReactNode } from 'react'

export type NoticeTone = 'info' | 'warn' | 'error' | 'success'

const CLASSES: Record<NoticeTone, string> = {
  info: 'notice',
  warn: 'notice warn',
  error: 'notice error-notice',
  success: 'notice success',
}

type NoticeProps = { tone?: NoticeTone; title?: ReactNode; children?: ReactNode }

/** A ruled box for what the reader should know now. */
export function Notice({ tone = 'info', title, children }: NoticeProps) {
  return (
    <div className={CLASSES[tone]} role={tone === 'error' ? 'alert' : undefined}>
      {title ? <h2>{title}</h2> : null}
      {typeof children === 'string' ? <p>{children}</p> : children}
    </div>
  )
}
