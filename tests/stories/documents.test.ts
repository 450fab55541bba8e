import { beforeEach, describe, expect, it } from 'vitest'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { sumYen } from '#app/domain/money.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { reissuePaper } from '#app/features/desk/papers/issue-paper.server.ts'
import { loadIssuable } from '#app/features/desk/papers/load-issuable.server.ts'
import { documentPdf } from '#app/features/documents/document-pdf.server.ts'
import { createDocument } from '#app/features/documents/issue-document.server.ts'
import { issueCreditNote } from '#app/features/documents/issue-credit-note.server.ts'
import { issueInvoice } from '#app/features/documents/issue-invoice.server.ts'
import { issueQuote } from '#app/features/documents/issue-quote.server.ts'
import { issueReceipt } from '#app/features/documents/issue-receipt.server.ts'
import { loadOrderPapers } from '#app/features/documents/load-order-papers.server.ts'
import { listDocuments, loadDocument } from '#app/features/documents/load-documents.server.ts'
import { loadDocumentSettings } from '#app/features/documents/load-document-settings.server.ts'
import { DocumentPayload, type PayloadOf } from '#app/features/documents/payload.ts'
import { voidDocument } from '#app/features/documents/void-document.server.ts'
import { bookRefund } from '#app/features/settlement/book-refund.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { resolveProvisionalRefund } from '#app/features/settlement/resolve-refund.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { now, setClock } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { dashboardRefund, payCard } from '#app/sandbox/stripe/actions.server.ts'
import { aDeskOrder, anEdition, anOrder, anOrganisation, BILLED } from '#tests/support/factories.ts'
import { stripeSdk, useSandbox } from '#tests/support/sandbox-kit.ts'
import { deliver, openPage } from '#tests/support/stripe-kit.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ priceYen: 500 })
})

type Order = Awaited<ReturnType<typeof anOrder>>
const reader = { actor: 'reader', locale: 'ja' } as const

/** Two copies at 500 yen and postage of 300, to be paid by transfer. */
function anUnpaidOrder(receiptName: string | null = null): Promise<Order> {
  return anOrder([{ sku: 'MNET-100', copies: 2 }], { details: { method: 'bank', receiptName }, now: now() })
}

async function aPaidOrder(receiptName: string | null = null): Promise<Order> {
  const order = await anUnpaidOrder(receiptName)
  await pay(order)
  return order
}

async function pay(order: Order, on = '2026-11-20'): Promise<void> {
  const payment = {
    charge: order.code,
    amountYen: 1_300,
    method: 'bank',
    on: tokyoDay(on),
    ref: order.code,
  } as const
  const paid = await recordPayment(payment, { now: now() })
  if (!paid.ok) throw new Error(paid.reason)
}

async function receiptOf(order: Order, name?: string) {
  const issued = await issueReceipt({ order: { code: order.code }, name, ...reader }, { now: now() })
  if (!issued.ok) throw new Error(issued.reason)
  return issued
}

async function saidBy(documentId: string): Promise<DocumentPayload> {
  const document = await loadDocument(documentId)
  if (!document?.payload) throw new Error('no payload')
  return document.payload
}

const NUMBER = 'T1180301018771'

/** Without a day as a shop has it that saved its number before the day was asked. */
async function register(registeredOn?: string): Promise<void> {
  const row = await db.setting.findFirstOrThrow({ where: { key: 'organisation' } })
  const { registeredOn: _, ...before } = row.value as { registeredOn: null }
  const value = { ...before, registrationNumber: NUMBER, ...(registeredOn ? { registeredOn } : {}) }
  await db.setting.create({
    data: { id: newId(), key: 'organisation', value, recordedAt: new Date('2026-11-24T04:00:00Z') },
  })
}

async function postOn(order: Order, day: string, copies = 2): Promise<void> {
  setClock(new Date(`${day}T03:00:00Z`))
  const lines = [{ sku: 'MNET-100', copies }]
  const posted = await postOrder({ order: { code: order.code }, lines, actor: 'operator' }, { now: now() })
  if (!posted.ok) throw new Error(posted.reason)
}

