import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRefund } from '#app/features/desk/refund-form.ts'

const BOOK = { chargeLineId: 'book', format: 'print' as const, leftYen: 1_000, unposted: 1, posted: 1 }
const POSTAGE = { chargeLineId: 'postage', format: null, leftYen: 300, unposted: 0, posted: 0 }
const ORDER = { lines: [BOOK, POSTAGE], surplusYen: 200, byLine: true }

function read(fields: Record<string, string>, order = ORDER) {
  return readRefund(new URLSearchParams({ way: 'stripe', ...fields }), order)
}

function problemsOf(fields: Record<string, string>): string[] {
  const result = read(fields)
  return result.ok ? [] : result.problems.map(([field]) => field)
}

describe('the form of a refund', () => {
  it('whole, with what came back', () => {
    expect(read({ what: 'whole', restockAll: 'on' })).toEqual({
      ok: true,
      refund: { what: { kind: 'whole', restock: true }, way: { kind: 'stripe' }, reason: null },
    })
  })

  it('by line: copies at their price, postage by its amount, lines without anything left out', () => {
    expect(
      read({ what: 'parts', 'posted.book': '１', 'restock.book': 'on', 'amount.book': '' }),
    ).toMatchObject({
      refund: {
        what: {
          kind: 'parts',
          lines: [{ chargeLineId: 'book', unposted: 0, posted: 1, restock: true }],
          surplusYen: 0,
        },
      },
    })
    const postage = read({ what: 'parts', 'amount.postage': '300', surplus: '200', reason: ' late ' })
    expect(postage).toMatchObject({
      refund: {
        what: { lines: [{ chargeLineId: 'postage', amountYen: 300 }], surplusYen: 200 },
        reason: 'late',
      },
    })
  })

  it('by hand, with the line of the statement', () => {
    const fields = { what: 'whole', way: 'bank', on: '2026-11-24', ref: 'B-7' }
    expect(read(fields)).toMatchObject({
      refund: { way: { kind: 'byHand', method: 'bank', on: '2026-11-24', ref: 'B-7' } },
    })
    expect(problemsOf({ ...fields, on: 'soon', ref: ' ' })).toEqual(['on', 'ref'])
  })

  it.each([
    [{ what: 'all' }, ['what']],
    [{ what: 'parts' }, ['what']],
    [{ what: 'parts', 'posted.book': '0', 'amount.postage': '0' }, ['what']],
    [{ what: 'parts', 'posted.book': '2' }, ['posted.book']],
    [{ what: 'parts', 'unposted.book': '-1', 'amount.book': '1001' }, ['unposted.book', 'amount.book']],
    [{ what: 'parts', surplus: '201' }, ['surplus']],
    [{ what: 'whole', way: 'cheque' }, ['way']],
    [{ what: 'whole', reason: 'x'.repeat(501) }, ['reason']],
  ])('%j is refused at %j', (fields, problems) => expect(problemsOf(fields)).toEqual(problems))

  it('an order that is not served gives back no lines', () => {
    expect(read({ what: 'parts', 'posted.book': '1' }, { ...ORDER, byLine: false })).toMatchObject({
      ok: false,
    })
  })

  it('never asks for more than is left, whatever is sent', () => {
    const name = fc.constantFrom('unposted.book', 'posted.book', 'amount.book', 'amount.postage', 'surplus')
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(fc.nat(2_000).map(String), fc.string())), (fields) => {
        const result = read({ ...fields, what: 'parts' })
        if (!result.ok || result.refund.what.kind !== 'parts') return
        for (const line of result.refund.what.lines) {
          const most = line.chargeLineId === 'book' ? BOOK : POSTAGE
          expect(line.unposted).toBeLessThanOrEqual(most.unposted)
          expect(line.posted).toBeLessThanOrEqual(most.posted)
          expect(line.amountYen ?? 0).toBeLessThanOrEqual(most.leftYen)
        }
        expect(result.refund.what.surplusYen).toBeLessThanOrEqual(ORDER.surplusYen)
      }),
    )
  })
})
