import { beforeEach, describe, expect, it } from 'vitest'
import { runAs } from '#app/platform/actor.server.ts'
import { setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { anEdition, anOrder, anOrganisation, aRun, NOON } from '#tests/support/factories.ts'

// What the database itself refuses of a catalogue, whoever writes it.

let editionId = ''
beforeEach(async () => {
  editionId = (await anEdition()).editionId
})

describe('numbers of books and periodicals', () => {
  it.each(['9784003101018', '9791032300824'])('takes the ISBN %s', async (isbn) => {
    await db.edition.update({ where: { id: editionId }, data: { isbn } })
  })

  it.each(['9784003101019', '978-4-00-310101-8', '4003101014', '9774003101018', ''])(
    'refuses "%s" as an ISBN',
    async (isbn) => {
      await expect(db.edition.update({ where: { id: editionId }, data: { isbn } })).rejects.toThrow(
        'editions_isbn',
      )
    },
  )

  it.each([
    ['0378-5955', true],
    ['2434-561X', true],
    ['0378-5954', false],
    ['03785955', false],
  ])('ISSN %s: %s', async (issn, isGood) => {
    const made = db.periodical.create({ data: { id: newId(), slug: 'm-net', name: 'M-Net', issn } })
    if (isGood) await made
    else await expect(made).rejects.toThrow('periodicals_issn')
  })
})

describe('issues', () => {
  it('a double issue takes both its numbers, and no number is used twice', async () => {
    const periodicalId = newId()
    await db.periodical.create({ data: { id: periodicalId, slug: 'm-net', name: 'M-Net' } })
    const datedOn = dayToDb(tokyoDay('2007-09-01'))
    const issue = async (numberFrom: number, numberTo: number, sku: string) => {
      const { titleId } = await anEdition({ sku })
      await db.issue.create({ data: { id: newId(), periodicalId, numberFrom, numberTo, datedOn, titleId } })
    }
    await issue(101, 102, 'MNET-101')
    expect((await db.issueNumber.findMany({ orderBy: { number: 'asc' } })).map((row) => row.number)).toEqual([
      101, 102,
    ])
    await expect(issue(102, 102, 'MNET-102')).rejects.toThrow()
    await expect(issue(104, 103, 'MNET-103')).rejects.toThrow('issues_numbers')
  })
})

it('a printed edition has a weight, a price is above zero, and two prices never start on one day', async () => {
  await expect(db.edition.update({ where: { id: editionId }, data: { weightGrams: null } })).rejects.toThrow(
    'editions_weight',
  )
  const price = (priceYen: number, day: string) =>
    db.editionPrice.create({ data: { editionId, validFrom: dayToDb(tokyoDay(day)), priceYen } })
  await expect(price(0, '2026-01-01')).rejects.toThrow('edition_prices_yen')
  await price(600, '2026-01-01')
  await expect(price(700, '2026-01-01')).rejects.toThrow()
})

it.each(['New', 'new', 'a b', 'm-net-', 'm--net', '', 'x'.repeat(81), '../x'])(
  'a title cannot have the address "%s"',
  async (slug) => {
    await expect(db.title.updateMany({ data: { slug } })).rejects.toThrow('titles_slug')
  },
)

describe('prices that count', () => {
  const noon = new Date('2026-11-24T03:00:00Z')
  beforeEach(() => {
    setClock(noon)
    return () => setClockOffset(0)
  })

  const dayOf = (text: string) => dayToDb(tokyoDay(text))
  const add = (from: string, priceYen = 600) =>
    db.editionPrice.create({ data: { editionId, validFrom: dayOf(from), priceYen } })
  /** As the desk does it: the day is that of the shop's clock. */
  const atTheDesk = (work: (tx: Parameters<Parameters<typeof inTransaction>[0]>[0]) => Promise<unknown>) =>
    codeOf(runAs({ kind: 'operator' }, () => inTransaction(work)))

  it('are neither changed nor deleted, from the first minute of their day', async () => {
    await add('2026-11-25')
    const price = { editionId, validFrom: dayOf('2026-11-25') }
    const change = () =>
      atTheDesk((tx) => tx.editionPrice.updateMany({ where: price, data: { priceYen: { increment: 10 } } }))
    setClock(new Date('2026-11-24T14:59:00Z'))
    expect(await change()).toBeNull()
    setClock(new Date('2026-11-24T15:00:00Z'))
    expect(await change()).toBe('SH010')
    expect(await atTheDesk((tx) => tx.editionPrice.deleteMany({ where: price }))).toBe('SH010')
    expect(await db.editionPrice.findMany({ orderBy: { validFrom: 'asc' } })).toMatchObject([
      { priceYen: 500 },
      { priceYen: 610 },
    ])
  })

  it('do not begin on days when orders were placed at another', async () => {
    await anOrganisation()
    await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: NOON })
    expect(await codeOf(add('2026-11-24'))).toBe('SH011')
    expect(await codeOf(add('2020-01-01'))).toBe('SH011')
    expect(await codeOf(add('2026-11-25'))).toBeNull()
    // Where another price began before the order, the days before that one are nobody's.
    const other = await anEdition({ sku: 'OTHER' })
    editionId = other.editionId
    await add('2026-11-24', 700)
    await anOrder([{ sku: 'OTHER', copies: 1 }], { now: NOON })
    expect(await codeOf(add('2020-01-01'))).toBeNull()
    expect(await codeOf(add('2026-11-20', 650))).toBeNull()
  })
})

it('an edition that was ordered or printed keeps its code, its form and its title', async () => {
  const fresh = await anEdition({ sku: 'FRESH', copies: 0 })
  const rename = (id: string, sku: string) => codeOf(db.edition.update({ where: { id }, data: { sku } }))
  expect(await rename(fresh.editionId, 'RENAMED')).toBeNull()
  await aRun(fresh.editionId, { copies: 1 })
  expect(await rename(fresh.editionId, 'AGAIN')).toBe('SH012')
  const pdf = { format: 'pdf', weightGrams: null } as const
  expect(await codeOf(db.edition.update({ where: { id: editionId }, data: pdf }))).toBe('SH012')
  await db.edition.update({ where: { id: editionId }, data: { state: 'withdrawn', language: 'mul' } })
})

/** Which of our own codes the database refused with; null when it took it. */
async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    const code = Object.values(DB_CODE).find((candidate) => hasDatabaseCode(error, candidate))
    if (!code) throw error
    return code
  }
}