describe('a receipt', () => {
  it('is for money that has come', async () => {
    const order = await anUnpaidOrder()
    const refused = await issueReceipt({ order: { code: order.code }, ...reader }, { now: now() })
    expect(refused).toEqual({ ok: false, reason: 'not-paid' })
    expect(await issueReceipt({ order: { code: '0000-0000' }, ...reader }, { now: now() })).toEqual({
      ok: false,
      reason: 'not-found',
    })
    expect(await db.documentCounter.count()).toBe(0)
  })

  it('states the amount, the day the transfer arrived, the method and the name; no tax while the issuer is not registered', async () => {
    const order = await aPaidOrder('見本大学図書館')
    const { documentId, code, issueNumber } = await receiptOf(order)
    expect({ code, issueNumber }).toEqual({ code: 'R2026-00001', issueNumber: 1 })
    expect(await saidBy(documentId)).toMatchObject({
      kind: 'receipt',
      recipient: { name: '見本大学図書館', honorific: '御中' },
      issuer: { name: '移住者と連帯する全国ネットワーク', registrationNumber: null },
      orderCode: order.code,
      totalYen: 1_300,
      taxBlocks: [],
      datedOn: '2026-11-20',
      payments: [{ method: 'bank', receivedOn: '2026-11-20', amountYen: 1_300 }],
      refunds: [],
      stampBox: false,
    })
  })

  it('of a registered issuer is a qualified invoice, whose blocks add up to the total', async () => {
    await register()
    const said = await saidBy((await receiptOf(await aPaidOrder())).documentId)
    expect(said.issuer.registrationNumber).toBe(NUMBER)
    expect(said.taxBlocks).toEqual([{ taxRate: 10, grossYen: 1_300, netYen: 1_182, taxYen: 118 }])
    expect(sumYen(said.taxBlocks.map(({ grossYen }) => grossYen))).toBe(said.totalYen)
  })

  it.each([
    ['left the day before the registration, though paid and issued after it', '2026-11-30', false],
    ['left on that very day', '2026-12-01', true],
    ['are still to leave', null, true],
  ])('of goods that %s: qualified or not', async (_when, postedOn, isQualified) => {
    await register('2026-12-01')
    const order = await aPaidOrder()
    if (postedOn) await postOn(order, postedOn)
    setClock(new Date('2026-12-02T03:00:00Z'))
    const said = await saidBy((await receiptOf(order)).documentId)
    expect([said.issuer.registrationNumber, said.taxBlocks.length]).toEqual(
      isQualified ? [NUMBER, 1] : [null, 0],
    )
  })

  it('of two parcels, one of which left before the registration, states no number', async () => {
    await register('2026-12-01')
    const order = await aPaidOrder()
    await postOn(order, '2026-11-30', 1)
    await postOn(order, '2026-12-02', 1)
    const said = await saidBy((await receiptOf(order)).documentId)
    expect(said).toMatchObject({
      suppliedOn: ['2026-11-30', '2026-12-02'],
      issuer: { registrationNumber: null },
      taxBlocks: [],
    })
  })

  it.each([
    ['2026-11-24', NUMBER],
    ['2026-11-25', null],
  ])('in the mail of the payment: registered on %s, ordered on the 24th', async (registeredOn, number) => {
    await register(registeredOn)
    await aPaidOrder()
    const { payload } = await db.outboxMail.findFirstOrThrow({ where: { template: 'order-paid' } })
    expect(payload).toMatchObject({ organisation: { registrationNumber: number } })
  })

  it('is made out to the name that was typed; a bad one is refused with its message', async () => {
    const order = await aPaidOrder()
    const bad = await issueReceipt(
      { order: { code: order.code }, name: 'あ'.repeat(101), ...reader },
      { now: now() },
    )
    expect(bad).toEqual({ ok: false, reason: 'name', message: 'errors:tooLong' })
    const { documentId } = await receiptOf(order, ' 見本 太郎 ')
    expect((await saidBy(documentId)).recipient).toEqual({ name: '見本 太郎', honorific: '様', address: [] })
  })

  it('asked for again is the same one, issued again; another name needs the first one void', async () => {
    const order = await aPaidOrder()
    const first = await receiptOf(order)
    setClock(new Date('2026-11-28T03:00:00Z'))
    const again = await receiptOf(order)
    expect(again).toEqual({ ...first, issueNumber: 2 })
    const other = await issueReceipt(
      { order: { code: order.code }, name: '別の人', ...reader },
      { now: now() },
    )
    expect(other).toEqual({ ok: false, reason: 'name-fixed', name: '山田 花子', code: first.code })

    const voided = await voidDocument({ documentId: first.documentId, reason: '宛名の誤り' }, { now: now() })
    expect(voided).toEqual({ ok: true, code: 'R2026-00001' })
    expect((await receiptOf(order, '別の人')).code).toBe('R2026-00002')
    expect((await listDocuments(order.orderId)).map(({ code, voidReason }) => [code, voidReason])).toEqual([
      ['R2026-00001', '宛名の誤り'],
      ['R2026-00002', null],
    ])
    expect(await voidDocument({ documentId: first.documentId, reason: 'x' }, { now: now() })).toEqual({
      ok: false,
      reason: 'already-void',
    })
  })

  it('of a card is dated when the goods had left', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], { details: { method: 'card' }, now: now() })
    await payCard(await openPage(order.chargeId))
    await deliver()
    setClock(new Date('2026-11-26T03:00:00Z'))
    const posted = await postOrder({ order: { code: order.code }, actor: 'operator' }, { now: now() })
    expect(posted.ok).toBe(true)
    expect(await saidBy((await receiptOf(order)).documentId)).toMatchObject({
      datedOn: '2026-11-26',
      suppliedOn: ['2026-11-26'],
      payments: [{ method: 'card', receivedOn: '2026-11-24' }],
    })
  })

  it('names the member of staff who issued it, in the audit log too', async () => {
    const staffId = newId()
    await db.staff.create({
      data: { id: staffId, email: 'desk@example.org', name: '事務局', role: 'secretariat', createdAt: now() },
    })
    const order = await aPaidOrder()
    const { documentId } = await runAs({ kind: 'staff', staffId }, () => receiptOf(order))
    expect((await loadDocument(documentId))?.issues).toMatchObject([{ number: 1, staffName: '事務局' }])
    expect(await db.auditEntry.count({ where: { staffId } })).toBeGreaterThan(0)
  })
})

