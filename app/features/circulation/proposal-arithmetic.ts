import { z } from 'zod'
import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import type { Arithmetic } from '#app/domain/print-proposal.ts'

// What print_proposals keeps as JSON: the figures that were typed, and every step that was made of them and of the sales of that day.

const Day = z.custom<TokyoDay>(isTokyoDay)
const Figure = z.number()

export const TypedFigures = z.object({
  owed: z.number().int().min(0).max(1_000_000),
  complimentary: z.number().int().min(0).max(1_000_000),
  spoilagePercent: z.number().min(0).max(50),
  overageYen: z.number().int().min(0).max(1_000_000),
  underageYen: z.number().int().min(0).max(1_000_000),
})
export type TypedFigures = z.output<typeof TypedFigures>

/** What an edition is compared with: other issues, its own runs, or the first runs of others of its kind. */
export const SERIES_BASES = ['issues', 'runs', 'kind'] as const
export type SeriesBasis = (typeof SERIES_BASES)[number]

export const KeptInputs = TypedFigures.extend({ basis: z.enum(SERIES_BASES) })
export type KeptInputs = z.output<typeof KeptInputs>

export const KeptArithmetic: z.ZodType<Arithmetic> = z.object({
  horizonMonths: Figure,
  curve: z.array(z.object({ month: Figure, share: Figure, seenOn: Figure })),
  comparables: z.array(
    z.object({
      label: z.string(),
      deliveredOn: Day,
      months: Figure,
      sold: Figure,
      isSoldOut: z.boolean(),
      share: Figure.nullable(),
      projected: Figure.nullable(),
    }),
  ),
  used: Figure,
  mean: Figure,
  spread: Figure,
  ratio: Figure,
  level: Figure,
  method: z.enum(['none', 'normal', 'empirical']),
  position: Figure.nullable(),
  single: z.object({ low: Figure, proposed: Figure, high: Figure }),
  needed: Figure,
  spoilage: Figure,
})
