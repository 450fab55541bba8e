import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { sendOrderLinks } from '#app/features/checkout/send-order-links.server.ts'
import { loadOrderableQuote } from '#app/features/desk/papers/load-orderable-quote.server.ts'
import { resendMails } from '#app/features/desk/resend-mails.server.ts'
import { eraseDocuments } from '#app/features/documents/erase-documents.server.ts'
import { issueCreditNote } from '#app/features/documents/issue-credit-note.server.ts'
import { issueQuote } from '#app/features/documents/issue-quote.server.ts'
import { issueReceipt } from '#app/features/documents/issue-receipt.server.ts'
import { loadOrderPapers } from '#app/features/documents/load-order-papers.server.ts'
import { voidDocument } from '#app/features/documents/void-document.server.ts'
import { listMails } from '#app/features/messages/list-mails.server.ts'
import { sendAgain } from '#app/features/messages/send-again.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import * as documentPage from '#app/routes/desk/document.tsx'
import { loader as documentFile } from '#app/routes/desk/document-file.ts'
import { loader as documentList } from '#app/routes/desk/documents.tsx'
import { loader as paperLoader } from '#app/routes/order-paper.ts'
import { forgetOld } from '#app/features/desk/forget-old.server.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { now, setClock } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { loader as exportLoader } from '#app/routes/desk/privacy-export.ts'
import { action, loader } from '#app/routes/desk/privacy.tsx'
import { loader as orderLoader } from '#app/routes/shop/order.tsx'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let admin: Visitor & { staffId: string }
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', priceYen: 500 })
  admin = await aDeskVisitor('administrator')
})

const WHO = 'reader@example.org'
/** Each of these stands in the rows of an order of tests/support/factories.ts. */
const PERSONAL = [WHO, 'Reader@example.org', '山田', 'ヤマダ', '代々木', 'secret of hers']

/** An order that is paid and posted, with a note and a change that the audit log has seen. */
async function doneOrder() {
  const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
  const on = tokyoDay('2026-11-24')
  const paid = await recordPayment(
    { charge: order.code, amountYen: 800, method: 'bank', on, ref: order.code },
    { now: NOON },
  )
  if (!paid.ok) throw new Error(paid.reason)
  const posted = await postOrder(
    { order: { code: order.code }, actor: 'test', trackingNumber: '123456789012' },
    { now: NOON },
  )
  if (!posted.ok) throw new Error(posted.reason)
  const { id } = await db.order.findUniqueOrThrow({ where: { code: order.code } })
  const asked = { name: '山田 花子', email: 'Reader@example.org', message: 'secret of hers' }
  await db.inquiry.create({
    data: { ...asked, id: newId(), topic: 'order', locale: 'ja', channel: 'web', receivedAt: NOON },
  })
  await runAs({ kind: 'staff', staffId: admin.staffId }, () =>
    inTransaction(async (tx) => {
      await tx.order.update({ where: { id }, data: { note: 'secret of hers' } })
      await tx.orderNote.create({
        data: { id: newId(), orderId: id, staffId: admin.staffId, text: 'secret of hers', at: NOON },
      })
    }),
  )
  return { ...order, id }
}

const reader = { actor: 'reader', locale: 'ja' } as const

/** A quote made out to her shop; the order's own when it is given. */
async function aQuoteOf(orderId: string | null): Promise<string> {
  const quote = {
    locale: 'ja',
    recipient: '山田書店',
    address: ['東京都渋谷区代々木1-2-3'],
    lines: [{ description: 'M-Net', sku: 'MNET-100', quantity: 1, unitYen: 500 }],
    validUntil: tokyoDay('2026-12-31'),
  } as const
  const issued = await issueQuote(
    { ...quote, lines: [...quote.lines], address: [...quote.address] },
    { actor: 'staff', now: NOON },
  )
  if (!issued.ok) throw new Error(issued.reason)
  if (orderId) await db.order.update({ where: { id: orderId }, data: { quoteId: issued.documentId } })
  return issued.documentId
}

/** Papers of every kind that name her, one of them void for a reason that does. */
async function herPapers(order: { id: string; code: string }): Promise<{ receipt: string; quote: string }> {
  const receiptFor = async (name: string) => {
    const issued = await issueReceipt({ order: { code: order.code }, name, ...reader }, { now: NOON })
    if (!issued.ok) throw new Error(issued.reason)
    return issued.documentId
  }
  const wrong = await receiptFor('山田花')
  await voidDocument({ documentId: wrong, reason: '宛名は山田花子様' }, { now: NOON })
  const receipt = await receiptFor('山田 花子')
  const what = { kind: 'whole', restock: false } as const
  const way = { kind: 'byHand', method: 'bank', on: tokyoDay('2026-11-24'), ref: 'back' } as const
  await refundOrder({ orderId: order.id, what, way, reason: null }, { now: NOON })
  const { id: refundId } = await db.refund.findFirstOrThrow()
  const credit = await issueCreditNote({ refundId, ...reader }, { now: NOON })
  if (!credit.ok) throw new Error(credit.reason)
  return { receipt, quote: await aQuoteOf(order.id) }
}