describe('numbers', () => {
  it('run without gaps under thirty issues at once, some rolled back', async () => {
    const quote = (order: number) =>
      inTransaction(async (tx) => {
        const issued = await createDocument(tx, {
          subjectKey: `quote:${order}`,
          locale: 'ja',
          payload: aQuotePayload,
          actor: 'staff',
          now: now(),
        })
        if (order % 3 === 0) throw new Error('rolled back')
        return issued.code
      })
    const results = await Promise.allSettled(Array.from({ length: 30 }, (_, order) => quote(order)))
    const codes = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])).sort()
    expect(codes).toEqual(
      Array.from({ length: 20 }, (_, index) => `Q2026-${String(index + 1).padStart(5, '0')}`),
    )
  })

  it('one order asked for its receipt ten times at once has one, issued ten times', async () => {
    const order = await aPaidOrder()
    const issued = await Promise.all(Array.from({ length: 10 }, () => receiptOf(order)))
    expect(new Set(issued.map(({ code }) => code))).toEqual(new Set(['R2026-00001']))
    expect(issued.map(({ issueNumber }) => issueNumber).sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
  })

  it('begin anew with the year in Tokyo', async () => {
    const order = await aPaidOrder()
    setClock(new Date('2026-12-31T15:00:00Z'))
    expect((await receiptOf(order)).code).toBe('R2027-00001')
  })
})

describe('a quote', () => {
  const input = {
    locale: 'ja',
    recipient: '見本書店',
    lines: [{ description: 'M-Net 第100号', sku: 'MNET-100', quantity: 10, unitYen: 400 }],
    shippingYen: 600,
    validUntil: tokyoDay('2026-12-31'),
  } as const

  it('adds up lines and postage, for an order that is not there yet', async () => {
    const issued = await issueQuote({ ...input, lines: [...input.lines] }, { actor: 'staff', now: now() })
    if (!issued.ok) throw new Error(issued.reason)
    expect(issued.code).toBe('Q2026-00001')
    expect(await saidBy(issued.documentId)).toMatchObject({
      kind: 'quote',
      totalYen: 4_600,
      lines: [
        { sku: 'MNET-100', amountYen: 4_000, taxRate: 10 },
        { description: '送料', amountYen: 600 },
      ],
    })
  })

  it('refuses a day that is over and lines that make no sense', async () => {
    const past = { ...input, lines: [...input.lines], validUntil: tokyoDay('2026-11-23') }
    expect(await issueQuote(past, { actor: 'staff', now: now() })).toEqual({
      ok: false,
      reason: 'valid-until-past',
    })
    const bad = await issueQuote({ ...input, lines: [] }, { actor: 'staff', now: now() })
    expect(bad).toMatchObject({ ok: false, reason: 'invalid' })
  })
})

