import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { proposePrintRun, type Comparable } from '#app/domain/print-proposal.ts'
import type { ProposalView } from '#app/features/circulation/list-proposals.server.ts'
import { ProposalTable } from '#app/features/desk/next/outcomes.tsx'
import { ProposalResult } from '#app/features/desk/next/proposal-result.tsx'
import { TextsProvider } from '#app/platform/i18n/texts-provider.tsx'

const typed = { owed: 511, complimentary: 53, spoilagePercent: 2, overageYen: 100, underageYen: 300 }

function comparable(label: string, sold: number): Comparable {
  const soldByMonth = Array.from({ length: 12 }, () => sold)
  return { label, deliveredOn: tokyoDay('2026-01-10'), soldByMonth, isSoldOut: label === 'MNET-1' }
}

function view(comparables: Comparable[], changes: Partial<ProposalView> = {}): ProposalView {
  return {
    id: 'proposal-1',
    sku: 'MNET-106',
    title: 'M-Net 106',
    titleLanguage: 'ja',
    madeAt: new Date('2026-11-24T03:00:00Z'),
    staffName: '見本 花子',
    expectedOn: tokyoDay('2026-12-20'),
    inputs: { ...typed, basis: 'issues' },
    outcome: null,
    ...proposePrintRun({ ...typed, comparables }),
    ...changes,
  }
}

function html(proposal: ProposalView, locale: Locale = 'en'): string {
  return renderToStaticMarkup(
    <TextsProvider locale={locale}>
      <ProposalResult proposal={proposal} />
      <ProposalTable proposals={[proposal]} />
    </TextsProvider>,
  )
}

const five = [30, 10, 50, 20, 40].map((sold, index) => comparable(`MNET-${index + 1}`, sold))

test('shows every step: 511 + 53 + 45 sold, 2 % on top, and leads to a run of that size', () => {
  const page = html(view(five))
  for (const text of [
    '¥300 ÷ (¥300 + ¥100)',
    '75 %',
    'place 4.5 among 5',
    '511 + 53 + 45',
    '>609<',
    '609 + 13',
    '>622<',
  ])
    expect(page).toContain(text)
  expect(page).toContain('The range is 586 to 627 copies.')
  expect(page).toContain('href="/desk/stock/MNET-106/runs/new?copies=622&amp;proposal=proposal-1"')
  expect(page.match(/· sold out/g)).toHaveLength(1)
  expect(page).not.toMatch(/style=|NaN|undefined/)
})

test('says so when there was nothing to compare with, and offers no second run', () => {
  const outcome = {
    number: 3,
    state: 'delivered' as const,
    copies: 600,
    ordered: 600,
    printed: 600,
    sold: 20,
    posted: 511,
    complimentary: 50,
    lost: 0,
    left: 19,
  }
  const page = html(view([], { outcome }))
  expect(page).toContain('no sales to compare with')
  expect(page).not.toContain('runs/new')
  for (const copies of ['600', '20', '511', '50', '19']) expect(page).toContain(`>${copies}</td>`)
})

test.each(LOCALES)('reads in %s', (locale) => {
  const page = html(view(five.slice(0, 2)), locale)
  expect(page).not.toMatch(/\{\{|deskNext[:.]/)
})