function yearsLater(years: number, days = 0): Date {
  return new Date(NOON.getTime() + (years * 366 + days) * 86_400_000)
}

/** All rows of all tables that hold readers' data, as text. */
async function everything(...more: string[]): Promise<string> {
  const tables = [
    ...more,
    'orders',
    'order_notes',
    'outbox_mails',
    'parcel_reports',
    'audit_entries',
    'order_events',
    'tasks',
    'checkout_attempts',
    'inquiries',
    'availability_requests',
  ]
  const found = await Promise.all(
    tables.map((table) => db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${table} t`)),
  )
  return found
    .flat()
    .map(({ row }) => row)
    .join('\n')
}

async function documentRows(): Promise<string[]> {
  const rows = await db.$queryRaw<{ row: string }[]>`SELECT d::text AS row FROM documents d ORDER BY d.id`
  return rows.map(({ row }) => row)
}

const erase = (fields: Record<string, string>) => admin.post(action, '/desk/privacy', { who: WHO, ...fields })

describe('what is held about somebody', () => {
  test('is found by her address in any case, and by the code of an order', async () => {
    const order = await doneOrder()
    for (const who of ['READER@example.org', order.code.toLowerCase()]) {
      const { data } = await admin.get(loader, `/desk/privacy?who=${who}`)
      expect(data.person).toMatchObject({ email: WHO, orders: [{ code: order.code, obstacles: [] }] })
    }
    expect((await admin.get(loader, '/desk/privacy?who=nobody@example.org')).data.person).toBeNull()
  })

  test('is handed out whole, as a file without links that open anything', async () => {
    const order = await doneOrder()
    const { response } = await admin.get(exportLoader, `/desk/privacy.json?who=${WHO}`)
    expect(response?.headers.get('Content-Disposition')).toContain('attachment')
    const text = (await response?.text()) ?? ''
    for (const piece of [...PERSONAL, '123456789012', 'order-paid']) expect(text).toContain(piece)
    expect(text).not.toContain(order.token)
    const held = JSON.parse(text) as { mails: { template: string; payload: object }[] }
    expect(held.mails.find(({ template }) => template === 'order-paid')?.payload).toMatchObject({
      contactName: '山田 花子',
      orderUrl: expect.stringMatching(/\/ja\/orders\/…$/),
    })
    expect((await admin.get(exportLoader, '/desk/privacy.json?who=x@example.org')).status).toBe(404)
  })

  test('has the quote that she ordered from, and no mail that lets staff in', async () => {
    const { id } = await doneOrder()
    await aQuoteOf(id)
    const staffLink = { template: 'staff-link', toEmail: WHO, payload: { sealed: 'box of hers' } }
    await db.outboxMail.create({
      data: {
        ...staffLink,
        id: newId(),
        dedupeKey: 'staff-link:1',
        locale: 'ja',
        createdAt: NOON,
        nextAttemptAt: NOON,
      },
    })
    const { response } = await admin.get(exportLoader, `/desk/privacy.json?who=${WHO}`)
    const text = (await response?.text()) ?? ''
    expect(text).toContain('山田書店')
    expect(text).not.toContain('box of hers')
    expect(text).not.toContain('staff-link')
  })
})

describe('erasing', () => {
  test('leaves nothing of her anywhere but the amounts, the copies and the tracking number', async () => {
    const order = await doneOrder()
    const before = await everything()
    for (const piece of PERSONAL) expect(before, piece).toContain(piece)
    const money = () => db.$queryRaw`SELECT account, sum(amount_yen)::int FROM postings GROUP BY 1 ORDER BY 1`
    const sums = await money()

    expect((await erase({ sure: 'on' })).location).toBe('/desk/privacy?erased')

    const after = await everything()
    for (const piece of PERSONAL) expect(after, piece).not.toContain(piece)
    expect(await money()).toEqual(sums)
    expect(await db.shipment.findFirstOrThrow()).toMatchObject({ trackingNumber: '123456789012' })
    const row = await db.order.findUniqueOrThrow({ where: { id: order.id } })
    expect([row.contactName, row.erasedAt]).toEqual(['', expect.any(Date)])
    const audit = await db.auditEntry.findMany({ where: { rowId: order.id, staffId: admin.staffId } })
    expect(audit.length).toBeGreaterThan(1)
  })

  test('closes the page of the order: the link that she has works no more', async () => {
    const order = await doneOrder()
    const open = () =>
      aVisitor().get(orderLoader, `/ja/orders/${order.token}`, { locale: 'ja', token: order.token })
    expect((await open()).status).toBe(200)
    await erase({ sure: 'on' })
    expect((await open()).status).toBe(404)
  })

  test('asks whether one is sure', async () => {
    await doneOrder()
    expect((await erase({})).data).toEqual({ reason: 'sure' })
    expect(await db.order.count({ where: { erasedAt: null } })).toBe(1)
  })

  test('waits for all that is open, and then takes all of her orders or none', async () => {
    await doneOrder()
    const open = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const { data } = await admin.get(loader, `/desk/privacy?who=${WHO}`)
    expect(data.person?.orders.map((order) => order.obstacles)).toContainEqual(['unpaid', 'unposted'])
    expect((await erase({ sure: 'on' })).data).toEqual({ reason: 'needed' })
    expect(await db.order.count({ where: { erasedAt: { not: null } } })).toBe(0)
    await cancelOrder({ code: open.code, by: 'shop' }, { now: NOON })
    expect((await erase({ sure: 'on' })).status).toBe(303)
    expect(await db.order.count({ where: { erasedAt: null } })).toBe(0)
  })

  test('of somebody who is not known is said to be so', async () => {
    expect((await erase({ who: 'x@example.org', sure: 'on' })).data).toEqual({ reason: 'unknown' })
  })
})

describe('what stands on papers', () => {
  test('stays when she is erased, and goes when the years of the law are over', async () => {
    const order = await doneOrder()
    await herPapers(order)
    await sendOrderLinks(WHO, { locale: 'ja', now: NOON })
    const before = await documentRows()
    expect(before).toHaveLength(4)
    for (const row of before) expect(row).toContain('山田')

    await erase({ sure: 'on' })
    expect(await documentRows()).toEqual(before)
    await forgetOld({ now: yearsLater(6) })
    expect(await documentRows()).toEqual(before)

    await forgetOld({ now: yearsLater(8) })
    const after = await everything('documents')
    for (const piece of PERSONAL) expect(after, piece).not.toContain(piece)
    const kept = await db.document.findMany({ where: { kind: 'receipt' }, orderBy: { number: 'asc' } })
    expect(kept.map(({ number, totalYen, voidReason }) => [number, totalYen, voidReason])).toEqual([
      [1, 800, ''],
      [2, 800, null],
    ])
  })

  test('goes with nobody asking, and later where orders are kept longer', async () => {
    await herPapers(await doneOrder())
    await db.setting.create({
      data: { id: newId(), key: 'retention', value: { orderYears: 10 }, recordedAt: NOON },
    })
    await forgetOld({ now: yearsLater(8) })
    expect((await documentRows()).every((row) => row.includes('山田'))).toBe(true)
    await forgetOld({ now: yearsLater(10) })
    expect((await documentRows()).some((row) => row.includes('山田'))).toBe(false)
  })

  test('goes at once when she is erased after that time', async () => {
    const order = await doneOrder()
    await herPapers(order)
    setClock(yearsLater(8))
    admin = await aDeskVisitor('administrator')
    await erase({ sure: 'on' })
    expect((await documentRows()).some((row) => row.includes('山田'))).toBe(false)
  })

  test('of a quote that nobody ordered from goes a year after its last day', async () => {
    const id = await aQuoteOf(null)
    const payload = async () => (await db.document.findUniqueOrThrow({ where: { id } })).payload
    await forgetOld({ now: new Date('2027-12-31T03:00:00Z') })
    expect(await payload()).toMatchObject({ recipient: { name: '山田書店' } })
    await forgetOld({ now: new Date('2028-01-01T03:00:00Z') })
    expect(await payload()).toEqual({})
  })

  test('is said to be erased wherever the paper is looked at, and it is not issued again', async () => {
    const order = await doneOrder()
    const { receipt, quote } = await herPapers(order)
    const unused = await aQuoteOf(null)
    const path = `/orders/${order.token}/documents`
    const open = (file: string) =>
      aVisitor().get(paperLoader, `${path}/${file}`, { token: order.token, file })
    expect((await open('R2026-00002.pdf')).status).toBe(200)
    await inTransaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('shop.erasing', 'on', true)`
      await eraseDocuments(tx, Prisma.sql`true`)
    })

    const gone = (locale: Locale) => [410, textsFor(locale)('documents:erased')]
    const file = await open('R2026-00002.pdf')
    expect([file.status, await file.response?.text()]).toEqual(gone('ja'))
    const papers = await loadOrderPapers(order.token)
    expect(papers).toMatchObject({
      receipt: { canIssue: false, files: [] },
      erased: ['R2026-00002', 'C2026-00001'],
    })
    expect(papers?.creditNotes).toMatchObject([{ canIssue: false, files: [] }])

    for (const id of [receipt, quote]) {
      const page = await admin.get(documentPage.loader, `/desk/documents/${id}`, { id })
      expect(page.data.paper).toMatchObject({ payload: null })
      const pdf = await admin.get(documentFile, `/desk/documents/${id}/file`, { id })
      expect([pdf.status, await pdf.response?.text()]).toEqual(gone('en'))
      const again = await admin.post(
        documentPage.action,
        `/desk/documents/${id}`,
        { intent: 'reissue' },
        { id },
      )
      expect([again.status, again.data]).toEqual([409, { reason: '', problem: 'documents:erased' }])
    }
    const list = await admin.get(documentList, '/desk/documents')
    expect(list.data.papers.map(({ recipient }) => recipient)).toEqual([null, null, null, null, null])
    const { id: refundId } = await db.refund.findFirstOrThrow()
    expect(await issueCreditNote({ refundId, ...reader }, { now: NOON })).toEqual({
      ok: false,
      reason: 'erased',
    })
    expect(await loadOrderableQuote(unused, { now: NOON })).toEqual({ ok: false, reason: 'expired' })
    expect(await db.documentIssue.count({ where: { number: 2 } })).toBe(0)
  })
})

