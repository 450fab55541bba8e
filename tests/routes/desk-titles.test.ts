import { beforeEach, describe, expect, test } from 'vitest'
import { textsFor, type TextKey, type TextValues } from '#app/platform/i18n/texts.ts'
import { setClock } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as titleEditLoader } from '#app/routes/desk/title-edit.tsx'
import { loader as titleNewLoader } from '#app/routes/desk/title-new.tsx'
import { loader as titleLoader } from '#app/routes/desk/title.tsx'
import { action as periodicalAction, loader as periodicalLoader } from '#app/routes/desk/periodical.tsx'
import { action as newPeriodicalAction } from '#app/routes/desk/periodicals.tsx'
import { loader as listLoader } from '#app/routes/desk/titles.tsx'
import { loader as shopListLoader } from '#app/routes/shop/publications.tsx'
import { loader as shopTitleLoader } from '#app/routes/shop/title.tsx'
import { anEdition } from '#tests/support/factories.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { TUESDAY, useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'
import { formsOf, makeTitle, mNet, typedIssue, typedTitle } from '#tests/support/titles.ts'

useSandbox()

let staff: Visitor & { staffId: string }
beforeEach(async () => {
  staff = await aDeskVisitor('secretariat')
})

type Told = { problems: Record<string, { key: TextKey; values?: TextValues }>; typed: Record<string, string> }

/** The texts of what a form was refused for, by field. */
function told(data: unknown): Record<string, string> {
  const { problems } = data as Told
  return Object.fromEntries(
    Object.entries(problems).map(([field, { key, values }]) => [field, textsFor('en')(key, values)]),
  )
}

