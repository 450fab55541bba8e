export type FieldChange = { field: string; before: string; after: string }

type Row = Record<string, unknown>

/**
 * What changed in a row, field by field, as texts. Of nested values (an address, a setting) each changed leaf is a line of its own.
 * Example: `{ phone: null }` to `{ phone: '03-0000-0000' }` is `phone`, nothing, `03-0000-0000`.
 */
export function changesOf(before: unknown, after: unknown): FieldChange[] {
  const [old, fresh] = [flat(before), flat(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? '', after: fresh.get(field) ?? '' }))
    .filter((change) => change.before !== change.after)
}

function flat(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return found
  if (typeof value !== 'object') return found.set(path, String(value))
  for (const [key, inner] of Object.entries(value as Row)) flat(inner, path ? `${path}.${key}` : key, found)
  return found
}
