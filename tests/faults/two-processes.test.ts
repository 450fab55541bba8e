import { beforeEach, expect, test } from 'vitest'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useCluster } from '#tests/support/cluster.ts'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import {
  chooseAtStripe,
  goToConfirmation,
  httpReader,
  insist,
  isAtStripe,
  orderPathOf,
  pressConfirm,
  type HttpPage,
  type HttpReader,
} from '#tests/support/http-reader.ts'
import { whatIsWrong } from '#tests/support/proofs.ts'

// Two processes that share a database and nothing else.

const BUYERS = 200
const COPIES = 50
/** Of those who press the button at once: this many may meet an error page, or no answer, on a machine too slow for so many. */
const MOST_TROUBLES = BUYERS * 0.05
const t = textsFor('ja')
const cluster = useCluster('two-processes')

beforeEach(anOrganisation)

test('200 buyers for 50 copies at two processes: exactly 50 are sold, the others hear that it is sold out', async () => {
  const { editionId } = await anEdition({ copies: COPIES })
  const servers = [await cluster.start(), await cluster.start()]
  const buyers = Array.from({ length: BUYERS }, (_, number) => ({
    reader: httpReader(() => servers[number % 2]?.baseUrl ?? ''),
    email: `buyer-${number}@example.org`,
  }))

  // All stand before the button with the book in their carts, and press it at once.
  const pages = await Promise.all(
    buyers.map(({ reader, email }) => goToConfirmation(reader, { sku: 'MNET-100', method: 'card', email })),
  )
  const troubles: string[] = []
  const answers = await Promise.all(
    buyers.map(async ({ reader }, number) => ({
      reader,
      page: await press(reader, pages[number]!, troubles),
    })),
  )
  expect(troubles.length, troubles.join(', ')).toBeLessThanOrEqual(MOST_TROUBLES)
  const lucky = answers.filter(({ page }) => isAtStripe(page))
  const others = answers.filter(({ page }) => !isAtStripe(page))
  expect(lucky).toHaveLength(COPIES)
  for (const { page } of others) {
    expect(page.status).toBe(409)
    expect(page.html).toContain(t('checkout:confirm.soldOut'))
  }
  expect(await stock(editionId)).toEqual({ on_hand: COPIES, held: COPIES })

  // Each pays where the other process may hear of it first.
  const landings = await Promise.all(
    lucky.map(async ({ reader, page }) => await chooseAtStripe(reader, page.path, 'pay')),
  )
  for (const page of landings) {
    expect(orderPathOf(page)).not.toBeNull()
    expect(page.html).toContain(t('order:state.paid'))
  }
  await cluster.webhooksAreIn()
  await cluster.runJob('drain-outbox')

  expect(await stock(editionId)).toEqual({ on_hand: COPIES, held: COPIES })
  expect(await counts()).toEqual({ orders: COPIES, covered: COPIES, payments: COPIES })
  expect(await whatIsWrong(cluster.query)).toEqual({})

  // Nobody is told that there are copies left.
  const late = await httpReader(() => servers[0]?.baseUrl ?? '').get('/ja/publications/mnet-100')
  expect(late.html).toContain(t('catalogue:stock.soldOut'))
}, 180_000)

/** Who meets an error page first presses again, as it says, and it must do no harm. */
function press(reader: HttpReader, page: HttpPage, troubles: string[]): Promise<HttpPage> {
  return insist(
    reader,
    () => pressConfirm(reader, page),
    (trouble) => void troubles.push(trouble ? `${trouble.status} at ${trouble.path}` : 'no answer'),
  )
}

async function stock(editionId: string): Promise<unknown> {
  const rows = await cluster.query('SELECT on_hand, held FROM stock_levels WHERE edition_id = $1', [
    editionId,
  ])
  return rows[0]
}

async function counts(): Promise<unknown> {
  const rows = await cluster.query(
    `SELECT (SELECT count(*)::int FROM orders) AS orders, (SELECT count(*)::int FROM payments p JOIN orders o USING (charge_id)) AS payments,
            (SELECT count(*)::int FROM charges c JOIN orders o ON o.charge_id = c.id WHERE c.state = 'covered') AS covered`,
  )
  return rows[0]
}
