import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LOCALES } from '#app/domain/locale.ts'
import { TextsProvider } from './texts-provider.tsx'
import { isTextKey, textsFor, type TextKey } from './texts.ts'
import { useTexts } from './use-texts.ts'

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

afterEach(() => {
  vi.restoreAllMocks()
})

test('each language answers with its own text', () => {
  expect(LOCALES.map((locale) => textsFor(locale)('common:nav.publications'))).toEqual([
    '出版物',
    'Publications',
    '출판물',
    'Mga lathalain',
  ])
  expect(console.error).not.toHaveBeenCalled()
})

test('a count chooses the form', () => {
  expect(textsFor('en')('common:nav.cartCount', { count: 1 })).toBe('1 item in the cart')
  expect(textsFor('en')('common:nav.cartCount', { count: 2 })).toBe('2 items in the cart')
})

test('a key that exists nowhere is said in the log once and never shown', () => {
  const missing = 'common:no.such.text' as TextKey
  expect(textsFor('ko')(missing)).toBe('…')
  expect(textsFor('ko')(missing)).toBe('…')
  expect(console.error).toHaveBeenCalledTimes(1)
})

test('a value cannot call up another text', () => {
  expect(textsFor('en')('common:errorPage.reference', { id: '$t(common:nav.home) {{id}}' })).toBe(
    'Reference: $t(common:nav.home) {{id}}',
  )
})

test('components take the language of their page', () => {
  function Probe() {
    const { t, locale } = useTexts()
    return <p lang={locale}>{t('common:nav.cart')}</p>
  }
  const pages = LOCALES.map((locale) =>
    renderToStaticMarkup(
      <TextsProvider locale={locale}>
        <Probe />
      </TextsProvider>,
    ),
  )
  expect(pages[0]).toBe('<p lang="ja">カート</p>')
  expect(pages[2]).toBe('<p lang="ko">장바구니</p>')
  expect(() => renderToStaticMarkup(<Probe />)).toThrow('TextsProvider')
})

test('only names of texts count as such', () => {
  expect(isTextKey('errors:required')).toBe(true)
  expect(isTextKey('errors:nothing')).toBe(false)
  expect(isTextKey('Required')).toBe(false)
})
