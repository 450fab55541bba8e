import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import {
  correctMovement,
  type CorrectMovementResult,
} from '#app/features/circulation/correct-movement.server.ts'
import { loadMovement } from '#app/features/desk/copies/load-movement.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { refusedAltogether, wrongFields } from '#app/features/desk/form-answer.ts'
import { STOCK_MOVEMENT_WORDS } from '#app/features/desk/movement-words.ts'
import { TakeBackForm } from '#app/features/desk/take-back-form.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

async function movementOf(params: Readonly<Record<string, string | undefined>>) {
  const sku = params.sku ?? ''
  const movement = await loadMovement(sku, params.id ?? '')
  if (!movement) throw new Response(null, { status: 404 })
  return { sku, movement }
}

export const loader = deskLoader('secretariat', async ({ params }) => await movementOf(params))

export const action = deskAction('secretariat', async ({ request, params, now }) => {
  const { sku, movement } = await movementOf(params)
  const form = await readForm(request)
  const reason = form.get('reason')?.trim() ?? ''
  if (reason === '') return data(wrongFields(form, [['reason', { key: 'errors:required' }]]), { status: 422 })
  const corrected = await correctMovement({ movementId: movement.id, reason: reason.slice(0, 500) }, { now })
  if (corrected.ok) {
    const short = corrected.missing > 0 ? `&short=${corrected.missing}` : ''
    return redirect(`/desk/stock/${sku}?saved${short}`, { status: 303 })
  }
  return data(refusedAltogether(form, problemOf(corrected)), { status: 422 })
})

function problemOf(result: Extract<CorrectMovementResult, { ok: false }>): FieldProblem {
  switch (result.reason) {
    case 'gone':
      return { key: 'deskCopies:correct.gone', values: { left: result.left } }
    case 'corrected':
      return { key: 'deskCopies:correct.corrected' }
    case 'not-found':
    case 'not-correctable':
      return { key: 'deskCopies:correct.notHere' }
  }
}

/** Takes one movement back, by its opposite. */
export default function Movement() {
  const { sku, movement } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t, locale } = useTexts()
  const what = [
    formatDay(movement.movedOn, locale),
    t(STOCK_MOVEMENT_WORDS[movement.kind]),
    t('deskCopies:run.one', { number: movement.run }),
    movement.copies > 0 ? `+${movement.copies}` : String(movement.copies),
  ]
  return (
    <>
      <DeskHeader
        title={t('deskCopies:correct.title')}
        lead={what.join(' · ')}
        crumbs={[
          { label: t('deskAdmin:stock.title'), href: '/desk/stock' },
          { label: sku, href: `/desk/stock/${sku}` },
        ]}
      />
      {movement.isCorrected || !movement.isCorrectable ? (
        <Notice>
          {t(movement.isCorrected ? 'deskCopies:correct.corrected' : 'deskCopies:correct.notHere')}
        </Notice>
      ) : (
        <TakeBackForm
          lead={t('deskCopies:correct.lead')}
          action={t('deskCopies:correct.do')}
          back={`/desk/stock/${sku}`}
          answer={answer}
        />
      )}
    </>
  )
}
