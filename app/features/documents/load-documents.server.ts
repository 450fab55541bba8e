import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import { documentCode, type DocumentKind } from '#app/domain/document.ts'
import { isLocale, DEFAULT_LOCALE, type Locale } from '#app/domain/locale.ts'
import { DocumentPayload } from '#app/features/documents/payload.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

/** A document with all its issues. */
export type DocumentView = {
  id: string
  kind: DocumentKind
  code: string
  locale: Locale
  totalYen: number
  issuedOn: TokyoDay
  voidedAt: Date | null
  voidReason: string | null
  orderId: string | null
  chargeId: string | null
  refundId: string | null
  /** What it says; null since its personal data was erased. */
  payload: DocumentPayload | null
  issues: { number: number; at: Date; actor: string; staffName: string | null }[]
}

const SELECTED = {
  id: true,
  kind: true,
  year: true,
  number: true,
  locale: true,
  totalYen: true,
  issuedOn: true,
  voidedAt: true,
  voidReason: true,
  orderId: true,
  chargeId: true,
  refundId: true,
  payload: true,
  issues: {
    orderBy: { number: 'asc' },
    select: { number: true, at: true, actor: true, staff: { select: { name: true } } },
  },
} satisfies Prisma.DocumentSelect

/** One document; null when there is none. */
export async function loadDocument(documentId: string): Promise<DocumentView | null> {
  const row = await db.document.findUnique({ where: { id: documentId }, select: SELECTED })
  return row && viewOf(row)
}

/** The documents of an order, the oldest first, void ones included. A quote belongs to the order that was made from it. */
export async function listDocuments(orderId: string): Promise<DocumentView[]> {
  const rows = await db.document.findMany({
    where: { OR: [{ orderId }, { orders: { some: { id: orderId } } }] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: SELECTED,
  })
  return rows.map(viewOf)
}

/** The documents of a charge, the oldest first, void ones included. */
export async function listChargeDocuments(chargeId: string): Promise<DocumentView[]> {
  const rows = await db.document.findMany({
    where: { chargeId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: SELECTED,
  })
  return rows.map(viewOf)
}

function viewOf(row: Prisma.DocumentGetPayload<{ select: typeof SELECTED }>): DocumentView {
  const { year, number, ...rest } = row
  return {
    ...rest,
    code: documentCode({ kind: row.kind, year, number }),
    locale: isLocale(row.locale) ? row.locale : DEFAULT_LOCALE,
    issuedOn: dayFromDb(row.issuedOn),
    payload: DocumentPayload.safeParse(row.payload).data ?? null,
    issues: row.issues.map(({ staff, ...issue }) => ({ ...issue, staffName: staff?.name ?? null })),
  }
}
