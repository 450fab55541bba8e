import { beforeEach, describe, expect, test } from 'vitest'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { erasePerson } from '#app/features/desk/erase-person.server.ts'
import { announceToBuyers } from '#app/features/desk/supplements/announce-work.server.ts'
import { workHandlers } from '#app/features/desk/work-handlers.server.ts'
import { drainOutbox } from '#app/features/messages/drain-outbox.server.ts'
import { markAddress } from '#app/features/messages/mark-address.server.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { runWorks } from '#app/features/work/run-works.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { action, loader } from '#app/routes/desk/supplement-announce.tsx'
import { loader as pageLoader } from '#app/routes/desk/supplement.tsx'
import { loader as workFileLoader } from '#app/routes/desk/work-file.ts'
import { loader as workLoader } from '#app/routes/desk/work.tsx'
import { aDeskOrder, anEdition, anOrder, anOrganisation, details } from '#tests/support/factories.ts'
import type { Visitor } from '#tests/support/route-kit.ts'
import { passTime, useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let office: Visitor & { staffId: string }
let supplementId: string
beforeEach(async () => {
  await anOrganisation()
  const { editionId, titleId } = await anEdition({ sku: 'MANUAL', copies: 60 })
  const pdf = await anEdition({ sku: 'MANUAL-PDF', format: 'pdf' })
  // The same text as a file, of the same title.
  await db.edition.update({ where: { id: pdf.editionId }, data: { titleId } })
  await anEdition({ sku: 'OTHER', copies: 10 })
  office = await aDeskVisitor('secretariat')
  supplementId = newId()
  const file = await db.storedFile.findFirstOrThrow()
  await db.supplement.create({
    data: {
      id: supplementId,
      slug: 'manual-supplement',
      editionId,
      kind: 'supplement',
      language: 'mul',
      fileId: file.id,
      publishedOn: dayToDb(tokyoDay('2026-11-01')),
      texts: {
        create: [
          { locale: 'ja', name: '相談窓口一覧', note: '本に載せられなかった一覧です。\n無料です。' },
          { locale: 'ko', name: '상담 창구 목록' },
        ],
      },
    },
  })
})

let buyers = 0
const day = tokyoDay('2026-11-24')

type Bought = { sku?: string; copies?: number; locale?: Locale; name?: string; isPaid?: boolean }

/** Somebody buys and pays; without an address she writes her name on a label only. */
async function buy(email: string | null, { sku = 'MANUAL', copies = 1, isPaid = true, ...who }: Bought = {}) {
  buyers += 1
  const { delivery } = details()
  if (!delivery) throw new Error('no address')
  const order = await anOrder([{ sku, copies }], {
    details: {
      email,
      mailLocale: who.locale ?? 'ja',
      delivery: sku.endsWith('PDF') ? null : { ...delivery, name: who.name ?? '山田 花子' },
    },
    now: now(),
  })
  await db.order.update({ where: { id: order.orderId }, data: { locale: who.locale ?? 'ja' } })
  const { charge } = await db.order.findUniqueOrThrow({
    where: { id: order.orderId },
    include: { charge: true },
  })
  if (isPaid) {
    const paid = await recordPayment(
      { charge: order.code, amountYen: charge.amountYen, method: 'bank', on: day, ref: `B-${buyers}` },
      { now: now() },
    )
    if (!paid.ok) throw new Error(paid.reason)
  }
  await passTime(1_000)
  return order
}

const params = () => ({ id: supplementId })
const look = async () => (await office.get(loader, '/desk/supplements/x/announce', params())).data
const agree = (agreed: string, labels: Record<string, string> = {}) =>
  office.post(
    action,
    '/desk/supplements/x/announce',
    { agreed, sheet: '12', firstLabel: '1', ...labels },
    params(),
  )

/** Agrees to what is shown now, and lets it be done. @returns the id of the work */
async function announce(): Promise<string> {
  const { preview } = await look()
  if (!preview.ok) throw new Error(preview.reason)
  const { mails, suppressed, letters } = preview.figures
  const sent = await agree(`${mails}+${suppressed}+${letters}`)
  expect(sent.status).toBe(303)
  await runWorks(workHandlers)
  return sent.location?.split('/').at(-1) ?? ''
}

async function told(): Promise<string[]> {
  const mails = await db.outboxMail.findMany({
    where: { template: 'supplement-published' },
    orderBy: { id: 'asc' },
  })
  return mails.map(({ toEmail, locale, state }) => `${toEmail} ${locale} ${state}`)
}

const workOf = async (id: string) => (await office.get(workLoader, `/desk/work/${id}`, { id })).data

describe('a supplement is announced', () => {
  test('to everyone who bought the edition, by mail or letter, and to nobody else', async () => {
    await buy('first@example.org', { locale: 'ja' })
    await buy('pdf@example.org', { sku: 'MANUAL-PDF', locale: 'ko' })
    await buy('FIRST@example.org', { locale: 'en' })
    await buy(null, { name: '見本 手紙' })
    await buy(null, { name: '見本 手紙', copies: 2 })
    await buy(null, { name: '金 샘플', locale: 'ko' })
    await aDeskOrder([{ sku: 'MANUAL', copies: 3 }])
    await buy('gone@example.org')
    await inTransaction((tx) => markAddress(tx, { email: 'gone@example.org', reason: 'bounced', now: now() }))
    // These have no part in it.
    await buy('other@example.org', { sku: 'OTHER' })
    await buy('unpaid@example.org', { isPaid: false })
    const cancelled = await buy('cancelled@example.org', { isPaid: false })
    await cancelOrder({ code: cancelled.code, by: 'shop' }, { now: now() })
    const back = await buy('refunded@example.org')
    const refunded = await refundOrder(
      {
        orderId: back.orderId,
        what: { kind: 'whole', restock: false },
        way: { kind: 'byHand', method: 'bank', on: day, ref: 'BACK' },
        reason: null,
      },
      { now: now() },
    )
    expect(refunded.ok).toBe(true)
    const erased = await buy('erased@example.org')
    await postOrder({ order: { code: erased.code }, actor: 'test' }, { now: now() })
    expect(await erasePerson('erased@example.org', { now: now() })).toMatchObject({ ok: true })

    const { preview } = await look()
    expect(preview).toEqual({
      ok: true,
      figures: {
        mails: 3,
        suppressed: 1,
        letters: 2,
        toldBefore: 0,
        mailsByLanguage: [
          { locale: 'ja', count: 1 },
          { locale: 'en', count: 1 },
          { locale: 'ko', count: 1 },
        ],
        lettersByLanguage: [
          { locale: 'ja', count: 1 },
          { locale: 'ko', count: 1 },
        ],
      },
    })
    const workId = await announce()
    expect((await told()).toSorted()).toEqual([
      'FIRST@example.org en pending',
      'gone@example.org ja suppressed',
      'pdf@example.org ko pending',
      'reader@example.org ja pending',
    ])
    const { work, announcement } = await workOf(workId)
    expect(work).toMatchObject({ state: 'done', done: 6, total: 6, hasFile: true })
    expect(announcement).toEqual({
      supplementId,
      outcome: { mails: 3, suppressed: 1, letters: 2, firstLabelPage: 3, missing: [] },
    })
    // Two letters and one sheet of labels.
    const { response } = await office.get(workFileLoader, '/x', { id: workId })
    const file = Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0))
    expect(file.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(3)

    expect(await drainOutbox({ now: now() })).toMatchObject({ failed: 0 })
    const sent = await db.sandboxObject.findMany({ where: { type: 'mail' } })
    const letter = sent
      .map(({ data }) => data as { to: string[]; subject: string; text: string })
      .find(({ to, text }) => to.includes('pdf@example.org') && text.includes('/supplements/'))
    expect(letter?.text).toContain('상담 창구 목록')
    expect(letter?.text).toContain('/ko/publications/manual#MANUAL')
    // A reader of English gets the words there are.
    const english = sent
      .map(({ data }) => data as { to: string[]; html: string })
      .find(({ to, html }) => to.includes('FIRST@example.org') && html.includes('/supplements/'))
    expect(english?.html).toContain('<span lang="ja">相談窓口一覧</span>')
    // The address stands in no key.
    const keys = await db.outboxMail.findMany({ where: { template: 'supplement-published' } })
    expect(JSON.stringify(keys.map(({ dedupeKey }) => dedupeKey))).not.toMatch(/example/)
  })

  test('again only to those who bought since, and its page says when and to how many', async () => {
    await buy('first@example.org')
    await buy(null, { name: '見本 手紙' })
    await announce()
    expect((await look()).preview).toMatchObject({
      ok: true,
      figures: { mails: 0, letters: 0, toldBefore: 2 },
    })
    const nobody = await agree('0+0+0')
    expect([nobody.status, nobody.data?.notice?.key]).toEqual([409, 'deskSupplements:announce.nobody'])
    await buy('First@Example.org')
    await buy(null, { name: '見本 手紙' })
    await buy('second@example.org')
    await buy(null, { name: '別の 読者' })
    await announce()
    expect(await told()).toEqual(['first@example.org ja pending', 'second@example.org ja pending'])
    const page = (await office.get(pageLoader, '/desk/supplements/x', params())).data
    expect(page.announcements).toMatchObject([
      { who: '見本 secretariat', state: 'done', outcome: { mails: 1, letters: 1 } },
      { who: '見本 secretariat', state: 'done', outcome: { mails: 1, letters: 1 } },
    ])
  })

  test('with the figures that were agreed to, or not at all', async () => {
    await buy('first@example.org')
    const shown = '1+0+0'
    await buy('second@example.org')
    const changed = await agree(shown)
    expect([changed.status, changed.data?.notice?.key]).toEqual([409, 'deskSupplements:announce.changed'])
    expect(await db.work.count()).toBe(0)
    const wrongLabels: Record<string, string>[] = [{ sheet: 'x' }, { firstLabel: '13' }, { firstLabel: 'x' }]
    for (const labels of wrongLabels) {
      const wrong = await agree('2+0+0', labels)
      expect([wrong.status, Object.keys(wrong.data?.problems ?? {})]).toEqual([422, ['firstLabel']])
    }
    const started = await agree('2+0+0')
    expect(started.status).toBe(303)
    // A colleague who had the same page open.
    const second = await agree('2+0+0')
    expect([second.status, second.data?.notice?.key]).toEqual([409, 'deskSupplements:announce.underWay'])
    expect((await look()).preview).toEqual({ ok: false, reason: 'under-way' })
    expect(await db.supplementAnnouncement.count()).toBe(1)
  })

  test('only while readers see it: one that is prepared, scheduled or withdrawn meanwhile is not', async () => {
    await buy('first@example.org')
    const setDay = (publishedOn: string | null) =>
      db.supplement.update({
        where: { id: supplementId },
        data: { publishedOn: publishedOn === null ? null : dayToDb(tokyoDay(publishedOn)) },
      })
    for (const publishedOn of [null, '2026-11-25']) {
      await setDay(publishedOn)
      expect((await look()).preview).toEqual({ ok: false, reason: 'not-published' })
      expect((await agree('1+0+0')).data?.notice?.key).toBe('deskSupplements:announce.notPublished')
    }
    await setDay('2026-11-24')
    const started = await agree('1+0+0')
    await setDay(null)
    await runWorks(workHandlers)
    const id = started.location?.split('/').at(-1) ?? ''
    expect((await workOf(id)).work).toMatchObject({ state: 'failed', problem: 'nothing-left' })
    expect(await told()).toEqual([])
    expect((await office.get(loader, '/x', { id: newId() })).status).toBe(404)
    expect((await office.post(action, '/x', { sheet: '12', firstLabel: '1' }, { id: newId() })).status).toBe(
      404,
    )
  })

  test('once to each, though the worker dies half-way and another begins anew', async () => {
    for (let count = 1; count <= 25; count += 1) await buy(`reader${count}@example.org`)
    await buy(null)
    const started = await agree('25+0+1')
    let attempts = 0
    const dying: typeof announceToBuyers = async (work, report) => {
      attempts += 1
      if (attempts > 1) return await announceToBuyers(work, report)
      return await announceToBuyers(work, (done) => {
        throw new Error(`the worker dies at ${done}`)
      })
    }
    await runWorks({ ...workHandlers, announcement: dying })
    expect(await told()).toHaveLength(20)
    await passTime(61_000)
    await runWorks({ ...workHandlers, announcement: dying })
    expect(await told()).toHaveLength(25)
    const { work, announcement } = await workOf(started.location?.split('/').at(-1) ?? '')
    expect([work.state, announcement?.outcome]).toMatchObject(['done', { mails: 25, letters: 1 }])
  })
})