test('a mail that belongs to no order loses its address with its words; a failed one is not sent again then', async () => {
  await doneOrder()
  await sendOrderLinks(WHO, { locale: 'ja', now: NOON })
  await db.outboxMail.updateMany({ data: { state: 'failed', firstAttemptAt: NOON } })
  await db.mailAddress.createMany({
    data: ['nobody@example.org', WHO].map((email) => ({ email, reason: 'bounced', markedAt: NOON })),
  })
  await forgetOld({ now: new Date(NOON.getTime() + 366 * 86_400_000) })
  const link = await db.outboxMail.findFirstOrThrow({ where: { template: 'order-link' } })
  expect([link.toEmail, link.payload]).toEqual(['', {}])
  expect(await db.outboxMail.count({ where: { orderId: { not: null }, toEmail: '' } })).toBe(0)
  // Her order is held still, so her address is, and that it bounced.
  expect(await db.mailAddress.findMany({ select: { email: true } })).toEqual([{ email: WHO }])
  const { mails } = await listMails({ state: 'failed', locale: 'ja', page: 1, perPage: 50 })
  expect(mails.length).toBeGreaterThan(1)
  expect(mails.filter(({ canSendAgain }) => canSendAgain)).toEqual([])
  expect(mails.find(({ id }) => id === link.id)?.toEmail).toBeNull()
  expect(await resendMails('all', { now: NOON })).toEqual({ ok: false, reason: 'nothing-failed' })
  expect(await sendAgain(link.id, { failedBefore: yearsLater(2), now: NOON })).toBe(false)
})

