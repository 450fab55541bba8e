import type { Chance } from '#tests/support/fault-run.ts'
import {
  chooseAtStripe,
  httpReader,
  goToConfirmation,
  insist,
  isAtStripe,
  orderPathOf,
  pressConfirm,
  type HttpPage,
  type HttpReader,
} from '#tests/support/http-reader.ts'

export type Load = {
  /** Orders whose page a reader was led to, by its path. */
  readonly orders: ReadonlySet<string>
  /** Numbers of the receipts that readers were handed. */
  readonly receipts: ReadonlySet<string>
  /** Pages with a status of 500 or more. */
  readonly errorPages: readonly HttpPage[]
  /** How often a reader got no answer at all. */
  readonly unanswered: number
  /** Lets every reader finish what she is at. @throws what went wrong for one of them */
  stop(): Promise<void>
}

type Settings = {
  readers: number
  /** Where a request goes, asked anew for each. */
  server: () => string
  /** What is sold; each reader wants one of them, and takes a refusal for an answer. */
  skus: readonly string[]
  /** The choices of the reader with this number. */
  chance: (reader: number) => Chance
  /** Whether every other reader has a receipt issued as soon as she sees her order. */
  wantReceipts?: boolean
}

/** Readers who buy one thing after another over HTTP, by card, at the konbini and by transfer, whatever happens to the shop. */
export function startLoad({ readers, server, skus, chance, wantReceipts = false }: Settings): Load {
  const orders = new Set<string>()
  const receipts = new Set<string>()
  const errorPages: HttpPage[] = []
  let unanswered = 0
  let stopped = false

  function onTrouble(page: HttpPage | null): void {
    if (page) errorPages.push(page)
    else unanswered += 1
  }

  async function keepBuying(number: number): Promise<void> {
    const choices = chance(number)
    for (let round = 0; !stopped; round += 1) {
      const reader = httpReader(server)
      const orderPath = await buy(reader, {
        sku: choices.pick(skus),
        choice: choices.pick(CHOICES),
        email: `reader-${number}-${round}@example.org`,
        onTrouble,
      })
      if (!orderPath) continue
      orders.add(orderPath)
      if (!wantReceipts || choices.upTo(2) === 0) continue
      const receipt = await issueReceipt(reader, orderPath, onTrouble)
      if (receipt) receipts.add(receipt)
    }
  }

  const all = Promise.all(Array.from({ length: readers }, (_, number) => keepBuying(number)))
  // What goes wrong is heard of when the load is stopped, not as an unhandled rejection before.
  all.catch(() => undefined)
  return {
    orders,
    receipts,
    errorPages,
    get unanswered() {
      return unanswered
    },
    async stop() {
      stopped = true
      await all
    },
  }
}

/** What a reader does at Stripe's page; a transfer never leads there. */
const CHOICES = [
  { method: 'card', atStripe: ['pay'] },
  { method: 'card', atStripe: ['decline', 'pay'] },
  { method: 'card', atStripe: ['walk-away'] },
  { method: 'konbini', atStripe: ['konbini-now'] },
  { method: 'konbini', atStripe: ['konbini-later'] },
  { method: 'bank', atStripe: [] },
] as const

type Purchase = {
  sku: string
  choice: (typeof CHOICES)[number]
  email: string
  onTrouble: (page: HttpPage | null) => void
}

/** One purchase to its end. @returns the path of the order's page; null when the shop had no copy left */
async function buy(reader: HttpReader, { sku, choice, email, onTrouble }: Purchase): Promise<string | null> {
  const confirmation = await insist(
    reader,
    () => goToConfirmation(reader, { sku, method: choice.method, email }),
    onTrouble,
  )
  if (!confirmation.html.includes('name="nonce"')) return expectRefusal(confirmation)
  let page = await insist(reader, () => pressConfirm(reader, confirmation), onTrouble)
  for (const answer of choice.atStripe) {
    if (!isAtStripe(page)) break
    const { path } = page
    page = await insist(reader, () => chooseAtStripe(reader, path, answer), onTrouble)
  }
  // Her first answer was taken though she never heard of it: Stripe's page says that it is over, and leads back.
  if (isAtStripe(page)) page = await insist(reader, () => reader.get(backLinkOf(page)), onTrouble)
  const orderPath = orderPathOf(page)
  if (orderPath === null || page.status !== 200) return expectRefusal(page)
  return orderPath
}

/** Presses the button of the receipt. @returns its number; null for an order that is not paid yet */
async function issueReceipt(
  reader: HttpReader,
  orderPath: string,
  onTrouble: (page: HttpPage | null) => void,
): Promise<string | null> {
  const press = () => reader.post(`${orderPath}/documents`, { kind: 'receipt', name: '' })
  const { status, path } = await insist(reader, press, onTrouble)
  const code = /\/documents\/(R\d{4}-\d{5})(?:-\d+)?\.pdf$/.exec(path)?.[1]
  if (status === 200 && code) return code
  if (status === 409) return null
  throw new Error(`led to ${path} (${status}) instead of a receipt`)
}

/** A reader who gets neither an order nor an error must have been told why. */
function expectRefusal(page: HttpPage): null {
  const isToldWhy = page.status === 409 || page.path.startsWith('/ja/cart')
  if (!isToldWhy) throw new Error(`led to ${page.path} (${page.status}): ${page.html.slice(0, 2000)}`)
  return null
}

function backLinkOf(page: HttpPage): string {
  const path = /href="[^"]*(\/ja\/orders\/[\w-]{20,})/.exec(page.html)?.[1]
  if (!path) throw new Error(`no way back from ${page.path} (${page.status})`)
  return path
}
