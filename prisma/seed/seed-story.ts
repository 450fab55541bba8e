import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { writePrintBill } from '#app/features/circulation/write-print-bill.server.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { STORY, type IssueStory } from '#prisma/seed/story-data.ts'

/** The tax of 2007, in percent. */
const TAX_OF_2007 = 5

/** Tells where the copies of the sample issues went: posted, given, spoiled, missing, and what printing them cost. */
export async function writeStory(tx: Tx, now: Date): Promise<void> {
  const runs = await tx.printRun.findMany({
    where: { number: 1, edition: { sku: { in: STORY.map(({ sku }) => sku) } } },
    select: { id: true, editionId: true, edition: { select: { sku: true } } },
  })
  for (const story of STORY) {
    const run = runs.find(({ edition }) => edition.sku === story.sku)
    if (!run) continue
    await writeNotes(tx, run, story, now)
    const billedOn = tokyoDay(story.on)
    const taxYen = Math.floor((story.billYen * TAX_OF_2007) / 100)
    const number = `見本-${story.sku}`
    await writePrintBill(
      tx,
      { printRunId: run.id, billedOn, number, netYen: story.billYen, taxYen, sourceKey: `seed:${story.sku}` },
      { now },
    )
  }
}

type NoteKind = 'members' | 'complimentary' | 'loss'
type Line = {
  note: NoteKind
  what: Pick<Prisma.StockMovementCreateManyInput, 'kind' | 'memberClass' | 'purpose'>
  copies: number
}

async function writeNotes(
  tx: Tx,
  run: { id: string; editionId: string },
  story: IssueStory,
  now: Date,
): Promise<void> {
  const on = dayToDb(tokyoDay(story.on))
  const lines: Line[] = [
    ...entries(story.posted).map(([memberClass, copies]): Line => ({
      note: 'members',
      what: { kind: 'posted_to_members', memberClass },
      copies,
    })),
    ...entries(story.complimentary).map(([purpose, copies]): Line => ({
      note: 'complimentary',
      what: { kind: 'complimentary', purpose },
      copies,
    })),
    { note: 'loss', what: { kind: 'damaged' }, copies: story.damaged ?? 0 },
    { note: 'loss', what: { kind: 'lost' }, copies: story.lost ?? 0 },
  ]
  for (const kind of ['members', 'complimentary', 'loss'] as const) {
    const ofKind = lines.filter(({ note, copies }) => note === kind && copies > 0)
    if (ofKind.length === 0) continue
    const stockNoteId = newId()
    await tx.stockNote.create({
      data: {
        id: stockNoteId,
        kind,
        notedOn: on,
        reason: '（見本）',
        formKey: `seed:${story.sku}:${kind}`,
        recordedAt: now,
      },
    })
    await tx.stockMovement.createMany({
      data: ofKind.map(({ what, copies }) => ({
        id: newId(),
        editionId: run.editionId,
        printRunId: run.id,
        ...what,
        copies: -copies,
        stockNoteId,
        movedOn: on,
        recordedAt: now,
      })),
    })
  }
}

function entries<Key extends string>(figures: Partial<Record<Key, number>>): [Key, number][] {
  return Object.entries(figures) as [Key, number][]
}