describe('a new title', () => {
  test('is kept with its words, unlisted, and found by nobody but the desk', async () => {
    expect((await makeTitle(staff, typedTitle())).location).toBe('/desk/titles/a-small-book?saved')
    const row = await db.title.findFirstOrThrow({ include: { texts: { orderBy: { locale: 'asc' } } } })
    expect(row).toMatchObject({ kind: 'book', listed: false, slug: 'a-small-book' })
    expect(row.texts).toMatchObject([
      { locale: 'ja', name: '小さな本', subtitle: '見本', contents: '第一章\n第二章' },
      { locale: 'ko', name: '작은 책', subtitle: null, contents: null },
    ])
    const { data } = await staff.get(titleLoader, '/desk/titles/a-small-book', { slug: 'a-small-book' })
    expect(data.title).toMatchObject({ name: '小さな本', nameLanguage: 'ja', texts: { en: null, tl: null } })
    const reader = aVisitor()
    const shop = await reader.get(shopTitleLoader, '/ja/publications/a-small-book', { slug: 'a-small-book' })
    expect(shop.status).toBe(404)
  })

  test('of a periodical takes its number, and both of a double issue', async () => {
    await mNet()
    expect((await makeTitle(staff, typedIssue({ numberFrom: '１１０', numberTo: '111' }))).status).toBe(303)
    const numbers = await db.issueNumber.findMany({ orderBy: { number: 'asc' } })
    expect(numbers.map(({ number }) => number)).toEqual([110, 111])
    const { data } = await staff.get(titleNewLoader, '/desk/titles/new')
    expect(data.periodicals).toMatchObject([{ name: 'M-Net', issues: 1, lastNumber: 111 }])
  })

  test('is pressed twice and made once', async () => {
    const [one, two] = await Promise.all([makeTitle(staff, typedTitle()), makeTitle(staff, typedTitle())])
    expect([one.status, two.status].sort()).toEqual([303, 422])
    expect(await db.title.count()).toBe(1)
  })

  test.each<[name: string, changes: Record<string, string>, field: string, says: RegExp]>([
    ['no address', { slug: '' }, 'slug', /small letters/],
    ['an address of other signs', { slug: '小さな本' }, 'slug', /small letters/],
    ['an address that leads elsewhere', { slug: '../orders' }, 'slug', /small letters/],
    ["the form's own address", { slug: 'new' }, 'slug', /small letters/],
    ['an unknown kind', { kind: 'poem' }, 'kind', /choose one/],
    ['no day', { publishedOn: '' }, 'publishedOn', /Enter a day/],
    ['a day that is none', { publishedOn: '2026-02-30' }, 'publishedOn', /Enter a day/],
    ['a year of the Romans', { publishedOn: '0207-01-01' }, 'publishedOn', /Enter a day/],
    ['a language without a title', { 'ko.name': ' ' }, 'ko.name', /this one is needed too/],
    ['a language without a description', { 'tl.name': 'Aklat' }, 'tl.description', /needed too/],
    ['a title that is too long', { 'ja.name': '長'.repeat(201) }, 'ja.name', /200/],
    ['contents that are too long', { 'ja.contents': '章'.repeat(4_001) }, 'ja.contents', /4000/],
    [
      'no language at all',
      {
        'ja.name': '',
        'ja.subtitle': '',
        'ja.description': '',
        'ja.contents': '',
        'ko.name': '',
        'ko.description': '',
      },
      'ja.name',
      /one language at least/,
    ],
  ])('with %s is refused at its field, with everything typed', async (_name, changes, field, says) => {
    const refused = await makeTitle(staff, typedTitle(changes))
    expect(refused.status).toBe(422)
    expect(told(refused.data)[field]).toMatch(says)
    expect((refused.data as unknown as Told).typed).toMatchObject(typedTitle(changes))
    expect(await db.title.count()).toBe(0)
  })

  test.each<[changes: Record<string, string>, field: string, says: RegExp]>([
    [{ periodical: '' }, 'periodical', /choose one/],
    [{ periodical: 'other' }, 'periodical', /choose one/],
    [{ numberFrom: '' }, 'numberFrom', /whole one above 0/],
    [{ numberFrom: '0' }, 'numberFrom', /whole one above 0/],
    [{ numberFrom: '110.5' }, 'numberFrom', /whole one above 0/],
    [{ numberTo: '109' }, 'numberTo', /after the first/],
    [{ numberTo: '120' }, 'numberTo', /ten numbers/],
    [{ numberTo: 'x' }, 'numberTo', /after the first/],
    [{ datedOn: 'soon' }, 'datedOn', /Enter a day/],
  ])('of a periodical with %o is refused at its field', async (changes, field, says) => {
    await mNet()
    const refused = await makeTitle(staff, typedIssue(changes))
    expect(refused.status).toBe(422)
    expect(told(refused.data)[field]).toMatch(says)
    expect(await db.issue.count()).toBe(0)
  })

  test('cannot have a number that another issue has, and hears which', async () => {
    await mNet()
    await makeTitle(staff, typedIssue({ numberTo: '111' }))
    for (const numbers of <Record<string, string>[]>[
      { numberFrom: '111' },
      { numberFrom: '108', numberTo: '110' },
    ]) {
      const refused = await makeTitle(staff, typedIssue({ slug: 'm-net-x', ...numbers }))
      expect(refused.status).toBe(422)
      expect(told(refused.data).numberFrom).toMatch(/^Number 11[01] belongs to “m-net-110” already/)
    }
    expect(await db.title.count()).toBe(1)
    expect(await db.issueNumber.count()).toBe(2)
  })

  test('cannot have the address of another', async () => {
    await anEdition({ sku: 'A-SMALL-BOOK' })
    const refused = await makeTitle(staff, typedTitle())
    expect([refused.status, told(refused.data).slug]).toEqual([422, 'This address is used already.'])
  })

  test('loses what nobody sees: breaks of other machines, controls, empty lines', async () => {
    await makeTitle(
      staff,
      typedTitle({
        'ja.name': ' 小さな\r\n本\u200b ',
        'ja.description': 'い\u0001ち\r\n\r\n\r\n\r\nに ',
        'ja.contents': '一\r\n\r\n  二\u0007',
      }),
    )
    expect(await db.titleText.findFirst({ where: { locale: 'ja' } })).toMatchObject({
      name: '小さな 本',
      description: 'いち\n\nに',
      contents: '一\n二',
    })
  })
})

