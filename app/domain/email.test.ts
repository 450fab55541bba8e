import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseEmail } from '#app/domain/email.ts'

/** Any character of the first three planes; cheaper to set up than fast-check's own. */
const anyCharacter = fc
  .integer({ min: 0, max: 0x3ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))

describe('an e-mail address', () => {
  test.each([
    ['hanako@example.jp', 'hanako@example.jp'],
    [' Ｈａｎａｋｏ＠Example.JP　', 'Hanako@example.jp'],
    ['hanako@example.jp\n', 'hanako@example.jp'],
    ['hanako+mnet@mail.example.co.jp', 'hanako+mnet@mail.example.co.jp'],
    ["o'brien_1@example.com", "o'brien_1@example.com"],
    ['a@xn--wgv71a.jp', 'a@xn--wgv71a.jp'],
    ['a@example.xn--q9jyb4c', 'a@example.xn--q9jyb4c'],
    [`${'a'.repeat(64)}@example.jp`, `${'a'.repeat(64)}@example.jp`],
  ])('%j is kept as %j', (text, kept) => {
    expect(normaliseEmail(text)).toBe(kept)
  })

  test.each([
    '',
    ' ',
    'hanako',
    '@example.jp',
    'hanako@',
    'hanako@localhost',
    'hanako@example',
    'hanako@example.1',
    'hanako@192.168.0.1',
    'hanako@-example.jp',
    'hanako@example-.jp',
    'hanako@example..jp',
    'hanako@example.jp.',
    'hana ko@example.jp',
    'hanako@exa mple.jp',
    '.hanako@example.jp',
    'hanako.@example.jp',
    'hana..ko@example.jp',
    'hanako@taro@example.jp',
    'Hanako <hanako@example.jp>',
    'hanako@example.jp, taro@example.jp',
    'hanako@example.jp;taro@example.jp',
    '"hana ko"@example.jp',
    '花子@example.jp',
    'hanako@例え.jp',
    `${'a'.repeat(65)}@example.jp`,
    `a@${'a'.repeat(64)}.jp`,
    `a@${'a.'.repeat(130)}jp`,
  ])('%j is none', (text) => {
    expect(normaliseEmail(text)).toBeNull()
  })

  test.each(['\r\nBcc: taro@example.jp', '\nSubject: x', '\r', '\0', '\t', '\u2028', '\u0085'])(
    'with %j inside never reaches a mail header',
    (sign) => {
      expect(normaliseEmail(`hanako${sign}@example.jp`)).toBeNull()
      expect(normaliseEmail(`hanako@example.jp${sign}taro@example.jp`)).toBeNull()
      expect(normaliseEmail(`hanako@example${sign}.jp`)).toBeNull()
    },
  )

  test('has one form, of printable ASCII without spaces', () => {
    const unit = fc.oneof(fc.constantFrom(...'aZ1.@-_+＠．ａ\r\n <>,'), anyCharacter)
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 12 }),
        fc.constantFrom('@example.jp', '@a.co', ''),
        (start, end) => {
          const kept = normaliseEmail(start + end)
          if (kept === null) return
          expect(kept).toMatch(/^[!-~]+@[a-z0-9.-]+$/)
          expect(normaliseEmail(kept)).toBe(kept)
        },
      ),
      { numRuns: 300 },
    )
  })
})
