import { AsyncLocalStorage } from 'node:async_hooks'

/** Who is behind a piece of work: a member of staff at the desk, or an operator on the command line. Readers and jobs are nobody here. */
export type Actor = { kind: 'staff'; staffId: string } | { kind: 'operator' }

// One for the process: the server and the built application inside it must see the same.
const key = Symbol.for('mnet-shop.actor')
const holder = globalThis as typeof globalThis & { [key]?: AsyncLocalStorage<Actor> }
const actors = (holder[key] ??= new AsyncLocalStorage<Actor>())

/** Runs `work` in somebody's name: every transaction in it writes the audit log. */
export function runAs<T>(actor: Actor, work: () => T): T {
  return actors.run(actor, work)
}

/** In whose name this piece of work runs; null for readers, webhooks and jobs. */
export function currentActor(): Actor | null {
  return actors.getStore() ?? null
}

/** The member of staff at work, for the rows that name one. */
export function currentStaffId(): string | null {
  const actor = currentActor()
  return actor?.kind === 'staff' ? actor.staffId : null
}

/** Who a row about an event names: the person at work, or else what `otherwise` says (reader, system). */
export function actedBy(otherwise: string): { actor: string; staffId: string | null } {
  const actor = currentActor()
  return actor ? { actor: actor.kind, staffId: currentStaffId() } : { actor: otherwise, staffId: null }
}
