import type { Locale } from '#app/domain/locale.ts'
import { newRequestToken } from '#app/features/availability/request-token.server.ts'
import type { InquiryChannel, InquiryTopic } from '#app/features/inquiries/inquiry.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

// SAMPLES: made-up readers who have asked the office something, or to be told of an edition that is sold out. A live shop has none of them.

type SampleInquiry = {
  daysAgo: number
  topic: InquiryTopic
  sku?: string
  locale: Locale
  name: string
  email?: string
  channel: InquiryChannel
  message: string
  /** Sent a day later. */
  answer?: string
  /** Settled on the telephone, without an answer in writing. */
  isSettled?: boolean
}

/** Two of them ask for the list of consultation centres that the manual of 2007 left out: so its report has that row. */
const INQUIRIES: readonly SampleInquiry[] = [
  {
    daysAgo: 6,
    topic: 'consultation_centers',
    sku: 'SURVIVAL-2007',
    locale: 'ja',
    name: '見本 花子',
    email: 'hanako@example.org',
    channel: 'web',
    message: '新しいサバイバルマニュアルに、相談窓口の一覧が見当たりません。別に手に入りますか。',
    answer: '一覧は別の冊子として無料で配布しています。マニュアルのページからダウンロードしていただけます。',
  },
  {
    daysAgo: 4,
    topic: 'order',
    locale: 'tl',
    name: 'Maria Halimbawa',
    email: 'maria@example.org',
    channel: 'web',
    message: 'Puwede bang bayaran ang order sa convenience store kahit walang email?',
  },
  {
    daysAgo: 3,
    topic: 'publication',
    sku: 'MNET-100',
    locale: 'ja',
    name: '見本大学図書館',
    email: 'library@example.org',
    channel: 'mail',
    message: '第100号を10部購入したいのですが、見積書と請求書での後払いは可能でしょうか。',
  },
  {
    daysAgo: 2,
    topic: 'consultation_centers',
    sku: 'SURVIVAL-2007',
    locale: 'en',
    name: 'A. Sample',
    channel: 'phone',
    message: 'Asked for the list of consultation centres, in English if possible. Calls again on Friday.',
  },
  {
    daysAgo: 2,
    topic: 'subscription',
    locale: 'ko',
    name: '견본 독자',
    email: 'dokja@example.org',
    channel: 'web',
    message: 'M-Net 정기 구독은 어떻게 신청합니까?',
  },
  {
    daysAgo: 1,
    topic: 'other',
    locale: 'ja',
    name: '見本 太郎',
    channel: 'visit',
    message: '事務所で本を見せてほしいとのこと。その場で案内した。',
    isSettled: true,
  },
]

type SampleRequest = { daysAgo: number; sku: string; email: string; locale: Locale; isConfirmed: boolean }

/** They wait for the issue that is sold out; one has not followed her link yet. */
const REQUESTS: readonly SampleRequest[] = [
  { daysAgo: 5, sku: 'MNET-99', email: 'first@example.org', locale: 'ja', isConfirmed: true },
  { daysAgo: 3, sku: 'MNET-99', email: 'second@example.org', locale: 'en', isConfirmed: true },
  { daysAgo: 1, sku: 'MNET-99', email: 'third@example.org', locale: 'ko', isConfirmed: false },
]

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Gives the demo what readers have asked. Does nothing where somebody has asked something already. */
export async function seedReaders({ now }: { now: Date }): Promise<void> {
  await inTransaction(async (tx) => {
    const known = await Promise.all([tx.inquiry.count(), tx.availabilityRequest.count()])
    if (known.some((count) => count > 0)) return
    const skus = [...INQUIRIES, ...REQUESTS].flatMap(({ sku }) => sku ?? [])
    const editions = await tx.edition.findMany({
      where: { sku: { in: skus } },
      select: { id: true, sku: true },
    })
    const idOf = (sku: string | undefined): string | null =>
      editions.find((edition) => edition.sku === sku)?.id ?? null
    await writeInquiries(tx, idOf, now)
    await tx.availabilityRequest.createMany({
      data: REQUESTS.flatMap(({ daysAgo, sku, email, locale, isConfirmed }) => {
        const editionId = idOf(sku)
        if (!editionId) return []
        const requestedAt = new Date(now.getTime() - daysAgo * DAY_MS)
        const confirmedAt = isConfirmed ? new Date(requestedAt.getTime() + HOUR_MS) : null
        const { tokenHash } = newRequestToken()
        return [{ id: newId(), editionId, email, locale, tokenHash, requestedAt, confirmedAt }]
      }),
    })
  })
}

async function writeInquiries(
  tx: Tx,
  idOf: (sku: string | undefined) => string | null,
  now: Date,
): Promise<void> {
  await tx.inquiry.createMany({
    data: INQUIRIES.map(({ daysAgo, sku, answer, isSettled, ...inquiry }) => {
      const receivedAt = new Date(now.getTime() - daysAgo * DAY_MS)
      const closedAt = new Date(receivedAt.getTime() + DAY_MS / 2)
      return {
        ...inquiry,
        id: newId(),
        editionId: idOf(sku),
        receivedAt,
        answer: answer ?? null,
        answeredAt: answer ? closedAt : null,
        closedAt: answer || isSettled ? closedAt : null,
      }
    }),
  })
}
