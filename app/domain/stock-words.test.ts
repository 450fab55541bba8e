import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimCopies, type EditionState } from './stock.ts'
import { stockWords } from './stock-words.ts'

const level = (onHand: number, held = 0, preordered = 0, preorderLimit = 0) => ({
  onHand,
  held,
  preordered,
  preorderLimit,
})

describe('stock in words', () => {
  it.each([
    ['plenty', 'on_sale', level(900), 'in_stock', 99],
    ['some', 'on_sale', level(37), 'in_stock', 30],
    ['six free copies', 'on_sale', level(6), 'in_stock', 6],
    ['five free copies', 'on_sale', level(5), 'last_copies', 5],
    ['held copies do not count', 'on_sale', level(10, 9), 'last_copies', 1],
    ['all held', 'on_sale', level(3, 3), 'sold_out', 0],
    ['more held than there after a loss', 'on_sale', level(1, 3), 'sold_out', 0],
    ['a reprint may be pre-ordered', 'on_sale', level(0, 0, 4, 10), 'preorder', 6],
    ['pre-orders are full', 'on_sale', level(0, 0, 10, 10), 'sold_out', 0],
    ['forthcoming', 'forthcoming', level(0, 0, 0, 300), 'preorder', 99],
    ['forthcoming, delivered before its day', 'forthcoming', level(50, 0, 0, 10), 'preorder', 10],
    ['forthcoming, pre-orders full or not open', 'forthcoming', level(0), 'announced', 0],
    ['out of print, some left', 'out_of_print', level(40), 'last_copies', 40],
    ['out of print, gone', 'out_of_print', level(0, 0, 0, 5), 'out_of_print', 0],
    ['withdrawn with stock', 'withdrawn', level(40, 0, 0, 5), 'withdrawn', 0],
  ] as const)('%s', (_case, state, stock, word, orderable) => {
    expect(stockWords({ format: 'print', state, stock })).toEqual({ word, orderable })
  })

  it.each([
    ['on_sale', 'download', 1],
    ['forthcoming', 'announced', 0],
    ['out_of_print', 'out_of_print', 0],
    ['withdrawn', 'withdrawn', 0],
  ] as const)('a file that is %s: %s', (state, word, orderable) => {
    expect(stockWords({ format: 'pdf', state, stock: level(0) })).toEqual({ word, orderable })
  })

  it('offers no more than an order can claim', () => {
    const count = fc.nat({ max: 150 })
    const state = fc.constantFrom<EditionState>('forthcoming', 'on_sale', 'out_of_print', 'withdrawn')
    fc.assert(
      fc.property(state, count, count, count, count, (state, onHand, held, preordered, preorderLimit) => {
        const stock = { onHand, held, preordered, preorderLimit }
        const { orderable } = stockWords({ format: 'print', state, stock })
        expect(claimCopies(stock, state, 1).ok).toBe(orderable > 0)
        if (orderable > 0) expect(claimCopies(stock, state, orderable).ok).toBe(true)
      }),
    )
  })
})
