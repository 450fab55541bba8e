import { expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { tellWaiting } from '#app/features/availability/tell-waiting.server.ts'
import { countInquiries } from '#app/features/inquiries/count-inquiries.server.ts'
import { listInquiries } from '#app/features/inquiries/list-inquiries.server.ts'
import { parseInquiryFilters } from '#app/features/inquiries/inquiry-filters.ts'
import { db } from '#app/platform/db.server.ts'
import { NOON } from '#tests/support/factories.ts'
import { seedCatalogue } from '#prisma/seed/seed-catalogue.ts'
import { seedReaders } from '#prisma/seed/seed-readers.ts'

test('the demo has inquiries, two of them for the list of consultation centres, and readers who wait', async () => {
  await seedCatalogue({ now: NOON })
  await seedReaders({ now: NOON })
  const period = { from: tokyoDay('2026-01-01'), to: tokyoDay('2026-12-31') }
  const report = await countInquiries(period, { locale: 'ja' })
  expect(report).toMatchObject({ inquiries: 6, open: 4 })
  expect(report.rows[0]).toMatchObject({
    topic: 'consultation_centers',
    edition: 'SURVIVAL-2007',
    inquiries: 2,
    open: 1,
  })
  expect(report.topics.every(({ inquiries }) => inquiries > 0)).toBe(true)
  const list = await listInquiries(parseInquiryFilters(new URLSearchParams()), { perPage: 50 })
  expect(list.inquiries).toHaveLength(list.total)

  const waiting = () =>
    db.availabilityRequest.findMany({ where: { endedAt: null }, include: { edition: true } })
  expect((await waiting()).map(({ edition, confirmedAt }) => [edition.sku, confirmedAt !== null])).toEqual([
    ['MNET-99', true],
    ['MNET-99', true],
    ['MNET-99', false],
  ])
  // It is sold out, so they go on waiting.
  expect(await tellWaiting({ now: NOON })).toBe(0)

  await seedReaders({ now: NOON })
  expect([await db.inquiry.count(), (await waiting()).length]).toEqual([6, 3])
})
