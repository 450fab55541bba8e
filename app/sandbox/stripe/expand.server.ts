import { listObjects, readObject, type ObjectType, type SandboxTx } from '#app/sandbox/store.server.ts'
import { invalidRequest } from './errors.ts'

type Json = { [key: string]: unknown }

const DEEPEST = 4

/** Which type an id is of, by its prefix. */
const TYPE_OF: Record<string, ObjectType> = {
  cs: 'checkout.session',
  pi: 'payment_intent',
  ch: 'charge',
  py: 'charge',
  re: 'refund',
  pyr: 'refund',
  txn: 'balance_transaction',
  du: 'dispute',
  po: 'payout',
}

/** Fields that hold an id and may be asked for in full. */
const EXPANDABLE = new Set([
  'payment_intent',
  'latest_charge',
  'balance_transaction',
  'failure_balance_transaction',
  'charge',
  'source',
])

/** Lists that an object carries only when asked. */
const INCLUDABLE: Record<
  string,
  { field: string; type: ObjectType; order: 'newest' | 'oldest'; url: string }[]
> = {
  'checkout.session': [
    { field: 'line_items', type: 'item', order: 'oldest', url: '/v1/checkout/sessions/:id/line_items' },
  ],
  charge: [{ field: 'refunds', type: 'refund', order: 'newest', url: '/v1/charges/:id/refunds' }],
}

/**
 * Puts objects in the place of the ids that `expand` names, as deep as Stripe goes.
 * @throws StripeRefusal for a path that cannot be expanded
 */
export async function expandObject(
  tx: SandboxTx,
  object: unknown,
  paths: readonly string[],
): Promise<unknown> {
  let result = object
  for (const path of paths) {
    const fields = path.split('.')
    if (fields.length > DEEPEST) {
      throw invalidRequest(`You cannot expand more than ${DEEPEST} levels of a property (got: ${path}).`, {
        param: 'expand',
      })
    }
    result = await expandPath(tx, result, fields, path)
  }
  return result
}

async function expandPath(
  tx: SandboxTx,
  value: unknown,
  fields: readonly string[],
  path: string,
): Promise<unknown> {
  const [field, ...rest] = fields
  if (field === undefined || value === null) return value
  if (!isJson(value)) throw notExpandable(path)
  if (field === 'data' && Array.isArray(value.data)) {
    const data: unknown[] = []
    for (const item of value.data) data.push(await expandPath(tx, item, rest, path))
    return { ...value, data }
  }
  const inner = await expandField(tx, value, field, path)
  return { ...value, [field]: await expandPath(tx, inner, rest, path) }
}

async function expandField(tx: SandboxTx, object: Json, field: string, path: string): Promise<unknown> {
  const list = INCLUDABLE[String(object.object)]?.find((candidate) => candidate.field === field)
  if (list) return object[field] ?? (await includedList(tx, list, String(object.id)))
  const value = object[field]
  if (value === null) return null
  if (isJson(value)) return value
  if (typeof value !== 'string' || !EXPANDABLE.has(field)) throw notExpandable(path)
  const type = TYPE_OF[value.split('_')[0] ?? '']
  if (type === undefined) throw notExpandable(path)
  return (await readObject(tx, type, value)) ?? value
}

async function includedList(
  tx: SandboxTx,
  list: { type: ObjectType; order: 'newest' | 'oldest'; url: string },
  id: string,
): Promise<Json> {
  const rows = await listObjects(tx, list.type, { parent: id, order: list.order })
  return {
    object: 'list',
    data: rows.map((row) => row.data),
    has_more: false,
    url: list.url.replace(':id', id),
  }
}

function notExpandable(path: string) {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' })
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
