import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assertBalanced,
  billPostings,
  creditPostings,
  disputeLostPostings,
  disputePostings,
  feePostings,
  paymentPostings,
  recogniseShipment,
  recognitionPostings,
  refundPostings,
  reversePostings,
  type BilledLine,
  type PostingDraft,
  type RecognisedLine,
} from '#app/domain/ledger.ts'
import { documentTotals } from '#app/domain/document.ts'
import { includedTax } from '#app/domain/tax.ts'

const method = fc.constantFrom('card', 'konbini', 'bank', 'postal', 'cash')
const yen = fc.nat(100_000)

function balanceOf(postings: readonly PostingDraft[], account: string): number {
  return postings
    .filter((posting) => posting.account === account)
    .reduce((sum, posting) => sum + posting.amountYen, 0)
}

describe('postings', () => {
  it('a book of 1,100 yen at 10 % is sold for 1,000 and 100 of tax', () => {
    const line: RecognisedLine = {
      kind: 'edition',
      titleId: 't',
      taxRate: 10,
      recognisedBeforeYen: 0,
      deltaYen: 1_100,
    }
    expect(recognitionPostings([line], { fromAdvancesYen: 1_100 })).toEqual([
      { account: 'advances', amountYen: 1_100 },
      { account: 'sales', amountYen: -1_000, titleId: 't', taxRate: 10 },
      { account: 'output_tax', amountYen: -100, taxRate: 10 },
    ])
  })

  it('what is posted before it is paid is a receivable', () => {
    const line: RecognisedLine = {
      kind: 'edition',
      titleId: 't',
      taxRate: 10,
      recognisedBeforeYen: 0,
      deltaYen: 1_100,
    }
    expect(recognitionPostings([line], { fromAdvancesYen: 300 }).slice(0, 2)).toEqual([
      { account: 'advances', amountYen: 300 },
      { account: 'receivables', amountYen: 800 },
    ])
  })

  it('a lecture and its travel are billed: tax once over both, each line without its part of it', () => {
    const line = { kind: 'lecture' as const, titleId: null, taxRate: 10 }
    expect(
      billPostings([
        { ...line, amountYen: 30_005 },
        { ...line, amountYen: 1_006 },
      ]),
    ).toEqual([
      { account: 'receivables', amountYen: 31_011 },
      // 31,011 yen hold 2,819 of tax; line by line it would have been 2,727 and 91.
      { account: 'lecture_income', amountYen: -27_277, titleId: null, taxRate: 10 },
      { account: 'lecture_income', amountYen: -915, titleId: null, taxRate: 10 },
      { account: 'output_tax', amountYen: -2_819, taxRate: 10 },
    ])
  })

  it('copies that a consignee sold are sales of their title', () => {
    expect(
      billPostings([{ kind: 'consignment', titleId: 't', taxRate: 10, amountYen: 880 }]).slice(1),
    ).toEqual([
      { account: 'sales', amountYen: -800, titleId: 't', taxRate: 10 },
      { account: 'output_tax', amountYen: -80, taxRate: 10 },
    ])
  })

  it('a bill balances, owes its total, and states the tax of its paper', () => {
    const line = fc.record({
      kind: fc.constantFrom('lecture' as const, 'consignment' as const),
      titleId: fc.constantFrom(null, 'a', 'b'),
      taxRate: fc.constantFrom(0, 8, 10),
      amountYen: yen,
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines: BilledLine[]) => {
        const totalYen = lines.reduce((sum, { amountYen }) => sum + amountYen, 0)
        fc.pre(totalYen > 0)
        const drafts = billPostings(lines)
        assertBalanced(drafts)
        expect(balanceOf(drafts, 'receivables')).toBe(totalYen)
        const taxYen = documentTotals(lines, { qualified: true }).taxBlocks.reduce(
          (sum, block) => sum + block.taxYen,
          0,
        )
        expect(0 - balanceOf(drafts, 'output_tax')).toBe(taxYen)
        expect(balanceOf(drafts, 'advances')).toBe(0)
      }),
    )
  })

  it('a payment balances, whatever it is made of', () => {
    fc.assert(
      fc.property(method, yen, yen, yen, (how, allocateYen, surplusYen, unidentifiedYen) => {
        fc.pre(allocateYen + surplusYen + unidentifiedYen > 0)
        assertBalanced(paymentPostings({ method: how, allocateYen, surplusYen, unidentifiedYen }))
      }),
    )
  })

  it('fees and disputes balance, both ways', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999 }),
        fc.integer({ min: 1, max: 5_000 }),
        (amountYen, feeYen) => {
          assertBalanced(feePostings(feeYen))
          assertBalanced(disputeLostPostings(amountYen))
          const out = disputePostings({ amountYen, feeYen })
          assertBalanced(out)
          const all = [...out, ...reversePostings(out)]
          expect(balanceOf(all, 'disputed') + balanceOf(all, 'stripe_clearing')).toBe(0)
        },
      ),
    )
  })

  it('refuses an entry that is off, has one side, or holds a zero', () => {
    expect(() => assertBalanced([{ account: 'bank', amountYen: 1 }])).toThrow('two postings')
    expect(() =>
      assertBalanced([
        { account: 'bank', amountYen: 2 },
        { account: 'sales', amountYen: -1 },
      ]),
    ).toThrow('off by 1 yen')
    expect(() =>
      assertBalanced([
        { account: 'bank', amountYen: 0 },
        { account: 'sales', amountYen: 0 },
      ]),
    ).toThrow('not zero')
  })
})

