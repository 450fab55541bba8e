import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { anEdition } from '#tests/support/factories.ts'

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
