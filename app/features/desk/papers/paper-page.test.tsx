import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { LOCALES } from '#app/domain/locale.ts'
import { PaperPage } from '#app/features/desk/papers/paper-page.tsx'
import { TextsProvider } from '#app/platform/i18n/texts-provider.tsx'
import { textsFor } from '#app/platform/i18n/texts.ts'

test.each(LOCALES)('a paper that was erased has its number and sum, no file, and says so (%s)', (locale) => {
  const html = renderToStaticMarkup(
    <TextsProvider locale={locale}>
      <PaperPage
        paper={{
          id: '00000000-0000-7000-8000-000000000000',
          kind: 'receipt',
          code: 'R2019-00012',
          locale: 'ja',
          totalYen: 1_300,
          issuedOn: tokyoDay('2019-11-24'),
          voidedAt: null,
          voidReason: null,
          orderId: null,
          chargeId: null,
          refundId: null,
          payload: null,
          issues: [{ number: 1, at: new Date('2019-11-24T03:00:00Z'), actor: 'reader', staffName: null }],
        }}
        orderCode={null}
        bill={null}
        canVoid={false}
        today={tokyoDay('2026-11-24')}
        wrong={null}
      />
    </TextsProvider>,
  )
  for (const text of ['R2019-00012', '1,300', textsFor(locale)('documents:erased')])
    expect(html).toContain(text)
  expect(html).not.toContain('/file?issue=')
  expect(html).not.toContain('value="reissue"')
})
