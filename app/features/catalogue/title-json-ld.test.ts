import { describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { jsonForScript, titleJsonLd } from '#app/features/catalogue/title-json-ld.ts'
import type { EditionView, TitleView } from '#app/features/catalogue/title.ts'

const context = { locale: 'en', baseUrl: 'https://shop.example', publisher: 'SMJ' } as const

const edition: EditionView = {
  sku: 'PROPOSALS-JA',
  language: 'ja',
  format: 'print',
  state: 'on_sale',
  isbn: null,
  pages: 224,
  weightGrams: 380,
  publishedOn: tokyoDay('2006-01-01'),
  priceYen: 1500,
  stock: { word: 'in_stock', orderable: 99 },
  supplements: [],
}

const book: TitleView = {
  id: '0190f3a0-0000-7000-8000-000000000001',
  slug: 'policy-proposals',
  kind: 'policy_proposals',
  publishedOn: tokyoDay('2006-01-01'),
  updatedAt: '2026-11-22T00:00:00Z',
  text: { locale: 'en', name: 'Living Together', subtitle: null, description: 'Proposals', contents: [] },
  issue: null,
  editions: [
    edition,
    {
      ...edition,
      sku: 'PROPOSALS-PDF',
      format: 'pdf',
      language: 'mul',
      stock: { word: 'download', orderable: 1 },
    },
    { ...edition, sku: 'PROPOSALS-OLD', state: 'withdrawn', stock: { word: 'withdrawn', orderable: 0 } },
  ],
}

describe('structured data of a title', () => {
  it('describes a book by its editions, with an offer each, and leaves withdrawn ones out', () => {
    expect(titleJsonLd(book, context)).toEqual({
      '@context': 'https://schema.org',
      '@id': 'https://shop.example/en/publications/policy-proposals',
      '@type': 'Book',
      url: 'https://shop.example/en/publications/policy-proposals',
      name: 'Living Together',
      description: 'Proposals',
      image: 'https://shop.example/covers/policy-proposals.svg',
      inLanguage: ['ja'],
      publisher: { '@type': 'Organization', name: 'SMJ' },
      workExample: [
        {
          '@type': 'Book',
          '@id': 'https://shop.example/en/publications/policy-proposals#PROPOSALS-JA',
          name: 'Living Together',
          bookFormat: 'https://schema.org/Paperback',
          inLanguage: 'ja',
          numberOfPages: 224,
          datePublished: '2006-01-01',
          offers: [
            {
              '@type': 'Offer',
              sku: 'PROPOSALS-JA',
              price: '1500',
              priceCurrency: 'JPY',
              availability: 'https://schema.org/InStock',
              itemCondition: 'https://schema.org/NewCondition',
              url: 'https://shop.example/en/publications/policy-proposals#PROPOSALS-JA',
            },
          ],
        },
        expect.objectContaining({ bookFormat: 'https://schema.org/EBook' }),
      ],
    })
  })

  it('describes an issue as part of its periodical', () => {
    const issue = {
      periodical: 'M-Net',
      issn: null,
      numberFrom: 101,
      numberTo: 102,
      datedOn: tokyoDay('2007-09-01'),
    }
    expect(
      titleJsonLd({ ...book, kind: 'periodical_issue', issue, editions: [edition] }, context),
    ).toMatchObject({
      '@type': 'PublicationIssue',
      issueNumber: '101-102',
      datePublished: '2007-09-01',
      isPartOf: { '@type': 'Periodical', name: 'M-Net' },
      offers: [{ price: '1500', priceCurrency: 'JPY' }],
    })
  })

  it.each([
    ['sold_out', 'SoldOut'],
    ['preorder', 'PreOrder'],
    ['last_copies', 'LimitedAvailability'],
    ['out_of_print', 'Discontinued'],
  ] as const)('says %s as %s', (word, availability) => {
    const editions = [{ ...edition, stock: { word, orderable: 0 } }]
    const json = JSON.stringify(titleJsonLd({ ...book, editions }, context))
    expect(json).toContain(`https://schema.org/${availability}`)
  })

  it('offers nothing that has no price or is only announced', () => {
    const editions: EditionView[] = [
      { ...edition, priceYen: null },
      { ...edition, stock: { word: 'announced', orderable: 0 } },
    ]
    expect(JSON.stringify(titleJsonLd({ ...book, editions }, context))).not.toContain('Offer')
  })
})

it('JSON inside a script element cannot end it, and reads back the same', () => {
  const value = { name: '</script><!-- & \u2028', other: '<b>' }
  const json = jsonForScript(value)
  expect(json).not.toMatch(/[<>&\u2028]/)
  expect(JSON.parse(json)).toEqual(value)
})
