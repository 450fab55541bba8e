import { parseArgs } from 'node:util'
import { UsageError } from '#app/commands/usage.ts'
import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'

export type Arguments = {
  words: string[]
  flags: Record<string, string | undefined>
  /** Those that were given. */
  switches: ReadonlySet<string>
  json: boolean
}

/**
 * Reads a command's words and flags. Every command takes --json.
 * @throws UsageError for a flag that is not known, a word too many or too few
 */
export function readArguments(
  args: readonly string[],
  expected: { usage: string; words: number; flags?: readonly string[]; switches?: readonly string[] },
): Arguments {
  const options = Object.fromEntries(
    (expected.flags ?? []).map((flag) => [flag, { type: 'string' as const }]),
  )
  const switches = Object.fromEntries(
    (expected.switches ?? []).map((name) => [name, { type: 'boolean' as const }]),
  )
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({
      args: [...args],
      options: { ...options, ...switches, json: { type: 'boolean' } },
      allowPositionals: true,
      strict: true,
    }) as typeof parsed
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. Use: ${expected.usage}`)
  }
  if (parsed.positionals.length !== expected.words) throw new UsageError(`Use: ${expected.usage}`)
  const isOn = (name: string): boolean => parsed.values[name] === true
  return {
    words: parsed.positionals,
    flags: parsed.values as Record<string, string | undefined>,
    switches: new Set((expected.switches ?? []).filter(isOn)),
    json: parsed.values.json === true,
  }
}

/** @throws UsageError unless the text is a whole number from 1 on */
export function positiveInteger(text: string | undefined, name: string): number {
  const plain = (text ?? '').normalize('NFKC').replace(/,/g, '')
  if (!/^\d{1,9}$/.test(plain) || Number(plain) < 1) {
    throw new UsageError(`${name} must be a whole number from 1 on, not "${text ?? ''}"`)
  }
  return Number(plain)
}

/** @throws UsageError unless the text is a day like 2026-11-22 */
export function day(text: string | undefined, name: string): TokyoDay {
  if (!isTokyoDay(text)) throw new UsageError(`${name} must be a day like 2026-11-22, not "${text ?? ''}"`)
  return text
}

/** @throws UsageError unless the text is one of the words */
export function oneOf<const Word extends string>(
  text: string | undefined,
  words: readonly Word[],
  name: string,
): Word {
  const found = words.find((word) => word === text)
  if (!found) throw new UsageError(`${name} must be one of ${words.join(', ')}, not "${text ?? ''}"`)
  return found
}

/** @throws UsageError when it is missing */
export function needed(text: string | undefined, name: string): string {
  if (!text) throw new UsageError(`${name} is needed`)
  return text
}
