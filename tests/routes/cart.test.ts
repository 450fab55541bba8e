import { beforeEach, describe, expect, it } from 'vitest'
import { setClock } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { action, headers, loader } from '#app/routes/shop/cart.tsx'
import { anEdition, anOrganisation, NOON, type EditionOptions } from '#tests/support/factories.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'

const CART = '/ja/cart'

let hana: Visitor

beforeEach(async () => {
  setClock(NOON)
  hana = aVisitor()
  await anOrganisation()
})

function add(sku: string, copies = '1') {
  return hana.post(action, CART, { intent: 'add', sku, copies })
}

async function cart() {
  const { data } = await hana.get(loader, CART)
  return data.cart
}

async function aFilledCart(options: EditionOptions = {}): Promise<void> {
  const { sku } = await anEdition(options)
  await add(sku, '2')
}

describe('filling a cart', () => {
  it('keeps copies in a cookie and leads back to the cart', async () => {
    await anEdition({ sku: 'MNET-100', priceYen: 500 })
    const answer = await add('MNET-100', '２')
    expect([answer.status, answer.location]).toEqual([303, '/ja/cart?added=MNET-100'])
    const page = await hana.get(loader, '/ja/cart?added=MNET-100')
    expect(page.data).toMatchObject({
      locale: 'ja',
      added: 'MNET-100',
      wasTampered: false,
      cart: {
        goodsYen: 1_000,
        japanYen: 300,
        lines: [{ sku: 'MNET-100', copies: 2, name: '見本 MNET-100', unitYen: 500, problem: null }],
      },
    })
    expect(headers()).toMatchObject({ 'Cache-Control': 'private, no-store' })
  })

  it('adds to the line that is there, and takes no second copy of a file', async () => {
    await anEdition({ sku: 'MNET-100' })
    await anEdition({ sku: 'PDF-1', format: 'pdf' })
    for (const sku of ['MNET-100', 'PDF-1', 'MNET-100', 'PDF-1']) await add(sku)
    expect((await cart()).lines.map((line) => [line.sku, line.copies])).toEqual([
      ['MNET-100', 2],
      ['PDF-1', 1],
    ])
  })

  it('an empty cart costs nothing', async () => {
    expect(await cart()).toMatchObject({ lines: [], goodsYen: 0, japanYen: null })
  })

  it('is in the language of the page', async () => {
    await aFilledCart()
    const { data } = await hana.get(loader, '/en/cart')
    expect(data).toMatchObject({
      locale: 'en',
      cart: { lines: [{ name: 'Sample MNET-100', textLanguage: 'en' }] },
    })
    expect((await hana.get(loader, '/xx/cart')).status).toBe(404)
  })
})

describe('changing a cart', () => {
  it('updates all lines at once, and goes on to checkout with what was typed', async () => {
    await anEdition({ sku: 'AAA' })
    await anEdition({ sku: 'BBB' })
    await add('AAA')
    await add('BBB')
    const answer = await hana.post(action, CART, { intent: 'update', 'copies.AAA': '3', 'copies.BBB': '1' })
    expect([answer.status, answer.location]).toEqual([303, '/ja/cart'])
    expect((await cart()).lines.map((line) => line.copies)).toEqual([3, 1])
    const next = await hana.post(action, CART, { intent: 'checkout', 'copies.AAA': '4', 'copies.BBB': '1' })
    expect(next.location).toBe('/ja/checkout')
    expect((await cart()).lines.map((line) => line.copies)).toEqual([4, 1])
  })

  it('removes a line, and the last one leaves no cookie behind', async () => {
    await aFilledCart()
    const answer = await hana.post(action, CART, { intent: 'remove', sku: 'MNET-100' })
    expect(answer.status).toBe(303)
    expect(hana.cookies.has('cart')).toBe(false)
    expect((await cart()).lines).toEqual([])
  })
})

