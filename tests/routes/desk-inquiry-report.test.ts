import { beforeEach, describe, expect, test } from 'vitest'
import { eraseInquiries } from '#app/features/inquiries/erase-inquiries.server.ts'
import type { InquiryTopic } from '#app/features/inquiries/inquiry.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { loader as listLoader } from '#app/routes/desk/inquiries.tsx'
import { loader as fileLoader } from '#app/routes/desk/inquiry-report-file.ts'
import { loader as reportLoader } from '#app/routes/desk/inquiry-report.tsx'
import { action, loader as newLoader } from '#app/routes/desk/inquiry-new.tsx'
import { loader as oneLoader } from '#app/routes/desk/inquiry.tsx'
import { shop, shopJson } from '#tests/support/cli.ts'
import { anEdition, anOrganisation, NOON } from '#tests/support/factories.ts'
import { type Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let office: Visitor & { staffId: string }
let manual: string
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100' })
  manual = (await anEdition({ sku: 'MANUAL-2007' })).editionId
  office = await aDeskVisitor('secretariat')
})

type Asked = {
  topic: InquiryTopic
  editionId?: string
  at?: Date
  isClosed?: boolean
  channel?: 'web' | 'phone'
}

async function asked({ topic, editionId, at = NOON, isClosed = false, channel = 'web' }: Asked) {
  const words = { name: 'n', email: 'reader@example.org', message: 'm', locale: 'ja' }
  const id = newId()
  const closedAt = isClosed ? at : null
  await db.inquiry.create({
    data: { ...words, id, topic, channel, receivedAt: at, closedAt, ...(editionId ? { editionId } : {}) },
  })
  return id
}

/** What the secretariat heard after the new edition came out without its list. */
async function theListIsMissing(): Promise<void> {
  const about = { topic: 'consultation_centers', editionId: manual } as const
  for (const channel of ['phone', 'phone', 'web'] as const) await asked({ ...about, channel })
  await asked({ ...about, isClosed: true })
  await asked({ topic: 'order', isClosed: true })
  await asked({ topic: 'publication', editionId: manual })
}

const ENTRY = {
  channel: 'phone',
  receivedOn: '2026-11-20',
  topic: 'consultation_centers',
  edition: 'MANUAL-2007',
  name: '',
  email: '',
  locale: 'tl',
  message: '',
}

function enter(changes: Record<string, string> = {}, key = newId()) {
  return office.post(action, '/desk/inquiries/new', { key, ...ENTRY, ...changes })
}

describe('a question from a call or a letter', () => {
  test('is entered, counted, and waits for an answer', async () => {
    const { data: form } = await office.get(newLoader, '/desk/inquiries/new')
    expect(form.empty).toEqual({ receivedOn: '2026-11-24', locale: 'en' })
    const sent = await enter({ message: 'Where is\r\nthe list?', email: 'Hana@example.org' }, form.formKey)
    expect([sent.status, sent.location]).toEqual([303, `/desk/inquiries/${form.formKey}?entered`])
    const { data } = await office.get(oneLoader, sent.location ?? '', { id: form.formKey })
    expect(data).toMatchObject({
      isEntered: true,
      inquiry: {
        name: '(no name)',
        email: 'Hana@example.org',
        channel: 'phone',
        message: 'Where is\nthe list?',
        receivedAt: new Date('2026-11-20T03:00:00Z'),
        closedAt: null,
        staffName: '見本 secretariat',
      },
    })
  })

  test('that was settled on the spot is closed; one of today bears the hour', async () => {
    await enter({ settled: 'on', receivedOn: '2026-11-24', name: '山田' })
    const one = await db.inquiry.findFirstOrThrow()
    expect(one).toMatchObject({ name: '山田', closedAt: expect.any(Date), answeredAt: null })
    expect(one.receivedAt.toISOString().slice(0, 16)).toBe('2026-11-24T01:00')
  })

  test('that is sent twice is kept once', async () => {
    const key = newId()
    await enter({}, key)
    expect((await enter({}, key)).status).toBe(303)
    expect(await db.inquiry.count()).toBe(1)
    expect((await enter({}, 'none')).status).toBe(400)
  })

  test.each([
    [{ channel: '' }, { channel: 'choice' }],
    [{ channel: 'web' }, { channel: 'choice' }],
    [{ receivedOn: '2026-11-25' }, { receivedOn: 'future' }],
    [{ receivedOn: '2026-02-30' }, { receivedOn: 'day' }],
    [{ receivedOn: '0206-11-20' }, { receivedOn: 'day' }],
    [{ topic: 'money' }, { topic: 'choice' }],
    [{ edition: 'NONE-1' }, { edition: 'choice' }],
    [{ email: 'hana@' }, { email: 'email' }],
    [{ locale: 'xx' }, { locale: 'choice' }],
    [
      { name: 'x'.repeat(101), message: 'x'.repeat(4_001) },
      { name: 'tooLong', message: 'tooLong' },
    ],
  ])('%j is refused at its field, with everything typed kept', async (changes, errors) => {
    const key = newId()
    const refused = await enter(changes, key)
    expect([refused.status, refused.data]).toEqual([
      422,
      { errors, key, typed: { ...ENTRY, ...changes, settled: false } },
    ])
    expect(await db.inquiry.count()).toBe(0)
  })
})

