import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { action, loader } from '#app/routes/desk/next-run.tsx'
import { action as planAction } from '#app/routes/desk/run-new.tsx'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import { anIssue, aPeriodical } from '#tests/support/print-series.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()

const path = '/desk/print-runs/next'
const right = {
  owed: '５１１',
  complimentary: '53',
  spoilage: '2',
  overage: '140',
  underage: '336',
  expectedOn: '2099-01-10',
}

beforeEach(async () => {
  await anOrganisation()
  const periodicalId = await aPeriodical()
  await anIssue(periodicalId, 98, { on: '2020-05-01', copies: 900 })
  await anIssue(periodicalId, 99, { on: null, copies: 0 })
})

async function aDesk() {
  const staff = await aDeskVisitor('secretariat')
  return {
    staff,
    show: (query = '') => staff.get(loader, `${path}${query}`),
    propose: (fields: Record<string, string>, sku = 'MNET-99') =>
      staff.post(action, `${path}?edition=${sku}`, { ...right, ...fields }),
  }
}

describe('how many to print next', () => {
  test('is worked out, shown with its arithmetic, planned as a run, and listed beside it', async () => {
    const { staff, show, propose } = await aDesk()
    const chosen = await show('?edition=mnet-99')
    expect(chosen.data.suggestion).toMatchObject({ sku: 'MNET-99', basis: 'issues', last: { printed: 900 } })
    expect(chosen.data.choices.map(({ sku }) => sku)).toContain('MNET-99')
    const made = await propose({})
    expect(made.status).toBe(303)
    const { id, proposedCopies, staffId } = await db.printProposal.findFirstOrThrow()
    expect(staffId).toBe(staff.staffId)
    expect(made.location).toBe(`${path}?proposal=${id}`)
    const shown = await show(`?proposal=${id}`)
    expect(shown.data.proposal).toMatchObject({
      sku: 'MNET-99',
      proposed: proposedCopies,
      inputs: { owed: 511, complimentary: 53, spoilagePercent: 2, overageYen: 140, underageYen: 336 },
      arithmetic: { used: 1, method: 'normal', comparables: [{ label: 'MNET-98', sold: 0, projected: 0 }] },
    })
    const planned = await staff.post(
      planAction,
      `/desk/stock/MNET-99/runs/new?copies=${proposedCopies}&proposal=${id}`,
      { copies: '600' },
      { sku: 'MNET-99' },
    )
    expect(planned.status).toBe(303)
    expect((await show()).data.proposals).toMatchObject([
      { id, proposed: proposedCopies, outcome: { number: 1, ordered: 600, printed: 0, left: 0 } },
    ])
  })

  test.each([
    ['owed', '-1'],
    ['owed', '1.5'],
    ['complimentary', ''],
    ['expectedOn', '2020-01-01'],
    ['expectedOn', 'tomorrow'],
    ['spoilage', '99'],
    ['overage', '-140'],
    ['underage', '1e3'],
  ])('%s of "%s" is refused at its field, everything typed kept', async (field, typed) => {
    const { propose } = await aDesk()
    const { status, data } = await propose({ [field]: typed })
    expect(status).toBe(422)
    expect(Object.keys(data.problems)).toEqual([field])
    expect(data.typed).toMatchObject({ ...right, [field]: typed })
    expect(await db.printProposal.count()).toBe(0)
  })

  test('is not worked out for what is not printed or not there', async () => {
    const { show, propose } = await aDesk()
    await anEdition({ sku: 'FILE-1', format: 'pdf' })
    await anEdition({ sku: 'GONE-1', state: 'withdrawn' })
    for (const sku of ['FILE-1', 'GONE-1', 'NONE-1', "'; DROP"]) {
      const answer = await show(`?edition=${encodeURIComponent(sku)}`)
      expect([answer.status, answer.data.isUnknown]).toEqual([404, true])
      expect((await propose({}, encodeURIComponent(sku))).status).toBe(404)
    }
    expect((await propose({}, '')).status).toBe(404)
    for (const id of ['x', newId()]) expect((await show(`?proposal=${id}`)).status).toBe(404)
    expect((await show('?page=2')).status).toBe(404)
  })
})
