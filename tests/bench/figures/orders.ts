import { atLeast, atMost, interleaved, type Figure } from '#tests/bench/figure.ts'
import {
  countStatements,
  type Demand,
  limitOrders,
  loadShelf,
  prepareLimit,
  shopOrders,
} from '#tests/bench/orders.ts'
import type { Rig } from '#tests/bench/rig.ts'
import { withClient } from '#tests/support/server.ts'

/** Orders placed and settled in process, beside L3. */
export async function measureOrders(rig: Rig): Promise<Figure[]> {
  const url = await rig.database('small')
  const shelf = await withClient(url, async (client) => {
    const found = await loadShelf(client)
    await prepareLimit(client, found)
    return found
  })
  async function beside(demand: Demand, buyers: number): Promise<{ value: number; limit: number }> {
    const load = { shelf, demand, buyers, seconds: rig.seconds }
    const { shop, limit } = await interleaved(rig.rounds, {
      limit: () => limitOrders(url, load),
      shop: () => shopOrders(url, load),
    })
    return { value: shop, limit }
  }
  return [
    atMost(20, { name: 'orders.statements', unit: 'an order', value: await countStatements(url, shelf) }),
    atLeast(1 / 6, { name: 'orders.8', unit: 'orders/s', ...(await beside('spread', 8)) }),
    atLeast(1 / 6, { name: 'orders.32', unit: 'orders/s', ...(await beside('spread', 32)) }),
    atLeast(1 / 3, { name: 'orders.hot', unit: 'orders/s', ...(await beside('hot', 8)) }),
  ]
}
