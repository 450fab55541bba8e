import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import { documentCode, type DocumentKind } from '#app/domain/document.ts'
import { DocumentPayload } from '#app/features/documents/payload.ts'
import { db } from '#app/platform/db.server.ts'

export type PaperFilters = { kind: DocumentKind | null; year: number | null; isVoid: boolean | null }

export type ListedPaper = {
  id: string
  kind: DocumentKind
  code: string
  /** Null since its personal data was erased. */
  recipient: string | null
  totalYen: number
  issuedOn: TokyoDay
  isVoid: boolean
  /** Of the order it is about, or that was made from it. */
  orderCode: string | null
  /** Of the bill it is about, where no order stands behind it. */
  bill: { reference: string; subject: string } | null
  /** The last day of a quote. */
  validUntil: TokyoDay | null
}

/** Numbered documents, the newest first. */
export async function listPapers(
  { kind, year, isVoid }: PaperFilters,
  { page, perPage }: { page: number; perPage: number },
): Promise<{ papers: ListedPaper[]; total: number }> {
  const where = {
    ...(kind === null ? {} : { kind }),
    ...(year === null ? {} : { year }),
    ...(isVoid === null ? {} : { voidedAt: isVoid ? { not: null } : null }),
  }
  const [rows, total] = await Promise.all([
    db.document.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * perPage,
      take: perPage,
      include: {
        order: { select: { code: true } },
        orders: { select: { code: true } },
        charge: { select: { reference: true, payer: { select: { subject: true } } } },
      },
    }),
    db.document.count({ where }),
  ])
  const papers = rows.map((row): ListedPaper => {
    const payload = DocumentPayload.safeParse(row.payload).data
    return {
      id: row.id,
      kind: row.kind,
      code: documentCode(row),
      recipient: payload?.recipient.name ?? null,
      totalYen: row.totalYen,
      issuedOn: dayFromDb(row.issuedOn),
      isVoid: row.voidedAt !== null,
      orderCode: row.order?.code ?? row.orders[0]?.code ?? null,
      bill: row.charge?.payer ? { reference: row.charge.reference, subject: row.charge.payer.subject } : null,
      validUntil: payload?.kind === 'quote' ? payload.validUntil : null,
    }
  })
  return { papers, total }
}

/** The years of which there are documents, the newest first. */
export async function listPaperYears(): Promise<number[]> {
  const rows = await db.documentCounter.findMany({
    distinct: ['year'],
    orderBy: { year: 'desc' },
    select: { year: true },
  })
  return rows.map(({ year }) => year)
}
