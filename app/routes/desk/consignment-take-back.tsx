import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { loadConsignment } from '#app/features/desk/consignments/load-consignment.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { refusedAltogether, wrongFields } from '#app/features/desk/form-answer.ts'
import {
  takeBackSettlement,
  type TakeBackSettlementResult,
} from '#app/features/settlement/take-back-settlement.server.ts'
import { TakeBackForm } from '#app/features/desk/take-back-form.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Fact } from '#app/ui/fact.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

async function settlementOf(
  params: Readonly<Record<string, string | undefined>>,
  staff: Parameters<typeof loadConsignment>[1],
) {
  const consignment = await loadConsignment(params.code ?? '', { locale: staff.locale })
  const settlement = consignment?.settlements.find(({ number }) => String(number) === params.number)
  if (!consignment || !settlement) throw new Response(null, { status: 404 })
  return { consignment, settlement }
}

export const loader = deskLoader('treasurer', async ({ params, staff }) => await settlementOf(params, staff))

export const action = deskAction('treasurer', async ({ request, params, staff, now }) => {
  const { consignment, settlement } = await settlementOf(params, staff)
  const form = await readForm(request)
  const reason = form.get('reason')?.trim() ?? ''
  if (reason === '') return data(wrongFields(form, [['reason', { key: 'errors:required' }]]), { status: 422 })
  const { code } = consignment
  const done = await takeBackSettlement(
    { code, number: settlement.number, reason: reason.slice(0, 500) },
    { now },
  )
  if (done.ok) return redirect(`/desk/consignments/${code}?saved`, { status: 303 })
  return data(refusedAltogether(form, problemOf(done)), { status: 409 })
})

function problemOf(refusal: Extract<TakeBackSettlementResult, { ok: false }>): FieldProblem {
  switch (refusal.reason) {
    case 'gone':
      return { key: 'deskConsign:takeBack.gone', values: { sku: refusal.sku, left: refusal.left } }
    case 'paid':
      return { key: 'deskConsign:takeBack.paid' }
    case 'not-found':
    case 'not-newest':
      return { key: 'deskConsign:takeBack.notNewest' }
  }
}

/** Takes one settlement of a consignment back, by its opposite, after a look at what it was. */
export default function TakeBack() {
  const { consignment, settlement } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t, locale } = useTexts()
  const { code } = consignment
  const askedYen = settlement.grossYen - settlement.commissionYen
  return (
    <div className="narrow">
      <DeskHeader
        title={t('deskConsign:takeBack.title')}
        lead={`${consignment.consignee} · ${formatDay(settlement.settledOn, locale)}`}
        crumbs={[
          { label: t('deskConsign:title'), href: '/desk/consignments' },
          { label: code, href: `/desk/consignments/${code}` },
        ]}
      />
      {settlement.number === consignment.mayTakeBack ? (
        <TakeBackForm
          lead={t('deskConsign:takeBack.lead')}
          action={t('deskConsign:takeBack.do')}
          isDangerous
          back={`/desk/consignments/${code}`}
          answer={answer}
        >
          <dl className="facts narrow-terms">
            {settlement.lines.map(({ sku, ...copies }) => (
              <Fact key={sku} term={sku}>
                {t('deskConsign:checkLine', copies)}
              </Fact>
            ))}
            {askedYen > 0 ? (
              <Fact term={t(consignment.isStall ? 'deskConsign:expected' : 'deskConsign:asked')}>
                {formatYen(askedYen, locale)}
              </Fact>
            ) : null}
          </dl>
          {settlement.chargeReference ? <p>{t('deskConsign:takeBack.billVoid')}</p> : null}
        </TakeBackForm>
      ) : (
        <Notice>
          {t(settlement.isTakenBack ? 'deskConsign:takeBack.takenBack' : 'deskConsign:takeBack.notNewest')}
        </Notice>
      )}
    </div>
  )
}
