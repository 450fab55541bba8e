/** A form's values as Stripe reads them: `a[b][0]=x` nests; a repeated or numbered index makes a list. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue }

type Branch = Map<string, string | Branch>

/** Reads `application/x-www-form-urlencoded` text, of a body or a query, into nested values. */
export function parseForm(text: string): { [key: string]: FormValue } {
  const root: Branch = new Map()
  for (const [name, value] of new URLSearchParams(text)) insert(root, splitName(name), value)
  return Object.fromEntries([...root].map(([key, value]) => [key, settle(value)]))
}

/** `line_items[0][price_data]` → `line_items`, `0`, `price_data`. */
function splitName(name: string): string[] {
  const [head = '', ...rest] = name.split('[')
  return [head, ...rest.map((part) => part.replace(/\]$/, ''))]
}

function insert(branch: Branch, path: string[], value: string): void {
  const [head = '', ...rest] = path
  const key = head === '' ? String(branch.size) : head
  if (rest.length === 0) {
    branch.set(key, value)
    return
  }
  const known = branch.get(key)
  const next: Branch = known instanceof Map ? known : new Map()
  branch.set(key, next)
  insert(next, rest, value)
}

function settle(value: string | Branch): FormValue {
  if (typeof value === 'string') return value
  const keys = [...value.keys()]
  if (keys.every((key) => /^\d+$/.test(key))) {
    return [...value].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, item]) => settle(item))
  }
  return Object.fromEntries([...value].map(([key, item]) => [key, settle(item)]))
}

/** The same text for the same values, whatever their order. */
export function canonical(value: FormValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}