describe('a bill', () => {
  it('is for billed orders only, and tells where to pay by when', async () => {
    const order = await anUnpaidOrder()
    const ask = () => issueInvoice({ order: { code: order.code }, ...reader }, { now: now() })
    expect(await ask()).toEqual({ ok: false, reason: 'not-billed' })
    const { chargeId } = await db.order.findUniqueOrThrow({ where: { code: order.code } })
    const due = dayToDb(tokyoDay('2026-12-31'))
    await db.charge.update({
      where: { id: chargeId },
      data: { terms: 'billed', dueOn: due, expiresAt: null },
    })
    const issued = await ask()
    if (!issued.ok) throw new Error(issued.reason)
    expect(issued.code).toBe('B2026-00001')
    const said = await saidBy(issued.documentId)
    expect(said).toMatchObject({
      kind: 'invoice',
      dueOn: '2026-12-31',
      totalYen: 1_300,
      recipient: { name: '山田 花子', honorific: '様', address: ['〒151-0053', '東京都渋谷区代々木1-2-3'] },
      accounts: { bank: { bankName: '見本銀行' } },
    })
    expect(said.kind === 'invoice' && said.reference).toMatch(/^\d{4}-\d{4}$/)
  })

  it.each([
    ['2026-11-30', null],
    ['2026-12-01', NUMBER],
  ])('of goods that left on %s, from an issuer registered in December', async (postedOn, number) => {
    await register('2026-12-01')
    const order = await aDeskOrder([{ sku: 'MNET-100', copies: 2 }])
    await postOn(order, postedOn)
    setClock(new Date('2026-12-02T03:00:00Z'))
    const issued = await issueInvoice({ order: { code: order.code }, ...reader }, { now: now() })
    if (!issued.ok) throw new Error(issued.reason)
    expect((await saidBy(issued.documentId)).issuer.registrationNumber).toBe(number)
  })
})