describe('income over many parcels and refunds', () => {
  type Line = { kind: 'edition' | 'shipping'; taxRate: number; amountYen: number; copies: number }
  const line: fc.Arbitrary<Line> = fc.record({
    kind: fc.constant('edition' as const),
    taxRate: fc.constantFrom(8, 10),
    amountYen: fc.integer({ min: 1, max: 9_999 }),
    copies: fc.integer({ min: 1, max: 4 }),
  })

  it('ends at the tax of the document, and sales at the rest, however the copies are posted', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(3), { maxLength: 30 }),
        (lines, order) => {
          const posted = lines.map(() => 0)
          const recognised = lines.map(() => 0)
          const all: PostingDraft[] = []
          const post = (index: number) => {
            const going = lines[index]
            if (!going || (posted[index] ?? 0) >= going.copies) return
            posted[index] = (posted[index] ?? 0) + 1
            const delta = recogniseShipment(
              {
                amountYen: going.amountYen,
                recognisedYen: recognised[index] ?? 0,
                refundedYen: 0,
                refundedRecognisedYen: 0,
              },
              { postedAfter: posted[index] ?? 0, toPostInAll: going.copies },
            )
            const drafts = recognitionPostings(
              lines.map((item, at) => ({
                kind: item.kind,
                titleId: String(at),
                taxRate: item.taxRate,
                recognisedBeforeYen: recognised[at] ?? 0,
                deltaYen: at === index ? delta : 0,
              })),
              { fromAdvancesYen: delta },
            )
            recognised[index] = (recognised[index] ?? 0) + delta
            if (delta === 0) return
            assertBalanced(drafts)
            all.push(...drafts)
          }
          for (const index of order) post(index % lines.length)
          lines.forEach((item, index) => {
            for (let copy = 0; copy < item.copies; copy += 1) post(index)
          })
          const totalYen = lines.reduce((sum, item) => sum + item.amountYen, 0)
          const taxYen = [8, 10].reduce(
            (sum, rate) =>
              sum +
              includedTax(
                lines
                  .filter((item) => item.taxRate === rate)
                  .reduce((part, item) => part + item.amountYen, 0),
                rate,
              ),
            0,
          )
          expect(balanceOf(all, 'advances')).toBe(totalYen)
          expect(balanceOf(all, 'output_tax')).toBe(0 - taxYen)
          expect(balanceOf(all, 'sales')).toBe(taxYen - totalYen)
        },
      ),
    )
  })

  it('a refund of everything earned takes everything back', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const recognised = (sign: 1 | -1): RecognisedLine[] =>
          lines.map((item, index) => ({
            kind: item.kind,
            titleId: String(index),
            taxRate: item.taxRate,
            recognisedBeforeYen: sign === 1 ? 0 : item.amountYen,
            deltaYen: item.amountYen,
          }))
        const totalYen = lines.reduce((sum, item) => sum + item.amountYen, 0)
        const sold = recognitionPostings(recognised(1), { fromAdvancesYen: totalYen })
        const back = refundPostings({
          method: 'card',
          surplusYen: 0,
          allocatedYen: totalYen,
          standing: { allocatedYen: totalYen, recognisedYen: totalYen },
          returned: recognised(-1),
        })
        assertBalanced(back)
        const all = [...sold, ...back]
        expect(balanceOf(all, 'output_tax')).toBe(0)
        expect(balanceOf(all, 'sales') + balanceOf(all, 'sales_returns')).toBe(0)
        expect(balanceOf(all, 'stripe_clearing')).toBe(-totalYen)
      }),
    )
  })

  it('a credit takes back what was owed, and leaves what was paid beyond it as an advance', () => {
    const book = (recognisedBeforeYen: number, deltaYen: number): RecognisedLine => ({
      kind: 'edition',
      titleId: 't',
      taxRate: 10,
      recognisedBeforeYen,
      deltaYen,
    })
    const unpaid = { allocatedYen: 0, recognisedYen: 1_100 }
    expect(creditPostings({ standing: unpaid, returned: [book(1_100, 1_100)] })).toEqual([
      { account: 'receivables', amountYen: -1_100 },
      { account: 'sales_returns', amountYen: 1_000, titleId: 't', taxRate: 10 },
      { account: 'output_tax', amountYen: 100, taxRate: 10 },
    ])
    const partPaid = { allocatedYen: 800, recognisedYen: 1_100 }
    expect(creditPostings({ standing: partPaid, returned: [book(1_100, 1_100)] })).toMatchObject([
      { account: 'advances', amountYen: -800 },
      { account: 'receivables', amountYen: -300 },
      { amountYen: 1_000 },
      { amountYen: 100 },
    ])
    expect(creditPostings({ standing: partPaid, returned: [book(1_100, 0)] })).toEqual([])
  })

  it('what was refunded before it left is never earned', () => {
    const line = { amountYen: 1_000, recognisedYen: 0, refundedYen: 400, refundedRecognisedYen: 0 }
    expect(recogniseShipment(line, { postedAfter: 1, toPostInAll: 2 })).toBe(300)
    expect(recogniseShipment({ ...line, recognisedYen: 300 }, { postedAfter: 2, toPostInAll: 2 })).toBe(300)
  })
})
