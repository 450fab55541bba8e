import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeOrderCode, normaliseOrderCode } from '#app/domain/order-code.ts'

const SYMBOLS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
const codes = fc.uint8Array({ minLength: 7, maxLength: 16 }).map(makeOrderCode)

describe('an order code', () => {
  test('is seven random symbols and one that checks them', () => {
    expect(makeOrderCode(Uint8Array.from([19, 7, 20, 2, 9, 23, 29]))).toBe('K7M2-9QXD')
    expect(makeOrderCode(new Uint8Array(7))).toBe('0000-0000')
    expect(() => makeOrderCode(new Uint8Array(6))).toThrow(RangeError)
  })

  test('uses every symbol equally often', () => {
    const firsts = Array.from({ length: 256 }, (_, byte) =>
      makeOrderCode(new Uint8Array(7).fill(byte)).charAt(0),
    )
    for (const symbol of SYMBOLS) expect(firsts.filter((first) => first === symbol)).toHaveLength(8)
  })

  test.each(['k7m29qxd', ' K7M2 9QXD ', 'Ｋ７Ｍ２－９ＱＸＤ', 'k7m2ー9qxd', 'K7M2—9QXD'])(
    '%j is K7M2-9QXD',
    (text) => {
      expect(normaliseOrderCode(text)).toBe('K7M2-9QXD')
    },
  )

  test('O is read as 0, I and L as 1', () => {
    expect(normaliseOrderCode('oOo0-0ooO')).toBe('0000-0000')
    const code = makeOrderCode(Uint8Array.from([1, 1, 1, 0, 0, 2, 3]))
    expect(normaliseOrderCode(code.replace('111', 'iLl').replace('00', 'oO'))).toBe(code)
  })

  test.each(['', 'K7M2-9QX', 'K7M2-9QXDD', 'K7M2-9QXE', 'U7M2-9QXD', 'K7M2-9QX*', '注文番号'])(
    '%j is none',
    (text) => {
      expect(normaliseOrderCode(text)).toBeNull()
    },
  )

  test('survives the way people type it', () => {
    const typing = fc.constantFrom(
      (code: string) => code.toLowerCase(),
      (code: string) => code.replace('-', ''),
      (code: string) => [...code].join(' '),
      (code: string) => code.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
      (code: string) => code.replace(/0/g, 'o').replace(/1/g, 'l'),
    )
    fc.assert(
      fc.property(codes, typing, (code, type) => {
        expect(normaliseOrderCode(type(code))).toBe(code)
      }),
    )
  })

  test('with any one symbol wrong, or two neighbours swapped, is none', () => {
    fc.assert(
      fc.property(codes, fc.nat({ max: 7 }), fc.integer({ min: 1, max: 31 }), (code, place, change) => {
        const symbols = [...code.replace('-', '')]
        const value = SYMBOLS.indexOf(symbols[place] ?? '')
        const wrong = symbols.with(place, SYMBOLS[(value + change) % 32] ?? '')
        expect(normaliseOrderCode(wrong.join(''))).toBeNull()
        const next = (place + 1) % 8
        fc.pre(place < 7 && symbols[place] !== symbols[next])
        const swapped = symbols.with(place, symbols[next] ?? '').with(next, symbols[place] ?? '')
        expect(normaliseOrderCode(swapped.join(''))).toBeNull()
      }),
    )
  })
})
