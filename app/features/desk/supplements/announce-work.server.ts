import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { isLocale, pickText } from '#app/domain/locale.ts'
import { languageName } from '#app/features/catalogue/catalogue-texts.ts'
import { organisationOf } from '#app/features/catalogue/mail-organisation.server.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { AnnouncementParams, type AnnouncementOutcome } from '#app/features/desk/supplements/announcement.ts'
import { lettersPdf } from '#app/features/desk/supplements/letters-pdf.server.ts'
import { announcementKey } from '#app/features/desk/supplements/load-plan.server.ts'
import {
  loadToldSupplement,
  type ToldSupplement,
} from '#app/features/desk/supplements/told-supplement.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import type { ClaimedWork, ReportProgress, WorkResult } from '#app/features/work/run-works.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

/** Mails in one transaction: each far shorter than the silence after which another worker takes over. */
const BATCH = 20

/** The work itself: mails into the outbox, each address once whatever happens in between; then letters and labels as one file. */
export async function announceToBuyers(work: ClaimedWork, report: ReportProgress): Promise<WorkResult> {
  const params = AnnouncementParams.parse(work.params)
  const [supplement, organisation] = await Promise.all([
    loadToldSupplement(params.supplementId),
    loadOrganisation(),
  ])
  if (!supplement) return { ok: false, problem: 'nothing-left' }
  for (let index = 0; index < params.mails.length; index += BATCH) {
    const orderIds = params.mails.slice(index, index + BATCH)
    const isDone = await inTransaction((tx) => queueMails(tx, orderIds, { supplement, organisation }))
    // Withdrawn while its mails were written: their links would lead nowhere.
    if (!isDone) return { ok: false, problem: 'nothing-left' }
    await report(index + orderIds.length)
  }
  const counts = await countMails(params)
  if (params.letters.length === 0) {
    return { ok: true, outcome: { ...counts, letters: 0, firstLabelPage: null, missing: [] } }
  }
  const letters = await lettersPdf(params, {
    supplement,
    organisation,
    onLetter: (done) => report(params.mails.length + done),
  })
  const { count, firstLabelPage, missing, file } = letters
  const outcome: AnnouncementOutcome = { ...counts, letters: count, firstLabelPage, missing }
  return { ok: true, file, outcome }
}

type Context = { supplement: ToldSupplement; organisation: Organisation }

async function queueMails(tx: Tx, orderIds: readonly string[], context: Context): Promise<boolean> {
  const { supplement, organisation } = context
  const at = now()
  const isSeen = await tx.supplement.count({
    where: { id: supplement.id, publishedOn: { lte: dayToDb(tokyoDayOf(at)) } },
  })
  if (isSeen === 0) return false
  const orders = await tx.order.findMany({
    where: { id: { in: [...orderIds] }, erasedAt: null },
    select: { id: true, email: true, locale: true, contactName: true },
  })
  for (const order of orders) {
    if (order.email === null) continue
    const locale = isLocale(order.locale) ? order.locale : 'ja'
    const text = pickText(supplement.texts, locale)?.text
    const title = pickText(supplement.titleTexts, locale)?.text
    if (!text || !title) continue
    await queueMail(tx, {
      dedupeKey: announcementKey(supplement.id, order.email),
      template: 'supplement-published',
      locale,
      toEmail: order.email,
      props: {
        contactName: order.contactName,
        kind: supplement.kind,
        titleName: title.name,
        titleLanguage: title.locale,
        name: text.name,
        note: text.note,
        textLanguage: text.locale,
        fileLanguage: languageName(supplement.language, locale),
        fileUrl: `${env.baseUrl}/supplements/${supplement.slug}`,
        titleUrl: `${env.baseUrl}/${locale}/publications/${supplement.titleSlug}#${supplement.sku}`,
        organisation: organisationOf(organisation, locale),
      },
      orderId: order.id,
      now: at,
    })
  }
  return true
}

/** What the outbox holds of it: after a worker that died, too, the figures are those of the whole. */
async function countMails(params: AnnouncementParams): Promise<{ mails: number; suppressed: number }> {
  const orders = await db.order.findMany({
    where: { id: { in: params.mails } },
    select: { email: true },
  })
  const keys = orders.flatMap(({ email }) =>
    email === null ? [] : [announcementKey(params.supplementId, email)],
  )
  const groups = await db.outboxMail.groupBy({
    by: ['state'],
    where: { dedupeKey: { in: keys } },
    _count: true,
  })
  const suppressed = groups.find(({ state }) => state === 'suppressed')?._count ?? 0
  const all = groups.reduce((sum, { _count }) => sum + _count, 0)
  return { mails: all - suppressed, suppressed }
}
