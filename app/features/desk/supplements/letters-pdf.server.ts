import { tokyoDayOf } from '#app/domain/day.ts'
import { isLocale, pickText, type Locale } from '#app/domain/locale.ts'
import type { Organisation } from '#app/features/catalogue/organisation.server.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import type { AnnouncementParams } from '#app/features/desk/supplements/announcement.ts'
import type { ToldSupplement } from '#app/features/desk/supplements/told-supplement.server.ts'
import { issuerOf, recipientOf } from '#app/features/documents/issuer.ts'
import { LABEL_SHEETS } from '#app/features/documents/label-sheets.ts'
import { drawLabels, type Label } from '#app/features/documents/labels.server.ts'
import {
  drawNotes,
  drawParties,
  drawSentence,
  drawTitle,
  endPaper,
  texts,
} from '#app/features/documents/paper.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { closePdf, newPage, openPdf, type Pdf, type TextStyle } from '#app/platform/pdf/pdf.server.ts'

const BODY: TextStyle = { size: 10.5 }

type Letter = { name: string; address: PostalAddress; orderCode: string; locale: Locale }

export type LettersPdf = {
  file: { name: string; mediaType: string; content: Uint8Array<ArrayBuffer> }
  count: number
  firstLabelPage: number
  missing: string[]
}

/**
 * Letters to the readers without e-mail, each on pages of its own in the reader's language, and after them their address labels in the same
 * order: one PDF. Whose personal data was erased meanwhile gets none.
 */
export async function lettersPdf(
  params: AnnouncementParams,
  context: {
    supplement: ToldSupplement
    organisation: Organisation
    onLetter: (done: number) => Promise<void>
  },
): Promise<LettersPdf> {
  const { supplement, organisation, onLetter } = context
  const createdAt = now()
  const pdf = await openPdf({
    title: textsFor(params.locale)('deskSupplements:letter.fileTitle'),
    author: organisation.name[params.locale],
    locale: params.locale,
    createdAt,
  })
  const letters = await loadLetters(params.letters)
  let pages = 0
  for (const [index, letter] of letters.entries()) {
    pages += await drawLetter(pdf, letter, { supplement, organisation, createdAt })
    await onLetter(index + 1)
  }
  const labels: Label[] = letters.map(({ address, orderCode }) => ({ address, orderCode }))
  await drawLabels(pdf, labels, { sheet: LABEL_SHEETS[params.sheet], first: params.firstLabel - 1 })
  return {
    file: {
      name: `letters-${supplement.slug}-${tokyoDayOf(createdAt)}.pdf`,
      mediaType: 'application/pdf',
      content: await closePdf(pdf),
    },
    count: letters.length,
    firstLabelPage: pages + 1,
    missing: [...pdf.missing],
  }
}

async function loadLetters(orderIds: readonly string[]): Promise<Letter[]> {
  const orders = await db.order.findMany({
    where: { id: { in: [...orderIds] } },
    select: { id: true, code: true, locale: true, deliveryAddress: true },
  })
  const byId = new Map(orders.map((order) => [order.id, order]))
  return orderIds.flatMap((id) => {
    const order = byId.get(id)
    if (!order?.deliveryAddress) return []
    const address = order.deliveryAddress as PostalAddress
    const locale = isLocale(order.locale) ? order.locale : 'ja'
    return [{ name: address.name, address, orderCode: order.code, locale }]
  })
}

/** @returns how many pages it took */
async function drawLetter(
  all: Pdf,
  { name, locale }: Letter,
  context: { supplement: ToldSupplement; organisation: Organisation; createdAt: Date },
): Promise<number> {
  const { supplement, organisation, createdAt } = context
  // The same file, in the language of this reader.
  const pdf: Pdf = { ...all, locale }
  const t = texts(pdf)
  const on = tokyoDayOf(createdAt)
  const text = pickText(supplement.texts, locale)?.text
  const title = pickText(supplement.titleTexts, locale)?.text
  const isErratum = supplement.kind === 'erratum'
  await newPage(pdf)
  drawTitle(pdf, {
    title: t(isErratum ? 'deskSupplements:letter.erratum' : 'deskSupplements:letter.supplement'),
    marks: [],
    facts: [{ label: '', value: formatDay(on, locale) }],
  })
  drawParties(pdf, {
    recipient: recipientOf(name, locale),
    issuer: { ...issuerOf(organisation, { locale, on }), registrationNumber: null },
    withRepresentative: false,
  })
  drawSentence(pdf, t('deskSupplements:letter.thanks', { title: title?.name ?? '' }), BODY)
  drawSentence(
    pdf,
    t(isErratum ? 'deskSupplements:letter.erratumText' : 'deskSupplements:letter.supplementText'),
    BODY,
  )
  if (text) {
    pdf.y += 10
    drawSentence(pdf, text.name, { size: 13, bold: true, language: text.locale })
    if (text.note) await drawNotes(pdf, text.note.split('\n'), { ...BODY, language: text.locale })
    pdf.y += 10
  }
  const address = `${env.baseUrl}/supplements/${supplement.slug}`
  await drawNotes(
    pdf,
    [t('deskSupplements:letter.online'), address, t('deskSupplements:letter.contact')],
    BODY,
  )
  const { count } = pdf.doc.bufferedPageRange()
  endPaper(pdf, organisation.name[locale])
  return count
}
