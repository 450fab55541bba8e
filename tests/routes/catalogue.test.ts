import type { LoaderFunctionArgs } from '@remix-run/node'
import { beforeEach, describe, expect, it } from 'vitest'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { refreshSearchIndex } from '#app/features/catalogue/search-index.server.ts'
import { setClock } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { loader as coverLoader } from '#app/routes/cover.ts'
import { loader as feedLoader } from '#app/routes/feed.ts'
import { loader as languageLoader } from '#app/routes/language.ts'
import { loader as robotsLoader } from '#app/routes/robots.ts'
import { loader as commerceLoader } from '#app/routes/shop/commerce.tsx'
import { loader as homeLoader } from '#app/routes/shop/home.tsx'
import { loader as layoutLoader } from '#app/routes/shop/layout.tsx'
import { loader as listLoader } from '#app/routes/shop/publications.tsx'
import { loader as titleLoader } from '#app/routes/shop/title.tsx'
import { loader as sitemapLoader } from '#app/routes/sitemap.ts'
import { loader as supplementLoader } from '#app/routes/supplement-file.ts'
import { loadStatement } from '#app/features/circulation/statement.server.ts'
import { seedCatalogue } from '#prisma/seed/seed-catalogue.ts'

const TODAY = new Date('2026-11-22T03:00:00Z')

beforeEach(async () => {
  setClock(TODAY)
  await seedCatalogue({ now: TODAY })
})

describe('the seed', () => {
  it('holds what the report states', async () => {
    const editions = await db.edition.findMany({
      select: { sku: true, language: true, state: true, publishedOn: true, stock: true, runs: true },
    })
    const bySku = new Map(editions.map((edition) => [edition.sku, edition]))
    expect(bySku.get('MNET-100')).toMatchObject({
      language: 'ja',
      publishedOn: dayToDb(tokyoDay('2007-07-01')),
      runs: [{ number: 1, copies: 900 }],
    })
    // The story of 2007: 511 units of the year's end got the December issue, of a run of 900.
    expect(bySku.get('MNET-105')?.runs).toMatchObject([
      { copies: 900, postedToMembers: 511, sold: 0, onHand: 336 },
    ])
    expect(await loadStatement('MNET-105', { locale: 'en' })).toMatchObject({
      issue: '105',
      run: 900,
      paid: 511,
      paidByClass: {
        individual_member: 313,
        individual_subscriber: 64,
        organizational_member: 106,
        organizational_subscriber: 28,
      },
      free: { exchange: 25, legal_deposit: 1 },
      stock: 336,
      verdict: { needed: 720, passes: false },
    })
    expect(bySku.get('SURVIVAL-2007')).toMatchObject({
      language: 'mul',
      publishedOn: dayToDb(tokyoDay('2007-10-01')),
    })
    expect(['PROPOSALS-JA', 'PROPOSALS-KO', 'PROPOSALS-EN'].map((sku) => bySku.get(sku)?.language)).toEqual([
      'ja',
      'ko',
      'en',
    ])
    expect(bySku.get('NOOSE-2')).toMatchObject({
      state: 'forthcoming',
      language: 'ja',
      runs: [{ state: 'planned', copies: 0, onHand: 0 }],
    })
    const double = await db.issueNumber.findMany({ where: { number: { in: [101, 102] } } })
    expect(new Set(double.map((row) => row.issueId)).size).toBe(1)
  })

  it('fills an empty database once', async () => {
    const before = await db.title.count()
    expect(await seedCatalogue({ now: TODAY })).toBe(false)
    expect(await db.title.count()).toBe(before)
  })

  it('makes real PDF files', async () => {
    const files = await db.storedFile.findMany()
    expect(files.length).toBeGreaterThanOrEqual(4)
    for (const file of files) {
      expect(Buffer.from(file.content).subarray(0, 5).toString()).toBe('%PDF-')
      expect(file.byteLength).toBe(file.content.byteLength)
    }
  })
})

