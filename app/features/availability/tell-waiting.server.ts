import { HEAD_START_HOURS, tellNow } from '#app/domain/availability.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import { isLocale, pickText } from '#app/domain/locale.ts'
import { availableCopies, type EditionState, type StockLevel } from '#app/domain/stock.ts'
import { stockWords } from '#app/domain/stock-words.ts'
import { newRequestToken, requestUrl } from '#app/features/availability/request-token.server.ts'
import { editionName } from '#app/features/catalogue/catalogue-texts.ts'
import { organisationOf } from '#app/features/catalogue/mail-organisation.server.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { priceInForce } from '#app/features/catalogue/title-documents.server.ts'
import { isInHand } from '#app/features/catalogue/title.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

/** The job that tells those who wait; whoever makes copies free may nudge it. */
export const TELL_WAITING = 'tell-waiting'

/** Mails in one transaction. */
const BATCH = 100
const HOUR_MS = 3_600_000

type Edition = {
  id: string
  sku: string
  slug: string
  language: string
  format: 'print' | 'pdf'
  state: EditionState
  priceYen: number | null
  stock: StockLevel
  texts: { locale: string; name: string }[]
  waiting: number
  toldLately: number
}

type Request = { id: string; email: string; locale: string }

/**
 * Tells the readers who wait for an edition that it is there, as far as its free copies reach (domain/availability), in the order in which they
 * confirmed: a run came in, copies were found or came back, a forthcoming PDF is on sale. Each is told once, and her address is forgotten with it. May
 * run in any number of processes at once.
 * @returns how many were told
 */
export async function tellWaiting({ now }: { now: Date }): Promise<number> {
  const editions = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT edition_id::text AS id FROM availability_requests WHERE confirmed_at IS NOT NULL AND ended_at IS NULL`
  if (editions.length === 0) return 0
  const organisation = await loadOrganisation()
  let total = 0
  for (const { id } of editions) {
    for (;;) {
      const told = await inTransaction((tx) => tellSome(tx, id, { organisation, now }))
      total += told
      if (told < BATCH) break
    }
  }
  return total
}

async function tellSome(
  tx: Tx,
  editionId: string,
  { organisation, now }: { organisation: Organisation; now: Date },
): Promise<number> {
  // Two processes at once would count the same free copies.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`availability:${editionId}`}))`
  const edition = await loadEdition(tx, editionId, now)
  if (!edition || !isInHand({ ...edition, stock: stockWords(edition) })) return 0
  const free = edition.format === 'pdf' ? Infinity : availableCopies(edition.stock)
  const requests = await tx.$queryRaw<Request[]>`
    SELECT id::text AS id, email, locale FROM availability_requests
    WHERE edition_id = ${editionId}::uuid AND confirmed_at IS NOT NULL AND ended_at IS NULL
    ORDER BY confirmed_at, id LIMIT ${Math.min(BATCH, tellNow({ ...edition, free }))} FOR UPDATE`
  for (const request of requests) await tell(tx, request, { edition, organisation, now })
  return requests.length
}

async function loadEdition(tx: Tx, editionId: string, now: Date): Promise<Edition | undefined> {
  const lately = new Date(now.getTime() - HEAD_START_HOURS * HOUR_MS)
  const [edition] = await tx.$queryRaw<Edition[]>`
    SELECT e.id::text AS id, e.sku, t.slug, e.language, e.format::text AS format, e.state::text AS state,
      (${priceInForce(tokyoDayOf(now))}) AS "priceYen",
      jsonb_build_object('onHand', coalesce(s.on_hand, 0), 'held', coalesce(s.held, 0),
        'preordered', coalesce(s.preordered, 0), 'preorderLimit', coalesce(s.preorder_limit, 0)) AS stock,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('locale', x.locale, 'name', x.name)), '[]')
       FROM title_texts x WHERE x.title_id = t.id) AS texts,
      (SELECT count(*)::int FROM availability_requests r
       WHERE r.edition_id = e.id AND r.confirmed_at IS NOT NULL AND r.ended_at IS NULL) AS waiting,
      (SELECT count(*)::int FROM availability_requests r WHERE r.edition_id = e.id AND r.told_at > ${lately}) AS "toldLately"
    FROM editions e JOIN titles t ON t.id = e.title_id AND t.listed LEFT JOIN stock_levels s ON s.edition_id = e.id
    WHERE e.id = ${editionId}::uuid`
  return edition
}

/** The link of this last mail opens a page that says that it is over. */
async function tell(
  tx: Tx,
  request: Request,
  { edition, organisation, now }: { edition: Edition; organisation: Organisation; now: Date },
): Promise<void> {
  const locale = isLocale(request.locale) ? request.locale : 'ja'
  const text = pickText(edition.texts, locale)?.text
  const { token, tokenHash } = newRequestToken()
  await queueMail(tx, {
    dedupeKey: `availability-there:${request.id}`,
    template: 'availability-there',
    locale,
    toEmail: request.email,
    props: {
      titleName: text?.name ?? edition.sku,
      textLanguage: text?.locale ?? locale,
      editionName: editionName(edition, locale),
      titleUrl: `${env.baseUrl}/${locale}/publications/${edition.slug}#${edition.sku}`,
      url: requestUrl(token, locale),
      organisation: organisationOf(organisation, locale),
    },
    now,
  })
  await tx.availabilityRequest.update({
    where: { id: request.id },
    data: { email: null, toldAt: now, endedAt: now, tokenHash },
  })
}
