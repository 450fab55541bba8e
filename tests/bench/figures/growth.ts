import { below, interleaved, type Figure } from '#tests/bench/figure.ts'
import { requestsPerSecond, UNCACHED } from '#tests/bench/load.ts'
import { loadShelf, shopOrders } from '#tests/bench/orders.ts'
import type { Rig, Size } from '#tests/bench/rig.ts'
import { withClient } from '#tests/support/server.ts'

/** How much a rendered list and an order cost more with 5,000 titles and 100,000 orders than with 50 titles and none. */
export async function measureGrowth(rig: Rig): Promise<Figure[]> {
  const [small, big] = [await placeOf(rig, 'small'), await placeOf(rig, 'big')]
  const { seconds, rounds } = rig
  const list = (url: string) => () =>
    requestsPerSecond({ url: `${url}/ja/publications`, seconds, connections: 8, headers: UNCACHED })
  const lists = await interleaved(rounds, { small: list(small.shop.url), big: list(big.shop.url) })
  for (const { shop } of [small, big]) await shop.stop()
  const order =
    ({ url, shelf }: typeof small) =>
    () =>
      shopOrders(url, { shelf, demand: 'spread', buyers: 8, seconds })
  const orders = await interleaved(rounds, { small: order(small), big: order(big) })
  return [
    below(1.5, { name: 'growth.list', unit: 'times', value: lists.small / lists.big }),
    below(1.5, { name: 'growth.order', unit: 'times', value: orders.small / orders.big }),
  ]
}

async function placeOf(rig: Rig, size: Size) {
  const url = await rig.database(size)
  return { url, shelf: await withClient(url, loadShelf), shop: await rig.shop(url) }
}
