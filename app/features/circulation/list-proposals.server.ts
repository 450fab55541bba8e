import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import { pickText, type Locale } from '#app/domain/locale.ts'
import type { Arithmetic } from '#app/domain/print-proposal.ts'
import type { PrintRunState } from '#app/domain/print-run.ts'
import { KeptArithmetic, KeptInputs } from '#app/features/circulation/proposal-arithmetic.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'
import { isUuid } from '#app/platform/id.server.ts'

/** What became of a proposal: the run that was planned from it, as it stands now. */
export type ProposalOutcome = {
  number: number
  state: PrintRunState
  copies: number
  ordered: number | null
  printed: number
  sold: number
  posted: number
  complimentary: number
  lost: number
  /** On hand and at consignees. */
  left: number
}

export type ListedProposal = {
  id: string
  sku: string
  title: string
  titleLanguage: string
  madeAt: Date
  staffName: string | null
  expectedOn: TokyoDay
  low: number
  proposed: number
  high: number
  outcome: ProposalOutcome | null
}

export type ProposalView = ListedProposal & { inputs: KeptInputs; arithmetic: Arithmetic }

const WITH_OUTCOME = {
  edition: { include: { title: { include: { texts: true } } } },
  printRun: true,
  staff: { select: { name: true } },
} satisfies Prisma.PrintProposalInclude

type Row = Prisma.PrintProposalGetPayload<{ include: typeof WITH_OUTCOME }>

/** Proposals beside what became of them, newest first. */
export async function listProposals({
  locale,
  page,
  perPage,
}: {
  locale: Locale
  page: number
  perPage: number
}): Promise<{ proposals: ListedProposal[]; pages: number }> {
  const [count, rows] = await Promise.all([
    db.printProposal.count(),
    db.printProposal.findMany({
      include: WITH_OUTCOME,
      omit: { inputs: true, arithmetic: true },
      orderBy: [{ madeAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * perPage,
      take: perPage,
    }),
  ])
  return { proposals: rows.map((row) => listed(row, locale)), pages: Math.max(1, Math.ceil(count / perPage)) }
}

/** One proposal with its arithmetic, as it was made. Null where there is none. */
export async function loadProposal(id: string, { locale }: { locale: Locale }): Promise<ProposalView | null> {
  if (!isUuid(id)) return null
  const row = await db.printProposal.findUnique({ where: { id }, include: WITH_OUTCOME })
  if (!row) return null
  return {
    ...listed(row, locale),
    inputs: KeptInputs.parse(row.inputs),
    arithmetic: KeptArithmetic.parse(row.arithmetic),
  }
}

function listed(row: Omit<Row, 'inputs' | 'arithmetic'>, locale: Locale): ListedProposal {
  const named = pickText(row.edition.title.texts, locale)?.text
  return {
    id: row.id,
    sku: row.edition.sku,
    title: named?.name ?? row.edition.sku,
    titleLanguage: named?.locale ?? locale,
    madeAt: row.madeAt,
    staffName: row.staff?.name ?? null,
    expectedOn: dayFromDb(row.expectedOn),
    low: row.lowCopies,
    proposed: row.proposedCopies,
    high: row.highCopies,
    outcome: row.printRun && outcomeOf(row.printRun),
  }
}

function outcomeOf(run: NonNullable<Row['printRun']>): ProposalOutcome {
  return {
    number: run.number,
    state: run.state,
    copies: run.copies,
    ordered: run.copiesOrdered,
    printed: run.copies,
    sold: run.sold,
    posted: run.postedToMembers,
    complimentary: run.complimentary,
    lost: run.damagedOrLost,
    left: run.onHand + run.consigned,
  }
}