describe('the list', () => {
  it('shows every title, newest first', async () => {
    const { list } = await listOf('ja')
    expect(slugs(list)).toEqual([
      'noose-2',
      'm-net-105',
      ...slugs(list).filter((slug) => ['m-net-103', 'survival-manual'].includes(slug)),
      'm-net-101-102',
      'm-net-100',
      'm-net-99',
      'm-net-98',
      'policy-proposals',
    ])
    expect(list).toMatchObject({ total: 9, page: 1, pages: 1 })
  })

  it('filters by kind and by language; books in several languages are in each', async () => {
    expect(slugs((await listOf('en', { kind: 'periodical_issue' })).list)).toHaveLength(6)
    expect(slugs((await listOf('en', { language: 'ko' })).list).sort()).toEqual([
      'policy-proposals',
      'survival-manual',
    ])
    expect(slugs((await listOf('en', { language: 'ko', kind: 'manual' })).list)).toEqual(['survival-manual'])
    expect((await listOf('en', { kind: 'manual', language: 'xx' })).list.languages).toContain('ko')
  })

  it.each([
    ['Japanese without spaces, from the middle of a word', '移住女性', ['m-net-98']],
    ['katakana with the dot', 'サバイバル・マニュアル', ['survival-manual']],
    ['katakana without the dot', 'サバイバルマニュアル', ['survival-manual']],
    ['hiragana for katakana', 'さばいばる', ['survival-manual']],
    ['half-width katakana', 'ｻﾊﾞｲﾊﾞﾙ', ['survival-manual']],
    ['one character', '網', ['noose-2']],
    ['two words that stand apart', '病院 医療保険', ['m-net-103']],
    ['another case and full width', 'ＳＵＲＶＩＶＡＬ', ['survival-manual']],
    ['Korean without its space', '외국인포위망', ['noose-2']],
    ['Filipino', 'dayuhan', ['noose-2']],
    ['the number of an issue', 'M-Net 100', ['m-net-100']],
    ['the number run together', 'mnet100', ['m-net-100']],
    ['the second number of a double issue', '第102号', ['m-net-101-102']],
    ['an item code', 'proposals-ko', ['policy-proposals']],
    ['a supplement', '相談窓口一覧', ['survival-manual']],
    ['letters in another order', '女性移住', []],
    ['a wildcard', '%', null],
    ['nothing but spaces', '　 ', null],
  ])('finds %s', async (_case, q, expected) => {
    const { list } = await listOf('tl', { q })
    if (expected === null) expect(list.total).toBe(9)
    else expect(slugs(list)).toEqual(expected)
  })

  it('finds an ISBN in both lengths, with and without hyphens', async () => {
    const { titleId } = await db.edition.update({
      where: { sku: 'PROPOSALS-EN' },
      data: { isbn: '9784003101018' },
    })
    await refreshSearchIndex([titleId])
    for (const q of ['9784003101018', '978-4-00-310101-8', '4003101014', '4-00-310101-4']) {
      expect(slugs((await listOf('ja', { q })).list)).toEqual(['policy-proposals'])
    }
  })

  it('pages by 24, keeps the order stable, and has no page beyond the last', async () => {
    await addTitles(45)
    const first = await listOf('en')
    const second = await listOf('en', { page: '2' })
    const third = await listOf('en', { page: '3' })
    expect([first, second, third].map(({ list }) => list.titles.length)).toEqual([24, 24, 6])
    expect(first.list).toMatchObject({ total: 54, pages: 3 })
    const all = [first, second, third].flatMap(({ list }) => slugs(list))
    expect(new Set(all).size).toBe(54)
    expect(await statusOf(() => listOf('en', { page: '4' }))).toBe(404)
  })

  it('takes nonsense in its address for absent', async () => {
    for (const [name, value] of [
      ['page', '-1'],
      ['page', 'x'],
      ['kind', 'cookbook'],
      ['language', "'; drop"],
    ] as const) {
      expect((await listOf('ja', { [name]: value })).list.total).toBe(9)
    }
  })

  it('is empty, not an error, when nothing is found', async () => {
    expect((await listOf('ja', { q: 'zzz' })).list).toMatchObject({ total: 0, titles: [], pages: 1 })
  })

  it('hides what is not listed and what is withdrawn in all editions', async () => {
    await db.title.update({ where: { slug: 'm-net-98' }, data: { listed: false } })
    await db.edition.updateMany({ where: { sku: 'MNET-99' }, data: { state: 'withdrawn' } })
    expect(slugs((await listOf('ja')).list)).not.toContain('m-net-98')
    expect(slugs((await listOf('ja')).list)).not.toContain('m-net-99')
    expect(await statusOf(() => titleOf('ja', 'm-net-98'))).toBe(404)
    expect((await titleOf('ja', 'm-net-99')).title.editions[0]?.stock.word).toBe('withdrawn')
  })
})

