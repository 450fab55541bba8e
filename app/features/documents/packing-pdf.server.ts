import { tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { isServed } from '#app/domain/order.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import type { PdfFile } from '#app/features/documents/document-pdf.server.ts'
import { drawPackingList, type Parcel } from '#app/features/documents/draw-packing-list.server.ts'
import { LABEL_SHEETS, type LabelSheetName } from '#app/features/documents/label-sheets.ts'
import { drawLabels, type Label } from '#app/features/documents/labels.server.ts'
import { loadDocumentSettings } from '#app/features/documents/load-document-settings.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { closePdf, openPdf } from '#app/platform/pdf/pdf.server.ts'

export type PackingOptions = {
  /** Of the person who packs. */
  locale?: Locale
  /** The sheet in the printer, where it is not the one of the settings. */
  labelSheet?: LabelSheetName
  /** How many labels of the first sheet are used up already. */
  firstLabel?: number
  /** Called after each order's list and each sheet of labels. */
  onProgress?: (progress: { done: number; total: number }) => Promise<void> | void
}

export type PackingPdf = {
  file: PdfFile
  /** Codes of the orders that are in it. */
  packed: string[]
  /** Codes of those left out: not paid, or nothing of them is held for posting, or gone. */
  leftOut: string[]
  /** From which page on the sheets of labels lie: other paper for the printer. */
  firstLabelPage: number
  /** Signs that no font has, printed as 〓: a person writes those names by hand. */
  missing: string[]
}

/**
 * Packing lists of many orders, each on pages of its own, and after them their address labels on sheets: one PDF. Lists tell what is held to be
 * posted now, from the frozen order.
 */
export async function packingPdf(
  orderIds: readonly string[],
  options: PackingOptions = {},
): Promise<PackingPdf> {
  const { locale = 'ja', firstLabel = 0, onProgress } = options
  const [organisation, settings] = await Promise.all([loadOrganisation(), loadDocumentSettings()])
  const sheet = LABEL_SHEETS[options.labelSheet ?? settings.labelSheet]
  const createdAt = now()
  const pdf = await openPdf({
    title: textsFor(locale)('documents:title.packingList'),
    author: organisation.name[locale],
    locale,
    createdAt,
  })

  const sheets = Math.ceil((orderIds.length + firstLabel) / (sheet.columns * sheet.rows))
  const progress = { done: 0, total: orderIds.length + sheets }
  const step = async () => {
    progress.done = Math.min(progress.total, progress.done + 1)
    await onProgress?.({ ...progress })
  }
  const languages = await languagesOf(orderIds)
  const labels: Label[] = []
  const packed: string[] = []
  const leftOut: string[] = []
  let pages = 0
  for (const orderId of orderIds) {
    const parcel = await loadParcel(orderId)
    if (parcel?.lines.length) {
      pages += await drawPackingList(pdf, parcel, languages)
      packed.push(parcel.order.code)
      const { deliveryAddress: address, code: orderCode } = parcel.order
      if (address) labels.push({ address, orderCode })
    } else leftOut.push(parcel?.order.code ?? orderId)
    await step()
  }
  await drawLabels(pdf, labels, { sheet, first: firstLabel % (sheet.columns * sheet.rows), onSheet: step })
  const content = await closePdf(pdf)
  // Orders that were left out took no labels.
  if (progress.done < progress.total) await onProgress?.({ done: progress.total, total: progress.total })
  return {
    file: {
      name: `packing-${tokyoDayOf(createdAt)}.pdf`,
      mediaType: 'application/pdf',
      content,
    },
    packed,
    leftOut,
    firstLabelPage: pages + 1,
    missing: [...pdf.missing],
  }
}

async function loadParcel(orderId: string): Promise<Parcel | null> {
  const order = await loadOrderGraph(db, { orderId })
  if (!order) return null
  // An order that is still to be paid holds copies, and gets none of them yet.
  if (!isServed(order.charge)) return { order, lines: [] }
  const lines = order.lines.flatMap((line) =>
    line.goods?.format === 'print' && line.goods.held > 0 ? [{ line, goods: line.goods }] : [],
  )
  return { order, lines }
}

/** Languages of the editions, by which copies of one title are told apart on the shelf. */
async function languagesOf(orderIds: readonly string[]): Promise<Map<string, string>> {
  const editions = await db.edition.findMany({
    where: { orderLines: { some: { orderId: { in: [...orderIds] } } } },
    select: { id: true, language: true },
  })
  return new Map(editions.map(({ id, language }) => [id, language]))
}
