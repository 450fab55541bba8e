import { createHash } from 'node:crypto'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { LOCALES } from '#app/domain/locale.ts'
import { refreshSearchIndex } from '#app/features/catalogue/search-index.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { PERIODICAL, TITLES, type SeedFile, type SeedTitle } from '#prisma/seed/catalogue-data.ts'
import { writeStory } from '#prisma/seed/seed-story.ts'
import { samplePdf } from '#prisma/seed/sample-pdf.ts'
import {
  SAMPLE_ORGANISATION,
  SAMPLE_SHIPPING_FROM,
  SAMPLE_SHIPPING_RATES,
} from '#prisma/seed/sample-settings.ts'

/** Sample prices hold from here on. */
const PRICES_FROM = '2006-01-01'

/** Any number, the same in every process that seeds. */
const SEED_LOCK = 20_070_701

type StoredFileRow = Prisma.StoredFileCreateManyInput

/**
 * Fills an empty database with the catalogue of the report and the samples of a demo. Does nothing where there are titles already; two
 * processes that start at once fill it once.
 * @returns whether anything was written
 */
export async function seedCatalogue({ now }: { now: Date }): Promise<boolean> {
  if ((await db.title.count()) > 0) return false
  const files = await makeFiles(now)
  return await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM pg_advisory_xact_lock(${SEED_LOCK}::bigint)`
    if ((await tx.title.count()) > 0) return false
    await writeSettings(tx, now)
    await writeTitles(tx, files, now)
    return true
  })
}

/** Fonts are large and slow to read, so the files are made before the transaction, and once per process. */
async function makeFiles(now: Date): Promise<Map<SeedFile, StoredFileRow>> {
  const wanted = TITLES.flatMap((title) =>
    title.editions.flatMap((edition) => [
      ...(edition.file ? [edition.file] : []),
      ...(edition.supplements ?? []).map((supplement) => supplement.file),
    ]),
  )
  const rows = new Map<SeedFile, StoredFileRow>()
  for (const file of wanted) {
    const content = await contentOf(file)
    rows.set(file, {
      id: newId(),
      sha256: createHash('sha256').update(content).digest('hex'),
      name: file.name,
      mediaType: 'application/pdf',
      byteLength: content.byteLength,
      content,
      createdAt: now,
    })
  }
  return rows
}

const made = new Map<SeedFile, Promise<Uint8Array<ArrayBuffer>>>()

function contentOf(file: SeedFile): Promise<Uint8Array<ArrayBuffer>> {
  const known = made.get(file)
  if (known) return known
  const content = samplePdf(file, new Date('2007-10-01T00:00:00Z'))
  made.set(file, content)
  return content
}

async function writeSettings(tx: Tx, now: Date): Promise<void> {
  if ((await tx.setting.count({ where: { key: 'organisation' } })) === 0) {
    await tx.setting.create({
      data: { id: newId(), key: 'organisation', value: SAMPLE_ORGANISATION, recordedAt: now },
    })
  }
  await tx.shippingRate.createMany({
    data: Object.entries(SAMPLE_SHIPPING_RATES).flatMap(([zone, rates]) =>
      rates.map(([maxGrams, priceYen]) => ({
        zone,
        validFrom: date(SAMPLE_SHIPPING_FROM),
        maxGrams,
        priceYen,
      })),
    ),
    skipDuplicates: true,
  })
}

async function writeTitles(tx: Tx, files: Map<SeedFile, StoredFileRow>, now: Date): Promise<void> {
  const periodical = { id: newId(), ...PERIODICAL }
  const titles = TITLES.map((seed) => ({ id: newId(), seed }))
  const editions = titles.flatMap(({ id: titleId, seed }) =>
    seed.editions.map((edition, position) => ({ id: newId(), titleId, position, seed: edition })),
  )
  const supplements = editions.flatMap(({ id: editionId, seed }) =>
    (seed.supplements ?? []).map((supplement) => ({ id: newId(), editionId, seed: supplement })),
  )
  const runs = editions.flatMap(({ id: editionId, seed }) =>
    seed.run ? [{ id: newId(), editionId, copies: seed.run.copies, on: date(seed.run.receivedOn) }] : [],
  )
  const idOf = (file: SeedFile | undefined) => (file ? (files.get(file)?.id ?? null) : null)

  await tx.storedFile.createMany({ data: [...files.values()] })
  await tx.periodical.create({ data: periodical })
  await tx.title.createMany({
    data: titles.map(({ id, seed }) => ({
      id,
      slug: seed.slug,
      kind: seed.kind,
      publishedOn: date(seed.publishedOn),
      createdAt: now,
      updatedAt: now,
    })),
  })
  await tx.titleText.createMany({ data: titles.flatMap(({ id, seed }) => textsOf(id, seed)) })
  await tx.issue.createMany({
    data: titles.flatMap(({ id, seed }) =>
      seed.issue
        ? [
            {
              id: newId(),
              periodicalId: periodical.id,
              titleId: id,
              numberFrom: seed.issue.from,
              numberTo: seed.issue.to,
              datedOn: date(seed.publishedOn),
            },
          ]
        : [],
    ),
  })
  await tx.edition.createMany({
    data: editions.map(({ id, titleId, position, seed }) => ({
      id,
      titleId,
      position,
      sku: seed.sku,
      language: seed.language,
      format: seed.format,
      state: seed.state,
      pages: seed.pages ?? null,
      weightGrams: seed.weightGrams ?? null,
      publishedOn: date(seed.publishedOn),
      fileId: idOf(seed.file),
      createdAt: now,
    })),
  })
  await tx.editionPrice.createMany({
    data: editions.map(({ id, seed }) => ({
      editionId: id,
      validFrom: date(PRICES_FROM),
      priceYen: seed.priceYen,
    })),
  })
  await tx.supplement.createMany({
    data: supplements.map(({ id, editionId, seed }) => ({
      id,
      editionId,
      slug: seed.slug,
      kind: seed.kind,
      language: seed.language,
      fileId: idOf(seed.file) as string,
      publishedOn: date(seed.publishedOn),
    })),
  })
  await tx.supplementText.createMany({
    data: supplements.flatMap(({ id, seed }) =>
      LOCALES.flatMap((locale) => {
        const text = seed.texts[locale]
        return text ? [{ supplementId: id, locale, name: text.name, note: text.note ?? null }] : []
      }),
    ),
  })
  // Levels begin at nothing: the movements of the runs fill them, by trigger.
  await tx.stockLevel.createMany({
    data: editions
      .filter(({ seed }) => seed.format === 'print')
      .map(({ id, seed }) => ({ editionId: id, preorderLimit: seed.preorderLimit ?? 0 })),
  })
  await tx.printRun.createMany({
    data: runs.map(({ id, editionId }) => ({
      id,
      editionId,
      number: 1,
      state: 'delivered' as const,
      createdAt: now,
    })),
  })
  const deliveries = runs.map((run) => ({ ...run, deliveryId: newId() }))
  await tx.printRunDelivery.createMany({
    data: deliveries.map(({ id: printRunId, deliveryId, copies, on }) => ({
      id: deliveryId,
      printRunId,
      deliveredOn: on,
      copies,
      formKey: `seed:${deliveryId}`,
      recordedAt: now,
    })),
  })
  await tx.stockMovement.createMany({
    data: deliveries.map(({ id: printRunId, deliveryId, editionId, copies, on }) => ({
      id: newId(),
      editionId,
      printRunId,
      deliveryId,
      kind: 'received' as const,
      copies,
      movedOn: on,
      recordedAt: now,
    })),
  })
  // Copies are ordered in advance against a run that is to come.
  await tx.printRun.createMany({
    data: editions.flatMap(({ id: editionId, seed }) =>
      seed.preorderLimit
        ? [
            {
              id: newId(),
              editionId,
              number: seed.run ? 2 : 1,
              state: 'planned' as const,
              copiesOrdered: seed.plannedCopies ?? seed.preorderLimit,
              expectedOn: date(seed.publishedOn),
              createdAt: now,
            },
          ]
        : [],
    ),
  })
  await writeStory(tx, now)
  await refreshSearchIndex(
    titles.map(({ id }) => id),
    tx,
  )
}

function textsOf(titleId: string, seed: SeedTitle): Prisma.TitleTextCreateManyInput[] {
  return LOCALES.flatMap((locale) => {
    const text = seed.texts[locale]
    if (!text) return []
    return [
      {
        titleId,
        locale,
        name: text.name,
        subtitle: text.subtitle ?? null,
        description: text.description,
        contents: text.contents?.join('\n') ?? null,
      },
    ]
  })
}

function date(day: string): Date {
  return dayToDb(tokyoDay(day))
}
