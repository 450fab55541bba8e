import { describe, expect, test } from 'vitest'
import { fallbackLocales, intlTag, isLocale, LOCALES, pickText, stripeLocale } from '#app/domain/locale.ts'

describe('locales', () => {
  test('are the four of the shop and nothing else', () => {
    expect(LOCALES.filter(isLocale)).toEqual(['ja', 'en', 'ko', 'tl'])
    for (const other of ['fil', 'JA', '', null, undefined, 0, 'constructor'])
      expect(isLocale(other)).toBe(false)
  })

  test('have a tag that Intl writes numbers and yen with', () => {
    const written = LOCALES.map((locale) =>
      new Intl.NumberFormat(intlTag(locale), {
        style: 'currency',
        currency: 'JPY',
        currencyDisplay: 'narrowSymbol',
      }).format(1200),
    )
    expect(written).toEqual(['￥1,200', '¥1,200', '¥1,200', '¥1,200'])
    expect(LOCALES.map((locale) => new Intl.Locale(intlTag(locale)).language)).toEqual([
      'ja',
      'en',
      'ko',
      'fil',
    ])
  })

  test("Stripe's Filipino is fil", () => {
    expect(LOCALES.map(stripeLocale)).toEqual(['ja', 'en', 'ko', 'fil'])
  })
})

describe('pickText', () => {
  const texts = [
    { locale: 'ko', name: '정책 제언' },
    { locale: 'ja', name: '政策提言' },
  ]

  test.each(LOCALES)('looks through all languages, first the one of %s', (locale) => {
    expect(fallbackLocales(locale)[0]).toBe(locale)
    expect([...fallbackLocales(locale)].sort()).toEqual([...LOCALES].sort())
  })

  test('takes the own language, and says so', () => {
    expect(pickText(texts, 'ko')).toEqual({ text: texts[0], isFallback: false })
  })

  test('takes Japanese for a reader of Filipino when there is no English, and says so', () => {
    expect(fallbackLocales('tl')).toEqual(['tl', 'en', 'ja', 'ko'])
    expect(pickText(texts, 'tl')).toEqual({ text: texts[1], isFallback: true })
  })

  test('takes a text in a language of no locale last, and none from nothing', () => {
    const portuguese = { locale: 'pt', name: 'Propostas' }
    expect(pickText([portuguese], 'ja')).toEqual({ text: portuguese, isFallback: true })
    expect(pickText([portuguese, ...texts], 'ja')?.text.locale).toBe('ja')
    expect(pickText([], 'ja')).toBeNull()
  })
})