describe('editing a title', () => {
  beforeEach(async () => {
    await mNet()
    await makeTitle(staff, typedTitle({ listed: 'on' }))
  })

  test('changes what was typed and nothing else; a language without words goes', async () => {
    const forms = formsOf(staff, 'a-small-book')
    const saved = await forms.edit(
      typedTitle({ listed: 'on', 'ja.name': '大きな本', 'ko.name': '', 'ko.description': '' }),
    )
    expect(saved.location).toBe('/desk/titles/a-small-book?saved')
    expect(await db.titleText.findMany()).toMatchObject([{ locale: 'ja', name: '大きな本' }])
  })

  test('makes it an issue and no issue again; its numbers are free then', async () => {
    const forms = formsOf(staff, 'a-small-book')
    const asIssue = {
      kind: 'periodical_issue',
      periodical: 'm-net',
      numberFrom: '110',
      datedOn: '2026-11-30',
    }
    expect((await forms.edit(typedTitle(asIssue))).status).toBe(303)
    expect((await forms.view()).title.issue).toMatchObject({ numberFrom: 110, datedOn: '2026-11-30' })
    expect((await forms.edit(typedTitle())).status).toBe(303)
    expect(await db.issueNumber.count()).toBe(0)
    expect((await makeTitle(staff, typedIssue())).status).toBe(303)
  })

  test('its own number does not stand in its way', async () => {
    await makeTitle(staff, typedIssue())
    const forms = formsOf(staff, 'm-net-110')
    expect((await forms.edit(typedIssue({ numberTo: '111' }))).status).toBe(303)
    await makeTitle(staff, typedIssue({ slug: 'm-net-112', numberFrom: '112' }))
    const refused = await forms.edit(typedIssue({ numberTo: '112' }))
    expect(told(refused.data).numberFrom).toMatch(/112.*m-net-112/)
    expect((await db.issue.findFirstOrThrow({ where: { numberFrom: 110 } })).numberTo).toBe(111)
  })

  test('an address that readers have stays; one that they have not changes, and the old one leads to it', async () => {
    const forms = formsOf(staff, 'a-small-book')
    const refused = await forms.edit(typedTitle({ listed: 'on', slug: 'renamed' }))
    expect(told(refused.data).slug).toMatch(/Readers have this address/)
    expect((await forms.edit(typedTitle({ slug: 'renamed' }))).location).toBe('/desk/titles/renamed?saved')
    const old = await staff.get(titleLoader, '/desk/titles/a-small-book', { slug: 'a-small-book' })
    expect([old.status, old.location]).toEqual([302, '/desk/titles/renamed'])
    expect((await staff.get(titleLoader, '/desk/titles/never', { slug: 'never' })).status).toBe(404)
    expect((await formsOf(staff, 'never').edit({ ...typedTitle(), seen: 'x' })).status).toBe(404)
  })

  test('is found at once by its new words, and not by the old ones', async () => {
    const found = async (q: string) => {
      const { data } = await staff.get(listLoader, `/desk/titles?q=${encodeURIComponent(q)}`)
      return data.list.titles.map(({ slug }) => slug)
    }
    expect(await found('ちいさな')).toEqual([])
    expect(await found('小さな本')).toEqual(['a-small-book'])
    await formsOf(staff, 'a-small-book').edit(
      typedTitle({ 'ja.name': '移住者の手引き', 'ja.description': '新' }),
    )
    expect(await found('手引き')).toEqual(['a-small-book'])
    expect(await found('小さな本')).toEqual([])
  })

  test.each([
    ['no address', { slug: '' }],
    [
      'no words',
      {
        'ja.name': '',
        'ja.description': '',
        'ja.subtitle': '',
        'ja.contents': '',
        'ko.name': '',
        'ko.description': '',
      },
    ],
  ])('with %s is refused, and the title stays as it was', async (_name, changes) => {
    const forms = formsOf(staff, 'a-small-book')
    const before = await db.title.findFirstOrThrow({ include: { texts: true } })
    expect((await forms.edit(typedTitle(changes))).status).toBe(422)
    expect(await db.title.findFirstOrThrow({ include: { texts: true } })).toEqual(before)
  })
})

