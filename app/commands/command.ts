import type { Readable } from 'node:stream'
import type { Arguments } from '#app/commands/arguments.ts'

export type CommandResult = {
  ok: boolean
  /** The one document that --json prints. */
  json: unknown
  /** What people see. */
  table: readonly Record<string, unknown>[]
  /** A file instead of both, written to standard output as it is made. */
  file?: Readable
  /** Why it was refused, or what a check found: one line on standard error. */
  message?: string
}

export type Command = {
  path: readonly string[]
  usage: string
  about: string
  words: number
  flags?: readonly string[]
  /** Flags without a value. */
  switches?: readonly string[]
  /** Reads the arguments before anything is opened; gives what then runs. @throws UsageError */
  prepare: (args: Arguments) => () => Promise<CommandResult>
}

/** A refusal in the shape of a result: `{ok: false, reason, …}` on standard output, the sentence on standard error. */
export function refused(reason: { ok: false; reason: string }, message: string): CommandResult {
  return { ok: false, json: reason, table: [reason], message }
}
