import type { ReportedRun } from '#app/features/circulation/report-runs.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

/** The columns of the print-run report, in the order of the copy equation. */
export const REPORT_WORDS = {
  edition: 'deskAdmin:stock.edition',
  title: 'deskAdmin:stock.name',
  issue: 'deskRuns:issue',
  run: 'deskAdmin:stock.run',
  receivedOn: 'deskAdmin:stock.receivedOn',
  printed: 'deskRuns:printed',
  postedToMembers: 'deskCopies:where.postedToMembers',
  sold: 'deskRuns:sold',
  soldOwnShop: 'deskCopies:where.soldOwnShop',
  soldAtStalls: 'deskCopies:where.soldAtStalls',
  soldAtBookshops: 'deskCopies:where.soldAtBookshops',
  complimentary: 'deskCopies:where.complimentary',
  consigned: 'deskCopies:where.consigned',
  damagedOrLost: 'deskCopies:where.damagedOrLost',
  returned: 'deskRuns:returned',
  onHand: 'deskCopies:where.onHand',
  held: 'deskRuns:held',
  sellThrough: 'deskRuns:sellThrough',
  paidShare: 'deskRuns:paidShare',
  monthlyRate: 'deskRuns:monthlyRate',
  monthsOfCover: 'deskRuns:monthsOfCover',
  revenueYen: 'deskRuns:revenue',
  costYen: 'deskRuns:cost',
  marginYen: 'deskRuns:margin',
  copiesToBreakEven: 'deskRuns:breakEven',
} as const satisfies Partial<Record<keyof ReportedRun, TextKey>>