describe('two people at once', () => {
  test('the second sees what the first changed, keeps what she typed, and decides', async () => {
    await makeTitle(staff, typedTitle())
    const colleague = await aDeskVisitor('administrator')
    const [hers, his] = [formsOf(staff, 'a-small-book'), formsOf(colleague, 'a-small-book')]
    const seen = await hers.seen()
    expect((await his.edit(typedTitle({ 'ja.name': '彼の題', listed: 'on' }))).status).toBe(303)

    const late = { ...typedTitle({ 'ja.name': '彼女の題' }), seen }
    const refused = await hers.edit(late)
    expect(refused.status).toBe(409)
    const { changed, typed } = refused.data as unknown as { changed: unknown; typed: Record<string, string> }
    expect(changed).toMatchObject([
      {
        who: '見本 administrator',
        items: [
          { subject: { kind: 'title' }, changes: [{ field: 'listed', before: 'false', after: 'true' }] },
          { subject: { kind: 'text', locale: 'ja' }, changes: [{ before: '小さな本', after: '彼の題' }] },
        ],
      },
    ])
    expect(typed['ja.name']).toBe('彼女の題')
    expect(await db.titleText.findFirst({ where: { locale: 'ja' } })).toMatchObject({ name: '彼の題' })
    // Pressing again, from the page that showed it, is a decision.
    expect((await hers.edit(typedTitle({ 'ja.name': '彼女の題' }))).status).toBe(303)
    expect(await db.titleText.findFirst({ where: { locale: 'ja' } })).toMatchObject({ name: '彼女の題' })
  })

  test('of two who press in the same moment one is told, even if the clock stands still', async () => {
    await makeTitle(staff, typedTitle())
    const forms = formsOf(staff, 'a-small-book')
    const seen = await forms.seen()
    const answers = await Promise.all(
      ['一', '二', '三'].map((name) => forms.edit({ ...typedTitle({ 'ja.name': name }), seen })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409])
  })

  test('a form that was open under an address that a colleague has changed keeps what was typed', async () => {
    await makeTitle(staff, typedTitle())
    const forms = formsOf(staff, 'a-small-book')
    const seen = await forms.seen()
    await forms.edit(typedTitle({ slug: 'renamed' }))
    const late = await forms.edit({ ...typedTitle({ 'ja.name': '彼女の題' }), seen })
    expect(late.status).toBe(409)
    expect((late.data as unknown as Told).typed['ja.name']).toBe('彼女の題')
    const open = await staff.get(titleEditLoader, '/desk/titles/a-small-book/edit', { slug: 'a-small-book' })
    expect(open.data.title.slug).toBe('renamed')
  })

  test.each(['', 'yesterday', '2026-11-24T01:00:00.001Z'])(
    'a form that saw "%s" is told too',
    async (seen) => {
      await makeTitle(staff, typedTitle())
      const answer = await formsOf(staff, 'a-small-book').edit({ ...typedTitle(), seen })
      expect(answer.status).toBe(409)
    },
  )
})

describe('the history', () => {
  test('says who changed what and when, in the order it happened, and nothing of keys', async () => {
    setClock(TUESDAY)
    await makeTitle(staff, typedTitle())
    setClock(new Date(TUESDAY.getTime() + 60_000))
    const colleague = await aDeskVisitor('treasurer')
    await formsOf(colleague, 'a-small-book').edit(
      typedTitle({
        'ja.subtitle': '',
        'en.name': 'A small book',
        'en.description': 'Small.',
        'ko.name': '',
        'ko.description': '',
      }),
    )
    const { history } = await formsOf(staff, 'a-small-book').view()
    expect(
      history.map(({ who, at }) => [who, Math.round((at.getTime() - TUESDAY.getTime()) / 60_000)]),
    ).toEqual([
      ['見本 treasurer', 1],
      ['見本 secretariat', 0],
    ])
    expect(history[0]?.items).toMatchObject([
      {
        subject: { kind: 'text', locale: 'ja' },
        change: 'update',
        changes: [{ field: 'subtitle', before: '見本', after: '' }],
      },
      { subject: { kind: 'text', locale: 'en' }, change: 'insert' },
      {
        subject: { kind: 'text', locale: 'ko' },
        change: 'delete',
        changes: [{ field: 'name', before: '작은 책' }, { field: 'description' }],
      },
    ])
    expect(JSON.stringify(history)).not.toMatch(/updated_at|title_id|search/)
  })

  test('saving without a change is no news', async () => {
    await makeTitle(staff, typedTitle())
    const forms = formsOf(staff, 'a-small-book')
    expect((await forms.edit(typedTitle())).status).toBe(303)
    expect((await forms.view()).history).toHaveLength(1)
  })
})

