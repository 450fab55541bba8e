import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { addDays, tokyoDayOf } from '#app/domain/day.ts'
import { ZONES, type Zone } from '#app/domain/shipping.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import {
  listShippingTables,
  saveShippingTable,
  type ShippingTable,
} from '#app/features/desk/save-shipping-table.server.ts'
import {
  parseShippingTable,
  SHIPPING_ROWS,
  type ShippingProblem,
  type ShippingProblems,
} from '#app/features/desk/shipping-form.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatDay, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('administrator', async ({ request, now }) => ({
  zones: await listShippingTables(),
  tomorrow: addDays(tokyoDayOf(now), 1),
  isSaved: new URL(request.url).searchParams.has('saved'),
}))

export const action = deskAction('administrator', async ({ request, now }) => {
  const form = Object.fromEntries(await readForm(request))
  const parsed = parseShippingTable(form, { today: tokyoDayOf(now) })
  if (!parsed.ok) return data({ form, problems: parsed.problems }, { status: 422 })
  const saved = await saveShippingTable(parsed.rates)
  if (!saved.ok) {
    const problems: ShippingProblems = { validFrom: 'taken' }
    return data({ form, problems }, { status: 422 })
  }
  return redirect('/desk/settings/shipping?saved', { status: 303 })
})

const ZONE_TEXTS: Record<Zone, TextKey> = {
  japan: 'legal:commerce.zone.japan',
  asia: 'legal:commerce.zone.asia',
  world: 'legal:commerce.zone.world',
}
const PROBLEMS: Record<ShippingProblem, TextKey> = {
  needed: 'deskAdmin:shipping.needed',
  number: 'deskAdmin:shipping.number',
  order: 'deskAdmin:shipping.order',
  day: 'deskAdmin:shipping.day',
  past: 'deskAdmin:shipping.past',
  taken: 'deskAdmin:shipping.taken',
}

/** What posting costs readers, zone by zone: a new table from a day on, and all that there were. */
export default function ShippingSettings() {
  const { zones, isSaved } = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  return (
    <>
      <DeskHeader
        title={t('deskAdmin:shipping.title')}
        lead={t('deskAdmin:shipping.lead')}
        crumbs={[{ label: t('deskAdmin:settings.title'), href: '/desk/settings' }]}
      />
      {isSaved && !wrong ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      <TableForm />
      {zones.map(({ zone, tables }) => (
        <section key={zone} className="section">
          <h2>{t(ZONE_TEXTS[zone])}</h2>
          {tables.map((table) => (
            <TableView key={table.validFrom} table={table} />
          ))}
        </section>
      ))}
    </>
  )
}

function TableForm() {
  const { tomorrow } = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  const form: Record<string, string> = wrong?.form ?? {}
  const problems: ShippingProblems = wrong?.problems ?? {}
  const errorOf = (field: string): string | undefined => {
    const problem = problems[field]
    return problem && t(PROBLEMS[problem])
  }
  return (
    <form method="post" className="form narrow" noValidate>
      <ErrorSummary
        errors={Object.keys(problems).map((field) => ({ field, message: errorOf(field) ?? '' }))}
      />
      <SelectField
        name="zone"
        label={t('deskAdmin:shipping.zone')}
        defaultValue={form.zone ?? 'japan'}
        options={ZONES.map((value) => ({ value, label: t(ZONE_TEXTS[value]) }))}
      />
      <Field
        name="validFrom"
        type="date"
        label={t('deskAdmin:shipping.validFrom')}
        required
        error={errorOf('validFrom')}
        defaultValue={form.validFrom ?? tomorrow}
      />
      <fieldset>
        <legend>{t('deskAdmin:shipping.rates')}</legend>
        {Array.from({ length: SHIPPING_ROWS }, (_, row) => (
          <div key={row} className="pair">
            <Field
              name={`grams.${row}`}
              label={t('deskAdmin:shipping.grams', { row: row + 1 })}
              inputMode="numeric"
              error={errorOf(`grams.${row}`)}
              defaultValue={form[`grams.${row}`]}
            />
            <Field
              name={`yen.${row}`}
              label={t('deskAdmin:shipping.yen', { row: row + 1 })}
              inputMode="numeric"
              error={errorOf(`yen.${row}`)}
              defaultValue={form[`yen.${row}`]}
            />
          </div>
        ))}
      </fieldset>
      <p>
        <button type="submit" className="button">
          {t('desk:save')}
        </button>
      </p>
    </form>
  )
}

function TableView({ table }: { table: ShippingTable }) {
  const { t, locale } = useTexts()
  return (
    <details>
      <summary className="target">
        {t('deskAdmin:shipping.from', { day: formatDay(table.validFrom, locale) })}
      </summary>
      <ul>
        {table.rates.map((rate) => (
          <li key={rate.maxGrams}>
            {t('deskAdmin:shipping.upTo', {
              grams: formatNumber(rate.maxGrams, locale),
              price: formatYen(rate.priceYen, locale),
            })}
          </li>
        ))}
      </ul>
    </details>
  )
}