describe('bad input', () => {
  it.each(['0', '-1', '1.5', '100', 'two', '', '1e2', '99999999999999999999'])(
    'quantity %j',
    async (typed) => {
      await aFilledCart()
      const added = await add('MNET-100', typed)
      expect(added.status).toBe(422)
      expect(added.data).toMatchObject({
        at: 'add',
        problems: [{ sku: 'MNET-100', typed, key: 'errors:quantity', values: { min: 1, max: 99 } }],
      })
      const updated = await hana.post(action, CART, { intent: 'update', 'copies.MNET-100': typed })
      expect(updated.status).toBe(422)
      expect(updated.data).toMatchObject({
        at: 'lines',
        typed: { 'MNET-100': typed },
        problems: [{ sku: 'MNET-100', key: 'errors:quantity' }],
      })
      expect((await cart()).lines[0]?.copies).toBe(2)
    },
  )

  it('an edition that does not exist', async () => {
    const answer = await add('NO-SUCH')
    expect(answer.status).toBe(422)
    expect(answer.data).toMatchObject({ problems: [{ name: null, key: 'checkout:problem.unknown' }] })
    expect(hana.cookies.has('cart')).toBe(false)
  })

  it('a code that no form of ours sends, and an unknown button', async () => {
    for (const sku of ['../etc', 'x'.repeat(41), 'A\u0000B', '', '<b>']) {
      expect((await add(sku)).status).toBe(400)
    }
    expect((await hana.post(action, CART, { intent: 'explode' })).status).toBe(400)
    expect((await hana.post(action, CART, {})).status).toBe(400)
  })

  it('a body that is no form', async () => {
    const request = new Request('http://shop.test/ja/cart', {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    })
    const call = action({ request, params: { locale: 'ja' }, context: { ip: '192.0.2.250' } } as never)
    await expect(call).rejects.toMatchObject({ status: 400 })
  })

  it('more than is left, also together with what is in the cart', async () => {
    await anEdition({ sku: 'RARE', copies: 3 })
    await add('RARE', '2')
    const answer = await add('RARE', '2')
    expect(answer.status).toBe(422)
    expect(answer.data).toMatchObject({
      problems: [{ name: '見本 RARE', key: 'checkout:problem.onlyLeft', values: { left: 3 } }],
    })
    expect((await cart()).lines[0]?.copies).toBe(2)
  })

  it('sold out, withdrawn, not for sale yet', async () => {
    await anEdition({ sku: 'GONE', copies: 0 })
    await anEdition({ sku: 'BANNED', state: 'withdrawn' })
    await anEdition({ sku: 'SOON', state: 'forthcoming', copies: 0, preorderLimit: 0 })
    const keys = []
    for (const sku of ['GONE', 'BANNED', 'SOON']) {
      const { status, data } = await add(sku)
      keys.push([status, (data as { problems: { key: string }[] }).problems[0]?.key])
    }
    expect(keys).toEqual([
      [422, 'checkout:problem.soldOut'],
      [422, 'checkout:problem.withdrawn'],
      [422, 'checkout:problem.soldOut'],
    ])
  })

  it('what was withdrawn since it was put in is said at its line, and nothing can be ordered', async () => {
    await aFilledCart({ sku: 'MNET-100', copies: 5 })
    await db.edition.update({ where: { sku: 'MNET-100' }, data: { state: 'withdrawn' } })
    expect(await cart()).toMatchObject({
      goodsYen: null,
      lines: [{ sku: 'MNET-100', problem: { key: 'checkout:problem.withdrawn' } }],
    })
    await db.title.updateMany({ data: { listed: false } })
    expect(await cart()).toMatchObject({
      lines: [{ name: 'MNET-100', slug: null, problem: { key: 'checkout:problem.unknown' } }],
    })
  })

  it('a cart that was tampered with is emptied, and says so', async () => {
    await aFilledCart()
    const good = hana.cookies.get('cart') ?? ''
    const forged = Buffer.from(JSON.stringify([{ sku: 'MNET-100', copies: -5 }])).toString('base64')
    for (const bad of [
      good.replace(/^./, 'x'),
      `${forged}.${good.split('.')[1]}`,
      'nonsense',
      '%00',
      `${good}x`,
    ]) {
      hana.cookies.set('cart', bad)
      const page = await hana.get(loader, CART)
      expect([page.status, page.data.wasTampered, page.data.cart.lines]).toEqual([400, true, []])
      expect(hana.cookies.has('cart')).toBe(false)
      hana.cookies.set('cart', bad)
      expect((await add('MNET-100')).status).toBe(400)
      expect(hana.cookies.has('cart')).toBe(false)
    }
  })

  it('more different editions than a cookie holds', async () => {
    const skus = Array.from({ length: 41 }, (_, index) => `S-${index}`)
    for (const sku of skus) await anEdition({ sku, copies: 1 })
    for (const sku of skus.slice(0, 40)) expect((await add(sku)).status).toBe(303)
    const answer = await add('S-40')
    expect(answer.status).toBe(422)
    expect(answer.data).toMatchObject({ problems: [{ key: 'checkout:problem.full' }] })
    expect((await cart()).lines).toHaveLength(40)
    expect((hana.cookies.get('cart') ?? '').length).toBeLessThan(4_000)
  })

  it('a parcel too heavy for the post is said in the cart', async () => {
    await aFilledCart({ weightGrams: 20_000 })
    expect(await cart()).toMatchObject({ isTooHeavy: true, japanYen: null, goodsYen: 1_000 })
  })

  it('a machine that hammers is told to wait', async () => {
    await anEdition()
    const statuses = new Set<number>()
    for (let round = 0; round < 301; round += 1) statuses.add((await hana.post(action, CART, {})).status)
    expect(statuses).toEqual(new Set([400, 429]))
    expect((await aVisitor().post(action, CART, {})).status).toBe(400)
  })
})