describe('a credit note', () => {
  async function aCardOrder(): Promise<Order> {
    const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], { details: { method: 'card' }, now: now() })
    await payCard(await openPage(order.chargeId))
    await deliver()
    return order
  }

  /** Half of the goods goes back through Stripe's dashboard, so nobody has said yet which lines that was for. */
  async function aProvisionalRefund(order: Order, amountYen = 500): Promise<string> {
    const { stripeIntentId } = await db.payment.findFirstOrThrow({ where: { chargeId: order.chargeId } })
    await dashboardRefund(stripeIntentId ?? '', amountYen)
    await deliver()
    return (await db.refund.findFirstOrThrow({ where: { provisional: true } })).id
  }

  async function sayWhatFor(order: Order, refundId: string, copies: object = { unposted: 1 }): Promise<void> {
    const { id: chargeLineId } = await db.chargeLine.findFirstOrThrow({
      where: { chargeId: order.chargeId, kind: 'edition' },
    })
    const resolved = await resolveProvisionalRefund(
      { refundId, lines: [{ chargeLineId, ...copies }] },
      { now: now() },
    )
    if (!resolved.ok) throw new Error(resolved.reason)
  }

  async function aRefundedOrder(): Promise<{ order: Order; refundId: string; receipt: string }> {
    const order = await aCardOrder()
    const receipt = (await receiptOf(order)).code
    const refundId = await aProvisionalRefund(order)
    await sayWhatFor(order, refundId)
    return { order, refundId, receipt }
  }

  const ask = (refundId: string) => issueCreditNote({ refundId, ...reader }, { now: now() })

  async function creditNoteOf(refundId: string) {
    const issued = await ask(refundId)
    if (!issued.ok) throw new Error(issued.reason)
    return issued
  }

  /** What Stripe tells days later, when the bank has sent the money back. */
  async function failAtStripe(refundId: string): Promise<boolean> {
    const { stripeRefundId } = await db.refund.findUniqueOrThrow({ where: { id: refundId } })
    const refund = await stripeSdk().refunds.retrieve(stripeRefundId ?? '')
    return await bookRefund({ ...refund, status: 'failed' }, { now: now() })
  }

  it('takes back what was refunded and names the receipt; the receipt issued again is as it was', async () => {
    await register()
    const { order, refundId, receipt } = await aRefundedOrder()
    const said = await saidBy((await creditNoteOf(refundId)).documentId)
    expect(said).toMatchObject({
      kind: 'credit_note',
      totalYen: 500,
      refersTo: { kind: 'receipt', code: receipt },
      method: 'card',
      orderCode: order.code,
    })
    expect(sumYen(said.taxBlocks.map(({ grossYen }) => grossYen))).toBe(500)
    expect((await receiptOf(order)).issueNumber).toBe(2)
  })

  it('of an unpaid bill names the bill; the receipt is for the money that came', async () => {
    await register()
    const order = await aDeskOrder([{ sku: 'MNET-100', copies: 2 }], BILLED, now())
    const key = { order: { code: order.code }, ...reader }
    const bill = await issueInvoice(key, { now: now() })
    if (!bill.ok) throw new Error(bill.reason)
    const lines = await db.chargeLine.findMany({ orderBy: { position: 'asc' } })
    const credited = await refundOrder(
      {
        orderId: order.orderId,
        what: { kind: 'parts', lines: [{ chargeLineId: lines[0]?.id ?? '', unposted: 1 }] },
        way: { kind: 'credit' },
        reason: null,
      },
      { now: now() },
    )
    if (!credited.ok) throw new Error(credited.reason)
    const refundId = credited.refunds[0]?.id ?? ''
    const issued = await issueCreditNote({ refundId, ...reader }, { now: now() })
    if (!issued.ok) throw new Error(issued.reason)
    expect(await saidBy(issued.documentId)).toMatchObject({
      kind: 'credit_note',
      method: null,
      totalYen: 500,
      refundedOn: '2026-11-24',
      lines: [{ quantity: 1, unitYen: 500, amountYen: 500 }],
      taxBlocks: [{ taxRate: 10, grossYen: 500 }],
      refersTo: { kind: 'invoice', code: bill.code },
    })
    expect(await documentPdf(issued.documentId, 1)).toMatchObject({ ok: true })

    await recordPayment(
      { charge: order.code, amountYen: 800, method: 'bank', on: tokyoDay('2026-11-24'), ref: 'IN-1' },
      { now: now() },
    )
    const receipt = await receiptOf(order)
    expect(await saidBy(receipt.documentId)).toMatchObject({
      totalYen: 800,
      lines: [{ quantity: 1, amountYen: 500 }, { amountYen: 300 }],
      payments: [{ method: 'bank', amountYen: 800 }],
      refunds: [],
    })
    // Its subject stays the bill, though there is a receipt now.
    await voidDocument({ documentId: issued.documentId, reason: 'x' }, { now: now() })
    const again = await issueCreditNote({ refundId, ...reader }, { now: now() })
    if (!again.ok) throw new Error(again.reason)
    expect(await saidBy(again.documentId)).toMatchObject({ refersTo: { kind: 'invoice', code: bill.code } })
  })

  it('is qualified when the paper that it takes back is, whatever the days and the setting say', async () => {
    const before = await aRefundedOrder()
    await register()
    const plain = await saidBy((await creditNoteOf(before.refundId)).documentId)
    expect([plain.issuer.registrationNumber, plain.taxBlocks]).toEqual([null, []])

    const after = await aRefundedOrder()
    await register('2027-01-01')
    const qualified = await saidBy((await creditNoteOf(after.refundId)).documentId)
    expect([qualified.issuer.registrationNumber, qualified.taxBlocks.length]).toEqual([NUMBER, 1])
  })

  it.each([
    ['2026-11-26', NUMBER],
    ['2026-11-27', null],
  ])('without such a paper goes by the day of supply: registered on %s', async (registeredOn, number) => {
    const order = await aCardOrder()
    await postOn(order, '2026-11-26')
    setClock(new Date('2026-11-28T03:00:00Z'))
    const refundId = await aProvisionalRefund(order)
    await sayWhatFor(order, refundId, { posted: 1, restock: true })
    await register(registeredOn)
    const said = await saidBy((await creditNoteOf(refundId)).documentId)
    expect([said.kind === 'credit_note' && said.refersTo, said.issuer.registrationNumber]).toEqual([
      null,
      number,
    ])
  })

  it('has to wait until somebody has said which lines the money was for', async () => {
    const order = await aCardOrder()
    const refundId = await aProvisionalRefund(order)
    const offered = async () => [
      (await loadOrderPapers(order.token))?.creditNotes.length,
      (await loadIssuable(order.code))?.refunds.length,
    ]
    expect(await ask(refundId)).toEqual({ ok: false, reason: 'pending' })
    expect(await offered()).toEqual([0, 0])
    await sayWhatFor(order, refundId)
    expect(await offered()).toEqual([1, 1])
    expect(await saidBy((await creditNoteOf(refundId)).documentId)).toMatchObject({
      totalYen: 500,
      lines: [{ sku: 'MNET-100', quantity: 1, amountYen: 500 }],
    })
  })

  it('is void when the refund fails after all, and says why', async () => {
    const { order, refundId } = await aRefundedOrder()
    const { documentId } = await creditNoteOf(refundId)
    await failAtStripe(refundId)
    const note = await loadDocument(documentId)
    expect(note).toMatchObject({ voidedAt: expect.any(Date), voidReason: '返金が成立しなかったため' })
    expect(await ask(refundId)).toEqual({ ok: false, reason: 'failed' })
    expect((await loadOrderPapers(order.token))?.creditNotes).toEqual([])
    expect((await loadOrderPapers(order.token))?.receipt.files).toHaveLength(1)
  })

  it('is not issued by somebody who waited while the refund failed', async () => {
    const { order, refundId } = await aRefundedOrder()
    let isLocked = (): void => undefined
    let letGo = (): void => undefined
    const locked = new Promise<void>((resolve) => (isLocked = resolve))
    const released = new Promise<void>((resolve) => (letGo = resolve))
    const holding = inTransaction(async (tx) => {
      await loadOrderGraph(tx, { chargeId: order.chargeId }, { lock: true })
      isLocked()
      await released
    })
    await locked
    const failing = failAtStripe(refundId)
    await waitersAre(1)
    const asking = ask(refundId)
    await waitersAre(2)
    letGo()
    await holding
    expect(await Promise.all([failing, asking])).toEqual([true, { ok: false, reason: 'failed' }])
    expect(await db.document.count({ where: { kind: 'credit_note' } })).toBe(0)
  })

  it('is not of an advance that went back before anything was sold', async () => {
    const order = await anUnpaidOrder()
    await recordPayment(
      { charge: order.code, amountYen: 300, method: 'bank', on: tokyoDay('2026-11-20'), ref: 'part' },
      { now: now() },
    )
    const way = { kind: 'byHand', method: 'bank', on: tokyoDay('2026-11-24'), ref: 'back' } as const
    const what = { kind: 'whole', restock: false } as const
    const refunded = await refundOrder({ orderId: order.orderId, what, way, reason: null }, { now: now() })
    expect(refunded.ok).toBe(true)
    const { id } = await db.refund.findFirstOrThrow()
    expect(await ask(id)).toEqual({ ok: false, reason: 'no-lines' })
  })

  it('a receipt first issued after a refund states it; after a whole refund there is none', async () => {
    const { order, refundId, receipt } = await aRefundedOrder()
    const { documents } = await db.charge.findFirstOrThrow({ include: { documents: true } })
    await voidDocument({ documentId: documents[0]?.id ?? '', reason: 'x' }, { now: now() })
    const second = await receiptOf(order)
    expect(second.code).not.toBe(receipt)
    expect(await saidBy(second.documentId)).toMatchObject({
      totalYen: 1_300,
      refunds: [{ refundedOn: '2026-11-24', amountYen: 500 }],
    })
    const { payment } = await db.refund.findUniqueOrThrow({
      where: { id: refundId },
      include: { payment: true },
    })
    await dashboardRefund(payment?.stripeIntentId ?? '', 800)
    await deliver()
    const refused = await issueReceipt({ order: { code: order.code }, ...reader }, { now: now() })
    expect(refused).toEqual({ ok: false, reason: 'refunded' })
  })

  describe('of a refund that fails in the end', () => {
    /** A receipt that says that 500 yen have gone back. */
    async function aReceiptThatNames(): Promise<{
      order: Order
      refundId: string
      receipt: Awaited<ReturnType<typeof receiptOf>>
    }> {
      const { order, refundId } = await aRefundedOrder()
      const first = await db.document.findFirstOrThrow({ where: { kind: 'receipt' } })
      await voidDocument({ documentId: first.id, reason: 'x' }, { now: now() })
      const receipt = await receiptOf(order)
      expect(await saidBy(receipt.documentId)).toMatchObject({ refunds: [{ refundId, amountYen: 500 }] })
      return { order, refundId, receipt }
    }

    it('the receipt that names it is void, and the next one states the truth', async () => {
      const { order, refundId, receipt } = await aReceiptThatNames()
      await failAtStripe(refundId)
      expect(await db.document.findUnique({ where: { id: receipt.documentId } })).toMatchObject({
        voidReason: textsFor('ja')('documents:void.refundFailed'),
      })
      expect(await reissuePaper(receipt.documentId, { now: now() })).toBeNull()
      const next = await receiptOf(order)
      expect([next.code === receipt.code, next.issueNumber]).toEqual([false, 1])
      expect(await saidBy(next.documentId)).toMatchObject({ totalYen: 1_300, refunds: [] })
      expect((await receiptOf(order)).issueNumber).toBe(2)
    })

    it('one that did not name it stays as it is', async () => {
      const { order, refundId, receipt } = await aRefundedOrder()
      await failAtStripe(refundId)
      expect(await receiptOf(order)).toMatchObject({ code: receipt, issueNumber: 2 })
    })

    it.each(['by its reader', 'at the desk'])(
      'a receipt from before that was seen to is not issued again %s',
      async (by) => {
        const { order, refundId, receipt } = await aReceiptThatNames()
        await failAtStripe(refundId)
        // As it stood when nobody looked at receipts then, and papers did not name refunds by id.
        await db.$transaction([
          db.$executeRaw`ALTER TABLE documents DISABLE TRIGGER USER`,
          db.$executeRaw`UPDATE documents SET voided_at = NULL, void_reason = NULL, payload = payload #- '{refunds,0,refundId}'
            WHERE id = ${receipt.documentId}::uuid`,
          db.$executeRaw`ALTER TABLE documents ENABLE TRIGGER USER`,
        ])
        if (by === 'at the desk') expect(await reissuePaper(receipt.documentId, { now: now() })).toBeNull()
        const next = await receiptOf(order)
        expect(next.code).not.toBe(receipt.code)
        expect(await saidBy(next.documentId)).toMatchObject({ refunds: [] })
      },
    )
  })
})

