import { tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { DEFAULT_LOCALE, type Locale } from '#app/domain/locale.ts'
import { sumYen } from '#app/domain/money.ts'
import {
  contentWidth,
  dayRange,
  drawAmount,
  drawFacts,
  drawNotes,
  drawParties,
  drawSentence,
  drawSums,
  drawTitle,
  endPaper,
  type Fact,
  texts,
} from '#app/features/documents/paper.server.ts'
import type { DocumentPayload, PayloadOf } from '#app/features/documents/payload.ts'
import { methodText } from '#emails/parts/method-text.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { type TextKey, textsFor } from '#app/platform/i18n/texts.ts'
import {
  closePdf,
  drawText,
  lineHeight,
  mm,
  needRoom,
  newPage,
  openPdf,
  type Pdf,
  SOFT,
  textLines,
  type TextStyle,
} from '#app/platform/pdf/pdf.server.ts'
import { type Cell, type Column, drawTable } from '#app/platform/pdf/table.server.ts'

export type DocumentPrint = {
  payload: DocumentPayload
  code: string
  locale: Locale
  issuedOn: TokyoDay
  issue: { number: number; at: Date }
  isVoid: boolean
}

type Words = { title: TextKey; amount: TextKey; statement: TextKey }

const WORDS: Record<DocumentPayload['kind'], Words> = {
  receipt: {
    title: 'documents:title.receipt',
    amount: 'documents:receipt.amount',
    statement: 'documents:receipt.statement',
  },
  credit_note: {
    title: 'documents:title.creditNote',
    amount: 'documents:creditNote.amount',
    statement: 'documents:creditNote.statement',
  },
  quote: {
    title: 'documents:title.quote',
    amount: 'documents:quote.amount',
    statement: 'documents:quote.statement',
  },
  invoice: {
    title: 'documents:title.invoice',
    amount: 'documents:invoice.amount',
    statement: 'documents:invoice.statement',
  },
}

/** A credit note of a bill that was not paid: nothing was returned. */
const BILL_CREDIT: Words = {
  title: 'documents:title.billCredit',
  amount: 'documents:creditNote.creditAmount',
  statement: 'documents:creditNote.creditStatement',
}

/** Draws one issue of a numbered document, from its frozen payload alone: the same bytes each time. */
export async function drawDocument(print: DocumentPrint): Promise<Uint8Array<ArrayBuffer>> {
  const { payload, code, locale, issue } = print
  const pdf = await openPdf({ title: code, author: payload.issuer.name, locale, createdAt: issue.at })
  const t = texts(pdf)
  const words = isBillCredit(payload) ? BILL_CREDIT : WORDS[payload.kind]
  const isReissue = issue.number > 1

  await newPage(pdf)
  if (payload.issuer.sample) drawSentence(pdf, t('documents:mark.sample'), { size: 8.5, colour: SOFT })
  drawTitle(pdf, {
    title: t(words.title),
    subtitle: subtitleOf(pdf, payload),
    marks: [...(isReissue ? [reissueMark(locale)] : []), ...(print.isVoid ? [t('documents:mark.void')] : [])],
    facts: [
      { label: t('documents:number'), value: code },
      { label: t('documents:issuedOn'), value: formatDay(print.issuedOn, locale) },
      ...(isReissue
        ? [{ label: t('documents:reissuedOn'), value: formatDay(tokyoDayOf(issue.at), locale) }]
        : []),
    ],
  })
  const withRepresentative = payload.kind === 'quote' || payload.kind === 'invoice'
  drawParties(pdf, { ...payload, withRepresentative })
  if (payload.kind !== 'receipt') drawSentence(pdf, t(words.statement))
  drawAmount(pdf, {
    label: t(words.amount),
    amount: formatAmount(payload.totalYen - creditedYen(payload), locale),
    under: payload.kind === 'receipt' ? [t(purposeOf(payload)), t(words.statement)] : [],
  })
  await drawFacts(pdf, factsOf(pdf, payload))
  await drawLines(pdf, payload)
  await drawSums(pdf, [...sumsOf(pdf, payload), ...dueOf(pdf, payload)])
  if (payload.kind === 'invoice') await drawAccounts(pdf, payload)
  await drawNotes(pdf, notesOf(pdf, payload))
  if (payload.kind === 'receipt' && payload.stampBox) await drawStampBox(pdf)
  endPaper(pdf, `${payload.issuer.name}  ${code}`)
  return await closePdf(pdf)
}

function isBillCredit(payload: DocumentPayload): boolean {
  return payload.kind === 'credit_note' && payload.method === null
}

/** 再発行 is what Japanese bookkeeping looks for, whatever the language of the paper (PEERS.md 5.5). */
function reissueMark(locale: Locale): string {
  return [...new Set([DEFAULT_LOCALE, locale])]
    .map((language) => textsFor(language)('documents:mark.reissued'))
    .join(' ')
}

/** As receipts in Japan are written, with a dash behind that leaves no room for a further digit. */
function formatAmount(yen: number, locale: Locale): string {
  return locale === 'ja' ? `¥${formatYen(yen, 'en').replace('¥', '')}−` : formatYen(yen, locale)
}

function subtitleOf(pdf: Pdf, payload: DocumentPayload): string | undefined {
  if (!payload.issuer.registrationNumber) return undefined
  if (payload.kind === 'credit_note') return texts(pdf)('documents:qualified.creditNote')
  return payload.kind === 'quote' ? undefined : texts(pdf)('documents:qualified.invoice')
}

function purposeOf({ purpose }: PayloadOf<'receipt'>): TextKey {
  return purpose === 'lecture' ? 'documents:receipt.purposeLecture' : 'documents:receipt.purpose'
}

function factsOf(pdf: Pdf, payload: DocumentPayload): Fact[] {
  const t = texts(pdf)
  const facts = [
    ...ownFacts(pdf, payload),
    payload.orderCode && { label: t('documents:fact.order'), value: payload.orderCode },
    payload.subjectCode && { label: t('documents:fact.subjectCode'), value: payload.subjectCode },
    payload.buyerReference && { label: t('documents:fact.buyerReference'), value: payload.buyerReference },
  ]
  return facts.filter((fact): fact is Fact => Boolean(fact))
}

function ownFacts(pdf: Pdf, payload: DocumentPayload): (Fact | false)[] {
  const t = texts(pdf)
  const day = (value: TokyoDay) => formatDay(value, pdf.locale)
  const supplied = (days: readonly TokyoDay[]): Fact | false =>
    days.length > 0 && {
      label: t(payload.subjectCode ? 'documents:fact.earnedOn' : 'documents:fact.suppliedOn'),
      value: dayRange(days, pdf.locale),
    }
  switch (payload.kind) {
    case 'receipt':
      return [
        { label: t('documents:receipt.datedOn'), value: day(payload.datedOn), bold: true },
        { label: t('documents:fact.method'), value: paymentsText(pdf, payload) },
        supplied(payload.suppliedOn),
      ]
    case 'credit_note':
      return [
        {
          label: t(
            payload.method === null ? 'documents:creditNote.creditedOn' : 'documents:creditNote.refundedOn',
          ),
          value: day(payload.refundedOn),
          bold: true,
        },
        payload.method !== null && {
          label: t('documents:creditNote.method'),
          value: methodText(t, payload.method),
        },
        payload.refersTo !== null && {
          label: t(
            payload.refersTo.kind === 'receipt'
              ? 'documents:creditNote.receipt'
              : 'documents:creditNote.invoice',
          ),
          value: t('documents:creditNote.paper', {
            code: payload.refersTo.code,
            day: day(payload.refersTo.issuedOn),
          }),
        },
        {
          label: t(payload.subjectCode ? 'documents:fact.earnedOn' : 'documents:creditNote.orderedOn'),
          value: day(payload.orderedOn),
        },
      ]
    case 'quote':
      return [{ label: t('documents:quote.validUntil'), value: day(payload.validUntil), bold: true }]
    case 'invoice':
      return [
        {
          label: t('documents:invoice.dueOn'),
          value: formatDay(payload.dueOn, pdf.locale, 'weekday'),
          bold: true,
        },
        { label: t('documents:invoice.reference'), value: payload.reference, bold: true },
        supplied(payload.suppliedOn),
      ]
  }
}

/** The way of payment; with amounts where the money came in several ways. */
function paymentsText(pdf: Pdf, { payments }: PayloadOf<'receipt'>): string {
  const t = texts(pdf)
  const methods = [...new Set(payments.map(({ method }) => method))]
  if (methods.length === 1) return methods.map((method) => methodText(t, method)).join('')
  return payments
    .map((payment) =>
      t('documents:receipt.payment', {
        method: methodText(t, payment.method),
        amount: formatYen(payment.amountYen, pdf.locale),
      }),
    )
    .join('\n')
}

async function drawLines(pdf: Pdf, { lines, taxBlocks }: DocumentPayload): Promise<void> {
  const t = texts(pdf)
  const withCounts = lines.some(({ quantity }) => quantity !== null)
  const withRates = taxBlocks.length > 0
  const columns: (Column | false)[] = [
    { header: t('documents:line.description'), width: 0 },
    withCounts && { header: t('documents:line.quantity'), width: mm(18), align: 'right' },
    withCounts && { header: t('documents:line.unit'), width: mm(28), align: 'right' },
    withRates && { header: t('documents:line.rate'), width: mm(15), align: 'right' },
    { header: t('documents:line.amount'), width: mm(30), align: 'right' },
  ]
  const rows = lines.map((line) => {
    const cells: (Cell | false)[] = [
      {
        text: line.description,
        language: line.language,
        ...(line.sku ? { note: t('documents:line.sku', { sku: line.sku }) } : {}),
      },
      withCounts && { text: line.quantity === null ? '' : String(line.quantity) },
      withCounts && { text: line.unitYen === null ? '' : formatYen(line.unitYen, pdf.locale) },
      withRates && { text: `${line.taxRate}%` },
      { text: formatYen(line.amountYen, pdf.locale) },
    ]
    return cells.filter((cell) => cell !== false)
  })
  await drawTable(
    pdf,
    columns.filter((column) => column !== false),
    rows,
  )
}

/** What of a bill had been credited when it was first issued. */
function creditedYen(payload: DocumentPayload): number {
  return payload.kind === 'invoice' ? sumYen(payload.credits.map((credit) => credit.amountYen)) : 0
}

/** What was credited of a bill, and what is due then. */
function dueOf(pdf: Pdf, payload: DocumentPayload): Fact[] {
  if (payload.kind !== 'invoice' || payload.credits.length === 0) return []
  const t = texts(pdf)
  const credits = payload.credits.map(({ creditedOn, amountYen, code }) => {
    const day = formatDay(creditedOn, pdf.locale)
    return {
      label: code
        ? t('documents:invoice.creditedBy', { day, code })
        : t('documents:invoice.credited', { day }),
      value: formatYen(-amountYen, pdf.locale),
    }
  })
  const dueYen = payload.totalYen - creditedYen(payload)
  return [...credits, { label: t('documents:invoice.due'), value: formatYen(dueYen, pdf.locale), bold: true }]
}

/** One block for each rate, whose sums add up to the total; without them on what is no qualified invoice. */
function sumsOf(pdf: Pdf, { totalYen, taxBlocks }: DocumentPayload): Fact[] {
  const t = texts(pdf)
  const yen = (amount: number) => formatYen(amount, pdf.locale)
  return [
    { label: t('documents:total.total'), value: yen(totalYen), bold: true },
    ...taxBlocks.flatMap((block) =>
      block.taxRate === 0
        ? [{ label: t('documents:total.untaxed'), value: yen(block.grossYen) }]
        : [
            { label: t('documents:total.gross', { rate: block.taxRate }), value: yen(block.grossYen) },
            { label: t('documents:total.tax'), value: yen(block.taxYen) },
          ],
    ),
  ]
}

async function drawAccounts(pdf: Pdf, { accounts, reference }: PayloadOf<'invoice'>): Promise<void> {
  const t = texts(pdf)
  const { bank, postal } = accounts
  await needRoom(pdf, mm(32))
  drawSentence(pdf, t('documents:invoice.accounts'), { size: 11, bold: true })
  const account = (number: string, holder: string) =>
    `${number}\n${t('documents:invoice.holder', { holder })}`
  await drawFacts(pdf, [
    {
      label: methodText(t, 'bank'),
      value: account(
        `${bank.bankName} ${bank.branchName} ${bank.accountType} ${bank.accountNumber}`,
        bank.holder,
      ),
    },
    { label: methodText(t, 'postal'), value: account(postal.accountNumber, postal.holder) },
  ])
  drawSentence(pdf, t('documents:invoice.referenceNote', { reference }))
}

function notesOf(pdf: Pdf, payload: DocumentPayload): string[] {
  const t = texts(pdf)
  if (payload.kind === 'quote') {
    const note = payload.note ? [`${t('documents:quote.note')}\n${payload.note}`] : []
    return [...note, t('documents:quote.noHold')]
  }
  if (payload.kind !== 'receipt') return []
  return [
    ...payload.refunds.map(({ refundedOn, amountYen }) =>
      t('documents:receipt.refunded', {
        amount: formatYen(amountYen, pdf.locale),
        day: formatDay(refundedOn, pdf.locale),
      }),
    ),
    ...(payload.stampBox ? [] : [t('documents:receipt.noStamp')]),
  ]
}

async function drawStampBox(pdf: Pdf): Promise<void> {
  const size = { width: mm(22), height: mm(27) }
  await needRoom(pdf, size.height)
  const x = pdf.frame.left + contentWidth(pdf) - size.width
  pdf.doc
    .rect(x, pdf.y, size.width, size.height)
    .lineWidth(0.8)
    .dash(3, { space: 2 })
    .strokeColor(SOFT)
    .stroke()
    .undash()
  const style: TextStyle = { size: 8, colour: SOFT }
  const room = size.width - 6
  const text = texts(pdf)('documents:receipt.stamp')
  const height = lineHeight(style, textLines(pdf, text, room, style).length)
  drawText(
    pdf,
    text,
    { x: x + 3, y: pdf.y + (size.height - height) / 2, width: room, align: 'centre' },
    style,
  )
  pdf.y += size.height
}
