import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import { isCorrectable } from '#app/features/circulation/correct-movement.server.ts'
import type { MovementKind } from '#app/features/desk/movement-words.ts'
import { db } from '#app/platform/db.server.ts'
import { isUuid } from '#app/platform/id.server.ts'

export type MovementView = {
  id: string
  kind: MovementKind
  copies: number
  run: number
  movedOn: TokyoDay
  staffName: string | null
  isCorrected: boolean
  isCorrectable: boolean
}

/** One movement of an edition. Null where there is none. */
export async function loadMovement(sku: string, id: string): Promise<MovementView | null> {
  if (!isUuid(id)) return null
  const row = await db.stockMovement.findFirst({
    where: { id, edition: { sku } },
    include: {
      printRun: { select: { number: true } },
      staff: { select: { name: true } },
      correctedBy: { select: { id: true } },
    },
  })
  return (
    row && {
      id: row.id,
      kind: row.kind,
      copies: row.copies,
      run: row.printRun.number,
      movedOn: dayFromDb(row.movedOn),
      staffName: row.staff?.name ?? null,
      isCorrected: row.correctedBy !== null,
      isCorrectable: isCorrectable(row),
    }
  )
}
