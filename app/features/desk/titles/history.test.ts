import { describe, expect, test } from 'vitest'
import { toHistory, type HistoryRow } from '#app/features/desk/titles/history.ts'

const TITLE = '019a0000-0000-7000-8000-000000000001'
const EDITION = '019a0000-0000-7000-8000-000000000002'
const skus = new Map([[EDITION, 'MNET-100']])
const nine = new Date('2026-11-24T00:00:00Z')
const ten = new Date('2026-11-24T01:00:00Z')

function row(changes: Partial<HistoryRow>): HistoryRow {
  const blank = { at: nine, who: '見本 花子', change: 'update', table: 'titles', rowId: TITLE } as const
  return { ...blank, before: null, after: null, ...changes }
}

describe('a history', () => {
  test('is what each person did in one go, newest first, in the order of the page', () => {
    const entries = toHistory(
      [
        row({
          table: 'edition_prices',
          rowId: `${EDITION} 2026-12-01`,
          change: 'insert',
          after: { price_yen: 600 },
        }),
        row({ table: 'title_texts', rowId: `${TITLE} ko`, change: 'delete', before: { name: '창간호' } }),
        row({ before: { listed: false, updated_at: 'a' }, after: { listed: true, updated_at: 'b' } }),
        row({
          who: '見本 太郎',
          table: 'editions',
          rowId: EDITION,
          before: { isbn: null },
          after: { isbn: '9' },
        }),
        row({ at: ten, who: null, before: { slug: 'a' }, after: { slug: 'b' } }),
      ],
      { skus },
    )
    expect(entries).toMatchObject([
      { at: ten, who: null, items: [{ changes: [{ field: 'slug', before: 'a', after: 'b' }] }] },
      {
        at: nine,
        who: '見本 花子',
        items: [
          { subject: { kind: 'title' }, changes: [{ field: 'listed', before: 'false', after: 'true' }] },
          { subject: { kind: 'text', locale: 'ko' }, change: 'delete' },
          { subject: { kind: 'price', sku: 'MNET-100', from: '2026-12-01' }, change: 'insert' },
        ],
      },
      { who: '見本 太郎', items: [{ subject: { kind: 'edition', sku: 'MNET-100' } }] },
    ])
  })

  test('leaves out what says nothing to people', () => {
    const entries = toHistory(
      [
        row({ before: { updated_at: 'a' }, after: { updated_at: 'b' } }),
        row({ table: 'issues', rowId: 'x', before: { title_id: TITLE }, after: {} }),
        row({ table: 'title_texts', rowId: `${TITLE} xx`, after: { name: 'x' } }),
        row({ table: 'edition_prices', rowId: EDITION, after: { price_yen: 1 } }),
      ],
      { skus },
    )
    expect(entries).toEqual([])
  })

  test('names supplements, their words, and that buyers were told', () => {
    const S = '019a0000-0000-7000-8000-000000000003'
    const named = { name: '正誤表', sku: 'MNET-100' }
    const entries = toHistory(
      [
        row({
          table: 'supplement_announcements',
          rowId: 'x',
          ofId: S,
          change: 'insert',
          after: { announced_at: 'a' },
        }),
        row({
          table: 'supplement_texts',
          rowId: `${S} ko`,
          ofId: S,
          before: { name: 'a' },
          after: { name: 'b' },
        }),
        row({
          table: 'supplements',
          rowId: S,
          before: { published_on: null },
          after: { published_on: '2026-11-24' },
        }),
        row({
          table: 'supplement_texts',
          rowId: `${S} xx`,
          ofId: S,
          before: { name: 'a' },
          after: { name: 'b' },
        }),
      ],
      { skus, supplements: new Map([[S, named]]) },
    )
    expect(entries.flatMap(({ items }) => items.map(({ subject }) => subject))).toEqual([
      { kind: 'supplement', ...named },
      { kind: 'supplementText', locale: 'ko', ...named },
      { kind: 'announcement', ...named },
    ])
  })
})