describe('a title', () => {
  it('has its texts in the reader’s language, or says which one they are in', async () => {
    for (const locale of ['ja', 'en', 'ko', 'tl'] as const) {
      expect((await titleOf(locale, 'm-net-100')).title.text.locale).toBe(locale)
      expect((await titleOf(locale, 'm-net-98')).title.text.locale).toBe('ja')
    }
    expect((await titleOf('tl', 'm-net-99')).title.text).toMatchObject({
      locale: 'en',
      name: 'M-Net No. 99',
    })
  })

  it('has its editions in order, with price and stock in words', async () => {
    const { title } = await titleOf('en', 'policy-proposals')
    expect(title.editions.map(({ sku, priceYen, stock }) => [sku, priceYen, stock.word])).toEqual([
      ['PROPOSALS-JA', 1500, 'in_stock'],
      ['PROPOSALS-KO', 1500, 'in_stock'],
      ['PROPOSALS-EN', 1500, 'in_stock'],
    ])
    const words = await Promise.all(
      ['m-net-98', 'm-net-99', 'noose-2'].map(
        async (slug) => (await titleOf('en', slug)).title.editions[0]?.stock,
      ),
    )
    expect(words).toEqual([
      { word: 'last_copies', orderable: 4 },
      { word: 'sold_out', orderable: 0 },
      { word: 'preorder', orderable: 99 },
    ])
  })

  it('shows the price in force on the day, to the day', async () => {
    const edition = await db.edition.findUniqueOrThrow({ where: { sku: 'MNET-100' } })
    await db.editionPrice.create({
      data: { editionId: edition.id, validFrom: dayToDb(tokyoDay('2026-12-01')), priceYen: 950 },
    })
    const price = async () => (await titleOf('ja', 'm-net-100')).title.editions[0]?.priceYen
    setClock(new Date('2026-11-30T14:59:59Z'))
    expect(await price()).toBe(800)
    setClock(new Date('2026-11-30T15:00:00Z'))
    expect(await price()).toBe(950)
    setClock(new Date('2005-01-01T00:00:00Z'))
    expect(await price()).toBeNull()
  })

  it('offers the supplement of an edition, and the issues before and after', async () => {
    const { title } = await titleOf('ko', 'survival-manual')
    expect(title.editions[0]?.supplements).toMatchObject([
      { slug: 'consultation-centers', kind: 'supplement', text: { locale: 'ko', name: '상담 창구 목록' } },
    ])
    const { neighbours } = await titleOf('ko', 'm-net-100')
    expect(neighbours.map(({ slug }) => slug)).toEqual(['m-net-99', 'm-net-101-102'])
    expect((await titleOf('ko', 'm-net-105')).neighbours.map(({ slug }) => slug)).toEqual(['m-net-103'])
  })

  it('is not found under another name', async () => {
    expect(await statusOf(() => titleOf('ja', 'no-such-book'))).toBe(404)
    expect(await statusOf(() => titleOf('ja', "' or 1=1 --"))).toBe(404)
  })
})

