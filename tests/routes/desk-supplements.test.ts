import { beforeEach, describe, expect, test } from 'vitest'
import { refreshSearchIndex } from '#app/features/catalogue/search-index.server.ts'
import { listTitles } from '#app/features/catalogue/list-titles.server.ts'
import { jobTable } from '#app/job-table.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { loader as fileLoader } from '#app/routes/desk/supplement-file.ts'
import { action as createAction, loader as newLoader } from '#app/routes/desk/supplement-new.tsx'
import { action as uploadAction, loader as uploadLoader } from '#app/routes/desk/supplement-upload.tsx'
import { action, loader } from '#app/routes/desk/supplement.tsx'
import { loader as listLoader } from '#app/routes/desk/supplements.tsx'
import { loader as deskTitleLoader } from '#app/routes/desk/title.tsx'
import { loader as titleLoader } from '#app/routes/shop/title.tsx'
import { loader as publicLoader } from '#app/routes/supplement-file.ts'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { DAY, passTime, useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let office: Visitor & { staffId: string }
let titleId: string
beforeEach(async () => {
  await anOrganisation()
  titleId = (await anEdition({ sku: 'MANUAL-2007' })).titleId
  await refreshSearchIndex([titleId])
  office = await aDeskVisitor('secretariat')
})

const PDF = '%PDF-1.7 sample'
const GOOD = {
  sku: 'manual-2007',
  kind: 'supplement',
  language: 'mul',
  'name.ja': '相談窓口一覧',
  'name.en': 'List of consultation centers',
  'note.en': 'Left out of the book.',
}

function withFile(fields: Record<string, string>, content: string | null = PDF, name = 'centers.pdf') {
  const form = new FormData()
  for (const [key, value] of Object.entries(fields)) form.append(key, value)
  if (content !== null) form.append('file', new File([content], name, { type: 'application/pdf' }))
  return form
}

const create = (changes: Record<string, string> = {}, content: string | null = PDF) =>
  office.post(createAction, '/desk/supplements/new/upload', withFile({ ...GOOD, ...changes }, content))

/** Attached to the edition; @returns its id */
async function prepared(changes: Record<string, string> = {}, content = PDF): Promise<string> {
  const { location } = await create(changes, content)
  return /supplements\/([\w-]+)\?done=created$/.exec(location ?? '')?.[1] ?? 'none'
}

const look = async (id: string) => (await office.get(loader, `/desk/supplements/${id}`, { id })).data

/** Does something with it as its page stands now. */
async function press(id: string, fields: Record<string, string>, visitor: Visitor = office) {
  const seen = (await look(id)).supplement.version
  return await visitor.post(action, `/desk/supplements/${id}`, { seen, ...fields }, { id })
}

/** Where readers find it: its file, the title's page, and the search. */
async function seen(slug = 'manual-2007-supplement') {
  const file = await aVisitor().get(publicLoader, `/supplements/${slug}`, { slug })
  const title = await aVisitor().get(titleLoader, '/en/publications/manual-2007', { slug: 'manual-2007' })
  const search = async (q: string) =>
    (await listTitles({ q, kind: null, language: null, page: 1 }, { locale: 'en' })).total
  return {
    file: file.status,
    page: title.data.title.editions.flatMap(({ supplements }) => supplements).length,
    search: await search('consultation centers'),
  }
}

const UNSEEN = { file: 404, page: 0, search: 0 }
const SEEN = { file: 200, page: 1, search: 1 }

describe('a supplement', () => {
  test('is attached to an edition, and unseen everywhere until it is published', async () => {
    const id = await prepared()
    const { supplement, history } = await look(id)
    expect(supplement).toMatchObject({
      slug: 'manual-2007-supplement',
      kind: 'supplement',
      language: 'mul',
      state: 'prepared',
      publishedOn: null,
      edition: { sku: 'MANUAL-2007', titleName: 'Sample MANUAL-2007' },
      file: { name: 'centers.pdf', byteLength: PDF.length },
    })
    expect(supplement.texts).toHaveLength(2)
    expect(history.map(({ who, change }) => [who, change])).toEqual(
      Array(3).fill(['見本 secretariat', 'insert']),
    )
    expect(await seen()).toEqual(UNSEEN)
    // The desk has its file already.
    const { response, headers } = await office.get(fileLoader, `/desk/supplements/${id}/file`, { id })
    expect([await response?.text(), headers.get('Cache-Control')]).toEqual([PDF, 'private, no-store'])
  })

  test('is seen from its day on, withdrawn with a second thought, and published anew', async () => {
    const id = await prepared()
    expect((await press(id, { intent: 'publish', publishedOn: '2026-11-24' })).status).toBe(303)
    expect(await seen()).toEqual(SEEN)
    const unsure = await press(id, { intent: 'withdraw' })
    expect([unsure.status, unsure.data.problems]).toMatchObject([
      422,
      { sure: { key: 'deskSupplements:withdraw.sureWrong' } },
    ])
    expect(await seen()).toEqual(SEEN)
    expect((await press(id, { intent: 'withdraw', sure: 'on' })).location).toContain('done=withdrawn')
    expect(await seen()).toEqual(UNSEEN)
    await press(id, { intent: 'publish', publishedOn: '2026-11-01' })
    expect(await seen()).toEqual(SEEN)
    const { history } = await look(id)
    expect(history.slice(0, 3).map(({ changes }) => changes)).toEqual([
      [{ field: 'published_on', before: '', after: '2026-11-01' }],
      [{ field: 'published_on', before: '2026-11-24', after: '' }],
      [{ field: 'published_on', before: '', after: '2026-11-24' }],
    ])
  })

  test('stands in the history of its title from being attached to being withdrawn, with who, before and after', async () => {
    const id = await prepared()
    await press(id, { intent: 'save', ...GOOD, 'name.ko': '상담 창구 목록' })
    await press(id, { intent: 'publish', publishedOn: '2026-11-24' }, await aDeskVisitor('administrator'))
    const workId = newId()
    const told = { kind: 'announcement', params: {}, total: 0, createdAt: now() }
    await db.work.create({ data: { id: workId, ...told } })
    await runAs({ kind: 'staff', staffId: office.staffId }, () =>
      inTransaction((tx) =>
        tx.supplementAnnouncement.create({
          data: { id: newId(), supplementId: id, workId, announcedAt: now(), staffId: office.staffId },
        }),
      ),
    )
    await press(id, { intent: 'withdraw', sure: 'on' })
    const slug = 'manual-2007'
    const { history } = (await office.get(deskTitleLoader, `/desk/titles/${slug}`, { slug })).data
    const items = history.flatMap(({ who, items: found }) => found.map((item) => ({ who, ...item })))
    const of = (kind: string) => items.filter(({ subject }) => subject.kind === kind)
    const named = { name: 'List of consultation centers', sku: 'MANUAL-2007' }
    expect(of('supplement')).toMatchObject([
      {
        who: '見本 secretariat',
        subject: named,
        changes: [{ field: 'published_on', before: '2026-11-24', after: '' }],
      },
      {
        who: '見本 administrator',
        changes: [{ field: 'published_on', before: '', after: '2026-11-24' }],
      },
      {
        change: 'insert',
        changes: [
          { field: 'edition_id', after: 'MANUAL-2007' },
          { field: 'kind', after: 'supplement' },
          { field: 'language', after: 'mul' },
          { field: 'file_id', after: 'centers.pdf' },
        ],
      },
    ])
    expect(of('supplementText')).toMatchObject([
      { subject: { locale: 'ko', ...named }, change: 'insert', changes: [{ after: '상담 창구 목록' }] },
      { subject: { locale: 'ja' }, change: 'insert' },
      { subject: { locale: 'en' }, change: 'insert' },
    ])
    expect(of('announcement')).toMatchObject([
      { who: '見本 secretariat', subject: named, changes: [{ field: 'announced_at' }] },
    ])
  })

  test('with a day to come is unseen until then, and the search finds it by a job', async () => {
    const id = await prepared()
    await press(id, { intent: 'publish', publishedOn: '2026-11-26' })
    expect((await look(id)).supplement.state).toBe('scheduled')
    expect(await seen()).toEqual(UNSEEN)
    await passTime(DAY)
    expect(await seen()).toEqual(UNSEEN)
    await passTime(DAY)
    office = await aDeskVisitor('secretariat')
    expect(await seen()).toEqual({ ...SEEN, search: 0 })
    await jobTable['index-published']?.run()
    expect(await seen()).toEqual(SEEN)
    expect((await look(id)).supplement.state).toBe('published')
  })

  test('says other words when they are changed, and the log names the language', async () => {
    const id = await prepared()
    await press(id, { intent: 'publish', publishedOn: '2026-11-24' })
    const changed = { ...GOOD, 'name.en': '', 'note.en': '', 'name.ko': '상담 창구 목록', language: 'ja' }
    expect((await press(id, { intent: 'save', ...changed })).location).toContain('done=saved')
    const { supplement, history } = await look(id)
    expect(supplement.language).toBe('ja')
    expect(supplement.texts.map(({ locale }) => locale).toSorted()).toEqual(['ja', 'ko'])
    expect((await seen()).search).toBe(0)
    const words = history.slice(0, 3).map(({ change, locale }) => `${change} ${locale}`)
    expect(words.toSorted()).toEqual(['delete en', 'insert ko', 'update null'])
  })

  test('gets another file while it is unseen, and none after', async () => {
    const id = await prepared()
    const { data } = await office.get(uploadLoader, `/desk/supplements/${id}/upload`, { id })
    const replace = (content: string | null, version: string) =>
      office.post(
        uploadAction,
        `/desk/supplements/${id}/upload`,
        withFile({ seen: version }, content, 'new.pdf'),
        {
          id,
        },
      )
    expect((await replace(null, data.supplement.version)).data?.problem?.key).toBe(
      'deskSupplements:problem.fileMissing',
    )
    expect((await replace('no pdf', data.supplement.version)).status).toBe(422)
    expect((await replace(`${PDF} 2`, data.supplement.version)).status).toBe(303)
    // The form is older than what it did.
    expect((await replace(`${PDF} 3`, data.supplement.version)).status).toBe(409)
    await press(id, { intent: 'publish', publishedOn: '2026-11-24' })
    const late = await replace(`${PDF} 4`, (await look(id)).supplement.version)
    expect([late.status, late.data?.notice?.key]).toEqual([409, 'deskSupplements:upload.published'])
    const file = await aVisitor().get(publicLoader, '/x', { slug: 'manual-2007-supplement' })
    expect(await file.response?.text()).toBe(`${PDF} 2`)
    expect((await look(id)).history.flatMap(({ changes }) => changes)).toContainEqual({
      field: 'file_id',
      before: 'centers.pdf',
      after: 'new.pdf',
    })
  })

  test('goes to another edition while it is unseen, and stays with it after', async () => {
    await anEdition({ sku: 'MNET-100' })
    const id = await prepared()
    expect((await press(id, { intent: 'save', ...GOOD, sku: 'MNET-100' })).status).toBe(303)
    await press(id, { intent: 'publish', publishedOn: '2026-11-24' })
    expect(await seen()).toEqual({ file: 200, page: 0, search: 1 })
    const moved = await press(id, { intent: 'save', ...GOOD })
    expect([moved.status, moved.data.notice?.key]).toEqual([409, 'deskSupplements:field.editionStays'])
    expect((await look(id)).history.at(-1)?.changes).toContainEqual(
      expect.objectContaining({ field: 'edition_id', after: 'MANUAL-2007' }),
    )
  })

  test('that a colleague has changed meanwhile is not changed, and what was typed is kept', async () => {
    const id = await prepared()
    const version = (await look(id)).supplement.version
    const other = await aDeskVisitor('treasurer')
    await press(id, { intent: 'publish', publishedOn: '2026-11-24' }, other)
    const forms: Record<string, string>[] = [
      { intent: 'publish', publishedOn: '2026-11-25' },
      { intent: 'save', ...GOOD, 'name.en': 'Mine' },
      { intent: 'withdraw', sure: 'on' },
    ]
    for (const fields of forms) {
      const late = await office.post(action, `/desk/supplements/${id}`, { seen: version, ...fields }, { id })
      expect([late.status, late.data.notice?.key, late.data.typed]).toMatchObject([
        409,
        'deskSupplements:changed',
        fields,
      ])
    }
    // With the page of now, the same is refused for what it is.
    expect((await press(id, { intent: 'publish', publishedOn: '2026-11-25' })).data.notice?.key).toBe(
      'deskSupplements:problem.published',
    )
    await press(id, { intent: 'withdraw', sure: 'on' })
    expect((await press(id, { intent: 'withdraw', sure: 'on' })).data.notice?.key).toBe(
      'deskSupplements:problem.notPublished',
    )
  })

  test.each([
    [{ sku: 'NONE-1' }, PDF, ['sku']],
    [{ kind: '' }, PDF, ['kind']],
    [{ 'name.ja': '', 'name.en': '' }, PDF, ['name.en']],
    [{}, null, ['file']],
    [{}, 'MZ no pdf', ['file']],
    [{ language: 'xx', sku: '' }, null, ['sku', 'language', 'file']],
  ])('is not created with %j and the file %j: everything typed is kept', async (changes, content, fields) => {
    const refused = await create(changes as Record<string, string>, content)
    expect([refused.status, Object.keys(refused.data?.problems ?? {}).toSorted()]).toEqual([
      422,
      fields.toSorted(),
    ])
    expect(refused.data?.typed).toMatchObject({ ...GOOD, ...changes })
    expect([await db.supplement.count(), await db.storedFile.count()]).toEqual([0, 0])
  })

  test('is found its edition by words of the title', async () => {
    const refused = await create({ sku: 'sample manual' })
    expect(refused.data?.choices).toMatchObject([{ sku: 'MANUAL-2007' }])
  })

  test('that is too large is told so by its page, with status 413', async () => {
    const { status, data } = await office.get(newLoader, '/desk/supplements/new/upload?too-large')
    expect([status, data.isTooLarge]).toEqual([413, true])
    const fresh = await office.get(newLoader, '/desk/supplements/new/upload?edition=MANUAL-2007')
    expect([fresh.status, fresh.data.empty.sku]).toEqual([200, 'MANUAL-2007'])
  })

  test('shares a stored file with another of the same content, under an address of its own', async () => {
    const first = await prepared()
    const second = await prepared({ kind: 'supplement' })
    const errata = await prepared({ kind: 'erratum' }, `${PDF} 2`)
    expect(await db.storedFile.count()).toBe(2)
    const slugs = await Promise.all(
      [first, second, errata].map(async (id) => (await look(id)).supplement.slug),
    )
    expect(slugs).toEqual(['manual-2007-supplement', 'manual-2007-supplement-2', 'manual-2007-errata'])
  })

  test('stands in the list, those in preparation first; what is none is not found', async () => {
    const old = await prepared({ 'name.en': 'Old' })
    await press(old, { intent: 'publish', publishedOn: '2026-10-01' })
    const recent = await prepared({ 'name.en': 'New' })
    await press(recent, { intent: 'publish', publishedOn: '2026-11-01' })
    await prepared({ 'name.en': 'Prepared' })
    const { data } = await office.get(listLoader, '/desk/supplements')
    expect(data.supplements.map(({ name, state, announcements }) => [name, state, announcements])).toEqual([
      ['Prepared', 'prepared', 0],
      ['New', 'published', 0],
      ['Old', 'published', 0],
    ])
    expect((await office.get(listLoader, '/desk/supplements?page=2')).status).toBe(404)
    for (const id of ['none', newId()]) {
      expect((await office.get(loader, `/desk/supplements/${id}`, { id })).status).toBe(404)
      const sent = { intent: 'publish', publishedOn: '2026-11-24', seen: '0' }
      expect((await office.post(action, `/desk/supplements/${id}`, sent, { id })).status).toBe(404)
      expect((await office.get(fileLoader, `/desk/supplements/${id}/file`, { id })).status).toBe(404)
    }
    expect((await press(old, { intent: 'burn' })).status).toBe(400)
    expect((await press(old, { intent: 'publish', publishedOn: '2026-02-30' })).status).toBe(422)
  })
})