describe('the list of questions', () => {
  test('is narrowed to open ones, a topic, an edition or none', async () => {
    await theListIsMissing()
    const list = async (query: string) => {
      const { data } = await office.get(listLoader, `/desk/inquiries${query}`)
      return [data.inquiries.length, data.open]
    }
    expect(await list('')).toEqual([6, 4])
    expect(await list('?state=open')).toEqual([4, 4])
    expect(await list('?topic=consultation_centers')).toEqual([4, 3])
    expect(await list('?topic=publication&edition=MANUAL-2007&state=open')).toEqual([1, 1])
    expect(await list('?edition=none')).toEqual([1, 0])
    expect(await list('?edition=MNET-100')).toEqual([0, 0])
    // What makes no sense is taken for absent.
    expect(await list("?topic=money&edition=a'b&page=-1")).toEqual([6, 4])
    const { data } = await office.get(listLoader, '/desk/inquiries')
    expect(data.editions.map(({ sku }) => sku)).toEqual(['MANUAL-2007'])
  })
})

describe('the report on questions', () => {
  test('has "several asked for the list of consultation centers" as a row', async () => {
    await theListIsMissing()
    const { status, data } = await office.get(reportLoader, '/desk/inquiries/report')
    expect(status).toBe(200)
    expect(data.shown).toEqual({ from: '2026-01-01', to: '2026-12-31' })
    expect(data.report).toMatchObject({ inquiries: 6, open: 4 })
    expect(data.report?.rows).toEqual([
      {
        topic: 'consultation_centers',
        edition: 'MANUAL-2007',
        editionName: 'Sample MANUAL-2007 (Japanese, print)',
        inquiries: 4,
        open: 3,
      },
      { topic: 'order', edition: null, editionName: null, inquiries: 1, open: 0 },
      expect.objectContaining({ topic: 'publication', edition: 'MANUAL-2007', inquiries: 1, open: 1 }),
    ])
    expect(data.report?.topics).toEqual([
      { topic: 'order', inquiries: 1, open: 0 },
      { topic: 'publication', inquiries: 1, open: 1 },
      { topic: 'consultation_centers', inquiries: 4, open: 3 },
      { topic: 'subscription', inquiries: 0, open: 0 },
      { topic: 'other', inquiries: 0, open: 0 },
    ])
  })

  test('counts what was erased, and days as they are in Tokyo', async () => {
    const editionId = manual
    const early = await asked({ topic: 'order', editionId, at: new Date('2026-10-31T15:00:00Z') })
    await asked({ topic: 'order', editionId, at: new Date('2026-11-30T14:59:59Z') })
    await asked({ topic: 'order', editionId, at: new Date('2026-10-31T14:59:59Z') })
    await asked({ topic: 'order', editionId, at: new Date('2026-11-30T15:00:00Z') })
    await inTransaction((tx) => eraseInquiries(tx, Prisma.sql`id = ${early}::uuid`, NOON))
    const { data } = await office.get(reportLoader, '/desk/inquiries/report?from=2026-11-01&to=2026-11-30')
    expect(data.report).toMatchObject({ inquiries: 2, open: 1, rows: { length: 1 } })
  })

  test.each([
    ['from=2026-11-31', 'not-a-day'],
    ['from=2026-12-01&to=2026-11-30', 'reversed'],
  ])('of %s is refused, and the days stay as typed', async (query, problem) => {
    const { status, data } = await office.get(reportLoader, `/desk/inquiries/report?${query}`)
    expect([status, data.problem, data.report]).toEqual([422, problem, null])
    expect(data.shown.from).toBe(new URLSearchParams(query).get('from'))
    expect((await office.get(fileLoader, `/desk/inquiries/report.csv?${query}`)).status).toBe(400)
  })

  test('comes as CSV in the language of who asks', async () => {
    await theListIsMissing()
    const { response, headers } = await office.get(fileLoader, '/desk/inquiries/report.csv?from=2026-11-01')
    expect(headers.get('Content-Disposition')).toBe(
      'attachment; filename="inquiries-2026-11-01-2026-12-31.csv"',
    )
    expect((await response?.text())?.split('\r\n').slice(0, 3)).toEqual([
      'About,Edition,Publication,Questions,open',
      'Consultation centres,MANUAL-2007,"Sample MANUAL-2007 (Japanese, print)",4,3',
      'An order,,,1,0',
    ])
  })

  test('comes from the command line too', async () => {
    await theListIsMissing()
    const wide = ['--from', '2026-01-01', '--to', '2026-12-31']
    expect(await shopJson('report', 'inquiries', ...wide)).toMatchObject({
      code: 0,
      value: {
        from: '2026-01-01',
        inquiries: 6,
        rows: [{ edition: 'MANUAL-2007', inquiries: 4, open: 3 }, {}, {}],
      },
    })
    const table = await shop('report', 'inquiries', ...wide)
    expect(table.stdout).toMatch(/consultation_centers +MANUAL-2007 +4 +3 +見本 MANUAL-2007/)
    const reversed = await shopJson('report', 'inquiries', '--from', '2026-12-01', '--to', '2026-11-30')
    expect(reversed).toMatchObject({ code: 1, value: { ok: false, reason: 'reversed' } })
    const wrong = await shop('report', 'inquiries', '--from', 'yesterday')
    expect(wrong.stderr).toContain('--from must be a day like')
  }, 60_000)
})
