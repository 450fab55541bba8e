import type { ReactNode } from 'react'

/** One row of a `<dl className="facts">`: what it is called, and what it is. */
export function Fact({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