describe('the list', () => {
  test('has every title with its editions, what is missing, and what is listed', async () => {
    await anEdition({ sku: 'MNET-100', priceYen: 500 })
    await anEdition({ sku: 'OLD', state: 'withdrawn' })
    await makeTitle(staff, typedTitle())
    const { data } = await staff.get(listLoader, '/desk/titles')
    expect(data.list.titles).toMatchObject([
      { slug: 'a-small-book', listed: false, missing: ['en', 'tl'], editions: [], name: '小さな本' },
      { slug: 'old' },
      {
        slug: 'mnet-100',
        name: 'Sample MNET-100',
        editions: [{ sku: 'MNET-100', state: 'on_sale', priceYen: 500 }],
      },
    ])
    const slugs = async (query: string) => {
      const { data: found } = await staff.get(listLoader, `/desk/titles?${query}`)
      return [found.list.total, ...found.list.titles.map(({ slug }) => slug)]
    }
    expect(await slugs('shown=unlisted')).toEqual([1, 'a-small-book'])
    expect(await slugs('shown=listed&state=withdrawn')).toEqual([1, 'old'])
    expect(await slugs('q=%25')).toEqual([0])
    expect(await slugs('shown=x&state=y&q=')).toEqual([3, 'a-small-book', 'old', 'mnet-100'])
    expect((await staff.get(listLoader, '/desk/titles?page=2')).status).toBe(404)
  })
})

describe('periodicals', () => {
  const save = (fields: Record<string, string>) =>
    staff.post(newPeriodicalAction, '/desk/periodicals', fields)
  const edit = (fields: Record<string, string>) =>
    staff.post(periodicalAction, '/desk/periodicals/m-net', fields, { slug: 'm-net' })

  test.each<[Record<string, string>, string, RegExp]>([
    [{ slug: 'M Net', name: 'M-Net' }, 'slug', /small letters/],
    [{ slug: 'm-net', name: ' ' }, 'name', /./],
    [{ slug: 'm-net', name: 'x'.repeat(101) }, 'name', /100/],
    [{ slug: 'm-net', name: 'M-Net', issn: '1234' }, 'issn', /8 digits/],
    [{ slug: 'm-net', name: 'M-Net', issn: '0378-5954' }, 'issn', /check digit/],
  ])('%o is refused at its field', async (fields, field, says) => {
    const refused = await save(fields)
    expect(refused.status).toBe(422)
    expect(told(refused.data)[field]).toMatch(says)
    expect(await db.periodical.count()).toBe(0)
  })

  test('one is made once, renamed, and its issues are found by the new name', async () => {
    expect((await save({ slug: 'm-net', name: 'M-Net', issn: '03785955' })).status).toBe(303)
    expect(told((await save({ slug: 'm-net', name: 'Other' })).data).slug).toMatch(/used already/)
    await makeTitle(staff, typedIssue())
    const seen = JSON.stringify(['M-Net', '0378-5955'])
    expect((await edit({ name: 'Mネット', issn: '', seen })).status).toBe(303)
    const { data } = await staff.get(listLoader, `/desk/titles?q=${encodeURIComponent('mネット110')}`)
    expect(data.list.titles.map(({ slug }) => slug)).toEqual(['m-net-110'])
    // The second of two people.
    const late = await edit({ name: 'M-NET', issn: '', seen })
    expect([late.status, (late.data as unknown as Told).typed.name]).toEqual([409, 'M-NET'])
    const page = await staff.get(periodicalLoader, '/desk/periodicals/m-net', { slug: 'm-net' })
    expect(page.data.periodical).toMatchObject({ name: 'Mネット', issn: null })
    expect(page.data.history).toMatchObject([
      { items: [{ changes: [{ field: 'name', before: 'M-Net', after: 'Mネット' }, { field: 'issn' }] }] },
      { items: [{ change: 'insert' }] },
    ])
  })

  test('one that is not there', async () => {
    expect((await edit({ name: 'x', seen: '' })).status).toBe(404)
    const none = await staff.get(periodicalLoader, '/desk/periodicals/m-net', { slug: 'm-net' })
    expect(none.status).toBe(404)
  })
})

test('a title that is listed with an edition is in the shop at once', async () => {
  await makeTitle(staff, typedTitle({ listed: 'on' }))
  const { id } = await db.title.findFirstOrThrow()
  const { editionId } = await anEdition({ sku: 'FRESH', copies: 0 })
  await db.edition.update({ where: { id: editionId }, data: { titleId: id } })
  const { data } = await aVisitor().get(shopListLoader, '/ko/publications')
  expect(data.list.titles).toMatchObject([{ slug: 'a-small-book', text: { locale: 'ko', name: '작은 책' } }])
})
