import { addDays, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import {
  backtest,
  figuresBefore,
  underageOf,
  type Backtest,
  type KnownFigures,
} from '#app/domain/print-history.ts'
import type { SeriesBasis, TypedFigures } from '#app/features/circulation/proposal-arithmetic.ts'
import {
  findSeriesEdition,
  loadAllSeries,
  loadNetPrice,
  loadPrintSeries,
} from '#app/features/circulation/proposal-series.server.ts'

export type ProposalSuggestion = {
  sku: string
  basis: SeriesBasis
  /** The newest one that it is compared with, whose figures the form begins with; null when there is none. */
  last: KnownFigures | null
  /** What the form begins with; what nothing is known of is left out. */
  typed: Partial<TypedFigures>
  expectedOn: TokyoDay
  /** How well proposals would have done in this series. */
  backtest: Backtest
}

/** Printers take about three weeks. */
const DAYS_TO_PRINT = 21

/** What the form of a proposal begins with. Null unless the edition is printed and not withdrawn. */
export async function suggestProposal(
  sku: string,
  { now }: { now: Date },
): Promise<ProposalSuggestion | null> {
  const edition = await findSeriesEdition(sku)
  if (!edition || edition.format !== 'print' || edition.state === 'withdrawn') return null
  const today = tokyoDayOf(now)
  const { basis, items } = await loadPrintSeries(edition)
  const newest = items.at(-1)
  const last = newest ? figuresBefore(newest, nextMonth(today)) : null
  const netPriceYen = await loadNetPrice(edition.id, today)
  const cost = last?.costPerCopyYen ?? null
  return {
    sku: edition.sku,
    basis,
    last,
    typed: {
      ...(last ? { owed: basis === 'issues' ? last.posted : 0 } : {}),
      ...(last ? { complimentary: last.complimentary, spoilagePercent: last.spoilagePercent } : {}),
      ...(cost === null ? {} : { overageYen: cost }),
      ...(cost === null || netPriceYen === null ? {} : { underageYen: underageOf(netPriceYen, cost) }),
    },
    expectedOn: addDays(today, DAYS_TO_PRINT),
    // First runs of other titles are no row of like things: there "as last time" means nothing.
    backtest: backtest(basis === 'kind' ? [] : [items], today),
  }
}

/** The backtest over everything that was ever printed. */
export async function loadBacktest({ now }: { now: Date }): Promise<Backtest> {
  return backtest(await loadAllSeries(), tokyoDayOf(now))
}

/** A day of the next month: what happened in this one counts. */
function nextMonth(day: TokyoDay): TokyoDay {
  return addDays(`${day.slice(0, 7)}-01` as TokyoDay, 31)
}