describe('a bill that is first issued after a credit', () => {
  it('states what was billed, what was credited, and what is due', async () => {
    await register()
    const order = await aDeskOrder([{ sku: 'MNET-100', copies: 2 }], BILLED, now())
    const { id: chargeLineId } = await db.chargeLine.findFirstOrThrow({ where: { kind: 'edition' } })
    const credit = async () => {
      const what = { kind: 'parts', lines: [{ chargeLineId, unposted: 1 }] } as const
      const made = await refundOrder(
        { orderId: order.orderId, what, way: { kind: 'credit' }, reason: null },
        { now: now() },
      )
      if (!made.ok) throw new Error(made.reason)
      return made.refunds[0]?.id ?? ''
    }
    const note = await issueCreditNote({ refundId: await credit(), ...reader }, { now: now() })
    if (!note.ok) throw new Error(note.reason)
    const bill = await issueInvoice({ order: { code: order.code }, ...reader }, { now: now() })
    if (!bill.ok) throw new Error(bill.reason)
    const said = await saidBy(bill.documentId)
    expect(said).toMatchObject({
      kind: 'invoice',
      totalYen: 1_300,
      credits: [{ creditedOn: '2026-11-24', amountYen: 500, code: note.code }],
    })
    const { amountYen, refundedYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
    expect(said.totalYen - 500).toBe(amountYen - refundedYen)
    // A later credit has its own note; the paper stays as it is.
    await credit()
    const again = await issueInvoice({ order: { code: order.code }, ...reader }, { now: now() })
    expect(again).toMatchObject({ code: bill.code, issueNumber: 2 })
    expect(await saidBy(bill.documentId)).toEqual(said)
    expect(await documentPdf(bill.documentId, 2)).toMatchObject({ ok: true })
    const { credits: _none, ...before } = said as PayloadOf<'invoice'>
    expect(DocumentPayload.parse(before)).toMatchObject({ credits: [] })
  })
})

describe('the books check', () => {
  const wrong = async () => (await checkBooks()).checks.filter(({ ok }) => !ok)

  it('finds a number without its document', async () => {
    await receiptOf(await aPaidOrder())
    const of = { kind_year: { kind: 'receipt', year: 2026 } } as const
    await db.documentCounter.update({ where: of, data: { last: 2 } })
    expect(await wrong()).toEqual([
      {
        name: 'documents of a kind and year are numbered 1 to the last of their counter',
        ok: false,
        rows: ['receipt 2026'],
      },
    ])
    await db.documentCounter.update({ where: of, data: { last: 1 } })
  })

  it('finds a document without its counter', async () => {
    await receiptOf(await aPaidOrder())
    const [counter] = await db.documentCounter.findMany()
    await db.documentCounter.deleteMany()
    expect(await wrong()).toMatchObject([{ rows: ['receipt 2026'] }])
    await db.documentCounter.createMany({ data: counter ? [counter] : [] })
  })

  it('finds a credit note that its refund does not bear out', async () => {
    const order = await aPaidOrder()
    const way = { kind: 'byHand', method: 'bank', on: tokyoDay('2026-11-24'), ref: 'back' } as const
    const what = { kind: 'whole', restock: false } as const
    await refundOrder({ orderId: order.orderId, what, way, reason: null }, { now: now() })
    const { id, surplusYen } = await db.refund.findFirstOrThrow()
    const issued = await issueCreditNote({ refundId: id, ...reader }, { now: now() })
    if (!issued.ok) throw new Error(issued.reason)
    for (const change of [{ provisional: true }, { surplusYen: surplusYen + 1 }]) {
      await db.refund.update({ where: { id }, data: change })
      expect(await wrong()).toEqual([
        {
          name: 'credit notes in force are of refunds that took place, and of their sum',
          ok: false,
          rows: [issued.documentId],
        },
      ])
      await db.refund.update({ where: { id }, data: { provisional: false, surplusYen } })
    }
  })
})

describe('the file of an issue', () => {
  it('is a PDF, the same each time, with fonts that are all ours', async () => {
    const { documentId } = await receiptOf(await aPaidOrder())
    const [first, second] = [await documentPdf(documentId, 1), await documentPdf(documentId, 1)]
    if (!first.ok || !second.ok) throw new Error('no file')
    expect(first.file.name).toBe('R2026-00001.pdf')
    expect(Buffer.from(first.file.content).subarray(0, 5).toString()).toBe('%PDF-')
    expect(Buffer.compare(first.file.content, second.file.content)).toBe(0)
    const fonts = Buffer.from(first.file.content)
      .toString('latin1')
      .matchAll(/\/BaseFont \/(\S+)/g)
    expect(
      [...fonts].filter(([, name]) => !/^[A-Z]{6}\+NotoSans(JP|KR)?-(Regular|Bold)$/.test(name ?? '')),
    ).toEqual([])
    expect(await documentPdf(documentId, 2)).toEqual({ ok: false, reason: 'not-found' })
  })
})

it('settings of papers have defaults, and keep what is set', async () => {
  expect(await loadDocumentSettings()).toEqual({ stampBox: false, labelSheet: '12' })
  await db.setting.create({
    data: { id: newId(), key: 'documents', value: { stampBox: true }, recordedAt: now() },
  })
  expect(await loadDocumentSettings()).toEqual({ stampBox: true, labelSheet: '12' })
  expect(await saidBy((await receiptOf(await aPaidOrder())).documentId)).toMatchObject({ stampBox: true })
})

/** Until so many transactions of this database wait for a lock. */
async function waitersAre(count: number): Promise<void> {
  await expect
    .poll(async () => {
      const [row] = await db.$queryRaw<{ waiting: number }[]>`
        SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`
      return row?.waiting
    })
    .toBe(count)
}

const aQuotePayload: DocumentPayload = {
  kind: 'quote',
  recipient: { name: '見本', honorific: '様', address: [] },
  issuer: {
    name: 'x',
    representative: '',
    address: '',
    phone: '',
    email: '',
    registrationNumber: null,
    sample: true,
  },
  orderCode: null,
  buyerReference: null,
  lines: [],
  totalYen: 0,
  taxBlocks: [],
  validUntil: tokyoDay('2026-12-31'),
  note: null,
}
