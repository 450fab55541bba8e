import { parseArgs } from 'node:util'
import { rounded, type Figure, type Measure } from '#tests/bench/figure.ts'
import { measureCatalogue } from '#tests/bench/figures/catalogue.ts'
import { measureGrowth } from '#tests/bench/figures/growth.ts'
import { measureMemory } from '#tests/bench/figures/memory.ts'
import { measureOrders } from '#tests/bench/figures/orders.ts'
import { measurePaint } from '#tests/bench/figures/paint.ts'
import { measureReport } from '#tests/bench/figures/report.ts'
import { measureStart } from '#tests/bench/figures/start.ts'
import { measureWeight } from '#tests/bench/figures/weight.ts'
import { openRig } from '#tests/bench/rig.ts'

/** Every figure of docs/bench.md, by the beginning of its name. */
const MEASURES: Record<string, Measure> = {
  catalogue: measureCatalogue,
  orders: measureOrders,
  growth: measureGrowth,
  report: measureReport,
  weight: measureWeight,
  paint: measurePaint,
  memory: measureMemory,
  start: measureStart,
}

/** Runs the bench and prints its figures. @returns the exit status: 1 when a bound does not hold, 2 for a wrong argument */
export async function runBench(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean' },
      quick: { type: 'boolean' },
      only: { type: 'string', multiple: true },
    },
  })
  const chosen = Object.keys(MEASURES).filter((name) => !values.only || values.only.includes(name))
  if (chosen.length === 0 || (values.only ?? []).some((name) => !(name in MEASURES))) {
    process.stderr.write(`--only takes: ${Object.keys(MEASURES).join(', ')}\n`)
    return 2
  }
  const figures: Figure[] = []
  const rig = await openRig({ isQuick: values.quick ?? false })
  try {
    for (const name of chosen) {
      process.stderr.write(`${name} ...\n`)
      const found = (await MEASURES[name]?.(rig)) ?? []
      // As they come: the whole bench takes a while.
      for (const { name, value, ratio } of found) {
        process.stderr.write(
          `  ${name} ${rounded(value)}${ratio === null ? '' : ` (ratio ${rounded(ratio)})`}\n`,
        )
      }
      figures.push(...found)
    }
  } finally {
    await rig.close()
  }
  process.stdout.write(values.json ? `${JSON.stringify({ figures })}\n` : tableOf(figures))
  return figures.every((figure) => figure.ok) ? 0 : 1
}

function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${rounded(figure.value)} ${figure.unit}`,
    figure.limit === null ? '' : rounded(figure.limit),
    figure.ratio === null ? '' : rounded(figure.ratio),
    figure.bound,
    figure.ok ? 'ok' : 'NOT MET',
  ])
  const all = [['figure', 'value', 'limit', 'ratio', 'bound', ''], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
