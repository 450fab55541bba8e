import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { intlTag, LOCALES, type Locale } from '#app/domain/locale.ts'
import { resources } from './resources.ts'

const NAMESPACES = Object.keys(resources.ja)
const PLURAL = /_(zero|one|two|few|many|other)$/
const KEY_IN_SOURCE = new RegExp(`['"\`]((?:${NAMESPACES.join('|')}):[A-Za-z0-9_.]+)['"\`]`, 'g')

/** Proper names and marks that are right in a script which is not the language's own. Name why beside each. */
const OTHER_SCRIPT_ALLOWED = new Set<string>([])

/** Texts that are rightly the same in Japanese and another language. */
const SAME_AS_JAPANESE_ALLOWED = new Set<string>([])

const entries = Object.fromEntries(
  LOCALES.map((locale) => [
    locale,
    new Map(NAMESPACES.flatMap((ns) => flatten(`${ns}:`, namespaceOf(locale, ns)))),
  ]),
) as Record<Locale, Map<string, string>>

const used = keysInSource()

test('every language has the same texts', () => {
  const japanese = stems('ja')
  for (const locale of LOCALES) {
    const own = stems(locale)
    expect({
      locale,
      missing: [...japanese].filter((key) => !own.has(key)),
      surplus: [...own].filter((key) => !japanese.has(key)),
    }).toEqual({ locale, missing: [], surplus: [] })
  }
})

test('a counted text has each plural form that its language needs, and no other', () => {
  for (const locale of LOCALES) {
    const needed = new Intl.PluralRules(intlTag(locale)).resolvedOptions().pluralCategories.toSorted()
    expect(needed).toContain('other')
    for (const [stem, forms] of pluralForms(locale)) {
      expect({ locale, stem, forms: forms.toSorted() }).toEqual({ locale, stem, forms: needed })
    }
  }
})

test('Filipino counts 2, 3 and 5 in the form "one": it must name the number', () => {
  expect(new Intl.PluralRules('tl').select(5)).toBe('one')
  const silent = [...entries.tl].filter(([key, text]) => key.endsWith('_one') && !text.includes('{{count}}'))
  expect(silent).toEqual([])
})

test('a text takes the same values in every language', () => {
  const japanese = variables('ja')
  for (const locale of LOCALES) {
    const own = variables(locale)
    const wrong = [...own.keys()].filter((stem) => own.get(stem) !== japanese.get(stem))
    expect({ locale, wrong }).toEqual({ locale, wrong: [] })
  }
})

test('no text is empty or has space around it', () => {
  for (const locale of LOCALES) {
    const bad = [...entries[locale]].filter(
      ([, text]) => typeof text !== 'string' || text === '' || text !== text.trim(),
    )
    expect({ locale, bad }).toEqual({ locale, bad: [] })
  }
})

test('every text that the source asks for exists', () => {
  const known = stems('ja')
  expect([...used].filter((key) => !known.has(key)).toSorted()).toEqual([])
})

test('every text is asked for somewhere', () => {
  expect([...stems('ja')].filter((key) => !used.has(key)).toSorted()).toEqual([])
})

test('no text was left in another language', () => {
  const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
  const cjk = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\p{Script=Hangul}]/u
  const foreign: Record<Locale, (text: string) => boolean> = {
    ja: (text) => /\p{Script=Hangul}/u.test(text) || (words(text) > 1 && !cjk.test(text)),
    en: (text) => cjk.test(text),
    ko: (text) => kana.test(text) || (words(text) > 1 && !/\p{Script=Hangul}/u.test(text)),
    tl: (text) => cjk.test(text),
  }
  for (const locale of LOCALES) {
    const wrong = [...entries[locale]].filter(
      ([key, text]) =>
        foreign[locale](withoutFormWords(text)) && !OTHER_SCRIPT_ALLOWED.has(`${locale} ${key}`),
    )
    expect({ locale, wrong }).toEqual({ locale, wrong: [] })
  }
})

test('no text was copied instead of translated', () => {
  for (const locale of LOCALES.filter((other) => other !== 'ja')) {
    const copied = [...entries[locale]].filter(
      ([key, text]) =>
        words(text) > 0 && text === entries.ja.get(key) && !SAME_AS_JAPANESE_ALLOWED.has(`${locale} ${key}`),
    )
    expect({ locale, copied }).toEqual({ locale, copied: [] })
  }
  const english = [...entries.tl].filter(([key, text]) => words(text) > 3 && text === entries.en.get(key))
  expect(english).toEqual([])
})

test('what the lists allow still exists', () => {
  const stale = [...OTHER_SCRIPT_ALLOWED, ...SAME_AS_JAPANESE_ALLOWED].filter((allowed) => {
    const [locale, key] = allowed.split(' ') as [Locale, string]
    return !entries[locale].has(key)
  })
  expect(stale).toEqual([])
})

function namespaceOf(locale: Locale, ns: string): object {
  return (resources[locale] as Record<string, object>)[ns] ?? {}
}

function flatten(prefix: string, node: object): [string, string][] {
  return Object.entries(node).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${name}`, value] as [string, string]]
      : flatten(`${prefix}${name}.`, value),
  )
}

function stems(locale: Locale): Set<string> {
  return new Set([...entries[locale].keys()].map((key) => key.replace(PLURAL, '')))
}

function pluralForms(locale: Locale): Map<string, string[]> {
  const forms = new Map<string, string[]>()
  for (const key of entries[locale].keys()) {
    const form = PLURAL.exec(key)?.[1]
    if (!form) continue
    const stem = key.replace(PLURAL, '')
    forms.set(stem, [...(forms.get(stem) ?? []), form])
  }
  return forms
}

/** The values of each text, over all its plural forms: "one item" need not say {{count}}. */
function variables(locale: Locale): Map<string, string> {
  const names = new Map<string, Set<string>>()
  for (const [key, text] of entries[locale]) {
    const stem = key.replace(PLURAL, '')
    const known = names.get(stem) ?? new Set()
    for (const match of text.matchAll(/\{\{\s*-?\s*(\w+)/g)) known.add(match[1] as string)
    names.set(stem, known)
  }
  return new Map([...names].map(([stem, known]) => [stem, [...known].toSorted().join(' ')]))
}

/** Japanese words in brackets stand there on purpose: the reader looks for them on a form or a sign. */
function withoutFormWords(text: string): string {
  return text.replace(/\([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+\)/gu, '')
}

/** How many words there are beside the values, addresses and names of formats. */
function words(text: string): number {
  const bare = text.replace(/\{\{[^}]*\}\}/g, ' ').replace(/\S+@\S+/g, ' ')
  return [...bare.matchAll(/\p{L}{2,}/gu)].filter(
    ([word]) => !/^(PDF|SMJ|Atom|ISBN|ISSN|Stripe|FAX|NPO|URL)$/.test(word),
  ).length
}

function keysInSource(): Set<string> {
  const files = ['app', 'emails'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  const sources = files.filter(
    (file) =>
      /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith(join('app', 'generated')),
  )
  expect(sources.length).toBeGreaterThan(5)
  return new Set(
    sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(KEY_IN_SOURCE)].map((match) => match[1] as string),
    ),
  )
}