describe('the front page and the frame', () => {
  it('has the newest issue that is out, the manual, the proposals and what is coming', async () => {
    const front = await homeLoader(request('/ja', { locale: 'ja' }))
    expect(front.newestIssue?.slug).toBe('m-net-105')
    expect(front.manual?.slug).toBe('survival-manual')
    expect(front.policyProposals?.slug).toBe('policy-proposals')
    expect(front.forthcoming.map(({ slug }) => slug)).toEqual(['noose-2'])
    expect(front.earlierIssues.map(({ slug }) => slug)).toEqual([
      'm-net-103',
      'm-net-101-102',
      'm-net-100',
      'm-net-99',
    ])
    setClock(new Date('2007-07-15T00:00:00Z'))
    expect((await homeLoader(request('/ja', { locale: 'ja' }))).newestIssue?.slug).toBe('m-net-100')
  })

  it('knows four languages and no other', async () => {
    expect(await statusOf(() => layoutLoader(request('/fr', { locale: 'fr' })))).toBe(404)
    const { data: frame, init } = await layoutLoader(request('/ko', { locale: 'ko' }))
    expect(frame).toMatchObject({ locale: 'ko', demo: true, cartCount: 0 })
    expect(new Headers(init?.headers).get('Set-Cookie')).toMatch(/^language=/)
  })

  it('states the postage of the newest table', async () => {
    await db.shippingRate.create({
      data: { zone: 'asia', validFrom: dayToDb(tokyoDay('2026-01-01')), maxGrams: 900, priceYen: 999 },
    })
    const { shipping, seller } = await commerceLoader(request('/en/legal/commerce', { locale: 'en' }))
    expect(shipping.find(({ zone }) => zone === 'asia')?.rates).toMatchObject([
      { maxGrams: 900, priceYen: 999 },
    ])
    expect(shipping.find(({ zone }) => zone === 'japan')?.rates.length).toBeGreaterThan(3)
    expect(seller.isSample).toBe(true)
  })

  it('picks a language by the one chosen last, then by the browser', async () => {
    const first = await languageLoader(request('/', {}, { 'Accept-Language': 'fil-PH' }))
    expect(first.headers.get('Location')).toBe('/tl')
    expect(first.headers.get('Vary')).toBe('Cookie, Accept-Language')
    const { init } = await layoutLoader(request('/ko', { locale: 'ko' }))
    const cookie = new Headers(init?.headers).get('Set-Cookie')?.split(';')[0] ?? ''
    const again = await languageLoader(request('/', {}, { 'Accept-Language': 'fil-PH', Cookie: cookie }))
    expect(again.headers.get('Location')).toBe('/ko')
  })
})

describe('files', () => {
  it('draws covers that a browser may keep and ask again', async () => {
    const cover = await coverLoader(request('/covers/m-net-100.svg', { name: 'm-net-100.svg' }))
    expect(cover.headers.get('Content-Type')).toBe('image/svg+xml; charset=utf-8')
    expect(cover.headers.get('Cache-Control')).toContain('max-age=3600')
    const svg = await cover.text()
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(svg).toContain('10周年記念号')
    const etag = cover.headers.get('ETag') ?? ''
    const same = await coverLoader(
      request('/covers/m-net-100.svg', { name: 'm-net-100.svg' }, { 'If-None-Match': `W/${etag}, "x"` }),
    )
    expect(same.status).toBe(304)
    expect(await same.text()).toBe('')
    for (const name of ['m-net-100', 'nothing.svg', '.svg', 'm-net-100.png']) {
      expect(await statusOf(() => coverLoader(request(`/covers/${name}`, { name })))).toBe(404)
    }
  })

  it('gives supplements away as files that are saved, never guessed', async () => {
    const file = await supplementLoader(
      request('/supplements/consultation-centers', { slug: 'consultation-centers' }),
    )
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition':
        'attachment; filename="consultation-centers.pdf"; filename*=UTF-8\'\'consultation-centers.pdf',
      'x-content-type-options': 'nosniff',
    })
    const bytes = new Uint8Array(await file.arrayBuffer())
    expect(file.headers.get('Content-Length')).toBe(String(bytes.byteLength))
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-')
    expect(await statusOf(() => supplementLoader(request('/supplements/x', { slug: 'x' })))).toBe(404)
  })
})

