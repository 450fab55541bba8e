import { beforeEach, describe, expect, it } from 'vitest'
import { listTitles } from '#app/features/catalogue/list-titles.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { seedCatalogue } from '#prisma/seed/seed-catalogue.ts'

// What all titles are counted for is remembered by the version of the catalogue, which the database gives.

const ALL = { q: '', kind: null, language: null, page: 1 }

beforeEach(async () => {
  await seedCatalogue({ now: new Date('2026-11-22T03:00:00Z') })
})

async function version(): Promise<string | undefined> {
  return (await db.catalogueVersion.findFirst())?.version
}

describe('the counts of the catalogue', () => {
  it('follow what becomes of titles and editions, for each filter', async () => {
    const manuals = { ...ALL, kind: 'manual' as const }
    const before = await listTitles(ALL, { locale: 'ja' })
    const manualsBefore = await listTitles(manuals, { locale: 'ja' })
    expect(await listTitles(ALL, { locale: 'ja' })).toEqual(before)
    const manual = await db.title.findFirstOrThrow({ where: { kind: 'manual' } })

    await db.title.update({ where: { id: manual.id }, data: { listed: false } })
    expect((await listTitles(ALL, { locale: 'ja' })).total).toBe(before.total - 1)
    expect((await listTitles(manuals, { locale: 'ja' })).total).toBe(manualsBefore.total - 1)

    await db.title.update({ where: { id: manual.id }, data: { listed: true } })
    await db.edition.updateMany({ where: { titleId: manual.id }, data: { state: 'withdrawn' } })
    const without = await listTitles(ALL, { locale: 'ja' })
    expect(without.total).toBe(before.total - 1)

    await db.edition.updateMany({ data: { language: 'pt' } })
    expect((await listTitles(ALL, { locale: 'ja' })).languages).toEqual(['pt'])
  })

  it('are those of before until a change is committed, and a change that is rolled back is none', async () => {
    const before = await listTitles(ALL, { locale: 'ja' })
    const versionBefore = await version()
    await expect(
      inTransaction(async (tx) => {
        await tx.title.updateMany({ data: { listed: false } })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await version()).toBe(versionBefore)
    expect((await listTitles(ALL, { locale: 'ja' })).total).toBe(before.total)
  })

  it('stay while copies come and go', async () => {
    const versionBefore = await version()
    await db.stockLevel.updateMany({ data: { preorderLimit: 7 } })
    expect(await version()).toBe(versionBefore)
  })

  it('are of an emptied catalogue too', async () => {
    await listTitles(ALL, { locale: 'ja' })
    await db.$executeRawUnsafe('TRUNCATE titles, catalogue_version CASCADE')
    expect(await listTitles(ALL, { locale: 'ja' })).toMatchObject({
      titles: [],
      total: 0,
      pages: 1,
      languages: [],
    })
  })
})
