import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { anEdition, anOrder, aRun } from '#tests/support/factories.ts'

/** The periodical that `anIssue` adds to. */
export async function aPeriodical(): Promise<string> {
  const { id } = await db.periodical.create({ data: { id: newId(), slug: 'm-net', name: 'M-Net' } })
  return id
}

/** An issue MNET-n, printed in one run unless `on` is null. */
export async function anIssue(
  periodicalId: string,
  number: number,
  { on, copies }: { on: string | null; copies: number },
): Promise<{ editionId: string; sku: string }> {
  const { editionId, titleId, sku } = await anEdition({ sku: `MNET-${number}`, copies: 0 })
  await db.title.update({ where: { id: titleId }, data: { kind: 'periodical_issue' } })
  const datedOn = dayToDb(tokyoDay(on ?? '2026-12-01'))
  await db.issue.create({
    data: { id: newId(), periodicalId, numberFrom: number, numberTo: number, datedOn, titleId },
  })
  if (on !== null) await aRun(editionId, { copies, on })
  return { editionId, sku }
}

/** Copies that a reader ordered, paid and got on a day. */
export async function aSingleSale(
  sku: string,
  { copies, on }: { copies: number; on: string },
): Promise<void> {
  const now = new Date(`${on}T03:00:00Z`)
  const order = await anOrder([{ sku, copies }], { now })
  const { amountYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
  const paid = { charge: order.code, amountYen, method: 'bank' as const, on: tokyoDay(on), ref: order.code }
  await recordPayment(paid, { now })
  const posted = await postOrder({ order: { code: order.code }, actor: 'test' }, { now })
  if (!posted.ok) throw new Error(`not posted: ${posted.reason}`)
}