describe('feed, sitemap and robots', () => {
  it('lists what is out, each text marked with its language', async () => {
    const feed = await feedLoader(request('/ko/feed.atom', { locale: 'ko' }))
    expect(feed.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
    const xml = await feed.text()
    expectWellFormed(xml)
    expect(xml).toContain('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko">')
    expect(xml.match(/<entry /g)).toHaveLength(8)
    expect(xml).not.toContain('noose-2')
    expect(xml).toMatch(/<entry xml:lang="ja">\n<id>tag:localhost,2007:publications\/m-net-98</)
    expect(xml).toContain('<published>2007-06-30T15:00:00.000Z</published>')
    for (const part of xml.split('<entry ').slice(1)) {
      for (const tag of ['id', 'title', 'updated', 'summary']) expect(part).toContain(`<${tag}>`)
    }
    expect(await statusOf(() => feedLoader(request('/xx/feed.atom', { locale: 'xx' })))).toBe(404)
  })

  it('keeps a feed well formed whatever a title holds', async () => {
    await db.titleText.updateMany({
      where: { locale: 'ja', title: { slug: 'm-net-100' } },
      data: { name: '<b>&\u0002"\'] ]>', description: 'a < b && c' },
    })
    expectWellFormed(await (await feedLoader(request('/ja/feed.atom', { locale: 'ja' }))).text())
  })

  it('maps every page in four languages that name each other', async () => {
    const xml = await (await sitemapLoader()).text()
    expectWellFormed(xml)
    const locations = [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => new URL(url ?? '').pathname)
    expect(locations).toHaveLength((6 + 9) * 4)
    expect(locations).toContain('/tl/publications/noose-2')
    for (const url of xml.split('<url>').slice(1)) {
      expect([...url.matchAll(/hreflang="(\w+)"/g)].map(([, lang]) => lang)).toEqual(['ja', 'en', 'ko', 'tl'])
    }
  })

  it('asks crawlers to leave a demo alone', async () => {
    const text = await robotsLoader().text()
    expect(text).toContain('Disallow: /\n')
    expect(text).toMatch(/Sitemap: http.*\/sitemap\.xml/)
  })
})

type Query = Record<string, string>

function request(
  path: string,
  params: Record<string, string>,
  headers: Record<string, string> = {},
): LoaderFunctionArgs {
  return { request: new Request(`http://localhost${path}`, { headers }), params, context: {} }
}

function listOf(locale: Locale, query: Query = {}) {
  return listLoader(request(`/${locale}/publications?${new URLSearchParams(query).toString()}`, { locale }))
}

function titleOf(locale: Locale, slug: string) {
  return titleLoader(request(`/${locale}/publications/${encodeURIComponent(slug)}`, { locale, slug }))
}

function slugs(list: { titles: readonly { slug: string }[] }): string[] {
  return list.titles.map(({ slug }) => slug)
}

/** The status of the response that a loader throws. */
async function statusOf(call: () => unknown): Promise<number> {
  try {
    await call()
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status
    throw thrown
  }
  throw new Error('nothing was thrown')
}

async function addTitles(count: number): Promise<void> {
  const titles = Array.from({ length: count }, (_, index) => ({ id: newId(), slug: `book-${index}` }))
  const stamps = { createdAt: TODAY, updatedAt: TODAY }
  // All on one day: the order must not depend on it.
  const publishedOn = dayToDb(tokyoDay('2005-01-01'))
  await db.title.createMany({
    data: titles.map((title) => ({ ...title, ...stamps, kind: 'book' as const, publishedOn })),
  })
  await db.titleText.createMany({
    data: titles.map(({ id, slug }) => ({ titleId: id, locale: 'en', name: slug, description: slug })),
  })
  await db.edition.createMany({
    data: titles.map(({ id, slug }) => ({
      id: newId(),
      titleId: id,
      sku: slug.toUpperCase(),
      language: 'en',
      format: 'pdf' as const,
      state: 'on_sale' as const,
      createdAt: TODAY,
    })),
  })
}

/** Checks that elements nest and that nothing stands unescaped: enough to catch what a string builder gets wrong. */
function expectWellFormed(xml: string): void {
  const [declaration = '', ...rest] = xml.split('\n')
  expect(declaration).toBe('<?xml version="1.0" encoding="utf-8"?>')
  const body = rest.join('\n')
  expect(body.replace(/\n/g, '')).not.toMatch(/\p{Cc}/u)
  expect(body.replace(/&(?:#\d+|amp|lt|gt|quot|apos);/g, '')).not.toContain('&')
  const open: string[] = []
  const textBetween = body.replace(
    /<(\/?)([\w:]+)((?:\s[\w:]+="[^"<]*")*)\s*(\/?)>/g,
    (_tag, close, name, _attributes, empty) => {
      if (close) expect(open.pop()).toBe(name)
      else if (!empty) open.push(name as string)
      return ''
    },
  )
  expect(open).toEqual([])
  expect(textBetween).not.toMatch(/[<>]/)
}