test('what has served its purpose is forgotten each night; what is younger stays', async () => {
  await doneOrder()
  const count = async () => ({
    mails: (
      await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM outbox_mails WHERE payload <> '{}'`
    )[0]?.n,
    sessions: await db.session.count(),
    audit: await db.auditEntry.count(),
  })
  await db.outboxMail.updateMany({ data: { state: 'sent' } })
  const before = await count()
  expect(before.mails).toBeGreaterThan(0)
  expect(await forgetOld({ now: now() })).toBe(0)
  const after = (days: number): Date => new Date(now().getTime() + days * 86_400_000)
  await forgetOld({ now: after(100) })
  expect(await count()).toEqual({ ...before, sessions: 0 })
  await forgetOld({ now: after(370) })
  expect(await count()).toMatchObject({ mails: 0, audit: before.audit })
  expect(await db.inquiry.count({ where: { message: 'secret of hers' } })).toBe(1)
  await forgetOld({ now: after(2 * 365 + 30) })
  expect(await db.inquiry.findFirstOrThrow()).toMatchObject({ name: '', email: null, message: '' })
  await forgetOld({ now: after(3 * 365 + 2) })
  expect(await count()).toEqual({ mails: 0, sessions: 0, audit: 0 })
  expect(await db.order.count({ where: { erasedAt: null } })).toBe(1)
  await forgetOld({ now: after(7 * 366) })
  expect(await db.order.findFirstOrThrow()).toMatchObject({ contactName: '', email: null })
})
