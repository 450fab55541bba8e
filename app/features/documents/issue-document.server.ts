import { dayToDb, tokyoDayOf, tokyoYear } from '#app/domain/day.ts'
import { documentCode, type DocumentKind } from '#app/domain/document.ts'
import type { Locale } from '#app/domain/locale.ts'
import { DocumentPayload } from '#app/features/documents/payload.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type IssuedDocument = {
  documentId: string
  code: string
  /** 1 is the original; every later one says that it is issued again (再発行). */
  issueNumber: number
}

/** `payload` is null since what it says was erased: it cannot be issued again. */
export type InForce = { documentId: string; code: string; payload: DocumentPayload | null }

type Issuing = { actor: string; now: Date }

/** The document of a subject that is in force, locked until the transaction ends. */
export async function findInForce(tx: Tx, subjectKey: string): Promise<InForce | null> {
  const [row] = await tx.$queryRaw<
    { id: string; kind: DocumentKind; year: number; number: number; payload: unknown }[]
  >`
    SELECT id, kind::text, year, number, payload FROM documents
    WHERE subject_key = ${subjectKey} AND voided_at IS NULL FOR UPDATE`
  if (!row) return null
  const payload = DocumentPayload.safeParse(row.payload).data ?? null
  return { documentId: row.id, code: documentCode(row), payload }
}

/**
 * Makes a document and hands out its original. Its number comes in this transaction, from a row that stays locked until it ends: numbers of
 * a kind and year have no gaps, whoever issues at once and whatever is rolled back. The caller holds a lock on the subject (the order's
 * charge), so that it gets one document.
 */
export async function createDocument(
  tx: Tx,
  document: {
    subjectKey: string
    locale: Locale
    payload: DocumentPayload
    orderId?: string
    chargeId?: string
    refundId?: string
  } & Issuing,
): Promise<IssuedDocument> {
  const { payload, now, actor, ...subject } = document
  const issuedOn = tokyoDayOf(now)
  const year = tokyoYear(issuedOn)
  const [counter] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO document_counters (kind, year, last) VALUES (${payload.kind}::"DocumentKind", ${year}, 1)
    ON CONFLICT (kind, year) DO UPDATE SET last = document_counters.last + 1 RETURNING last`
  if (!counter) throw new Error('the counter of documents gave no number')
  const documentId = newId()
  await tx.document.create({
    data: {
      id: documentId,
      kind: payload.kind,
      year,
      number: counter.last,
      ...subject,
      totalYen: payload.totalYen,
      payload,
      issuedOn: dayToDb(issuedOn),
      createdAt: now,
      staffId: currentStaffId(),
    },
  })
  const code = documentCode({ kind: payload.kind, year, number: counter.last })
  return { documentId, code, issueNumber: await addIssue(tx, documentId, { actor, now }) }
}

/** Hands a document out once more. The caller has it locked (`findInForce`). @returns the number of this issue */
export async function addIssue(tx: Tx, documentId: string, { actor, now }: Issuing): Promise<number> {
  const before = await tx.documentIssue.count({ where: { documentId } })
  const number = before + 1
  await tx.documentIssue.create({ data: { documentId, number, at: now, actor, staffId: currentStaffId() } })
  return number
}

/** Hands out what a subject has, or makes it: the way of most use-cases. Null when what it has was erased. */
export async function issueDocument(
  tx: Tx,
  subjectKey: string,
  issuing: Issuing,
  make: () => Promise<Omit<Parameters<typeof createDocument>[1], 'subjectKey' | 'actor' | 'now'>>,
): Promise<IssuedDocument | null> {
  const inForce = await findInForce(tx, subjectKey)
  if (!inForce) return createDocument(tx, { ...(await make()), subjectKey, ...issuing })
  const { documentId, code, payload } = inForce
  if (!payload) return null
  return { documentId, code, issueNumber: await addIssue(tx, documentId, issuing) }
}
