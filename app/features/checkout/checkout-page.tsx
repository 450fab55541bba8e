import { useForm } from '@conform-to/react'
import type { CheckoutView } from '#app/features/checkout/load-checkout.server.ts'
import { CheckoutSteps } from '#app/features/checkout/checkout-steps.tsx'
import {
  DetailsFields,
  useProblem,
  type AddressChoices,
  type DetailsFieldset,
} from '#app/features/checkout/details-fields.tsx'
import type { FieldProblem, FormReply, TypedDetails } from '#app/features/checkout/details-form.ts'
import { LineList, Totals } from '#app/features/checkout/lines-table.tsx'
import { METHOD_TEXTS, METHODS } from '#app/features/checkout/method-texts.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

type CheckoutPageProps = {
  view: CheckoutView
  /** The answer to what was sent, if anything was. */
  reply: FormReply | null
  choices: AddressChoices
}

/** One form: who orders, where it goes, how it is paid. */
export function CheckoutPage({ view, reply, choices }: CheckoutPageProps) {
  const { t, locale } = useTexts()
  const [, fields] = useForm<TypedDetails, TypedDetails, FieldProblem[]>({
    id: 'checkout',
    lastResult: reply,
    defaultValue: view.typed,
  })
  return (
    <>
      <PageHeader
        title={t('checkout:details.title')}
        crumbs={[{ label: t('checkout:cart.title'), href: `/${locale}/cart` }]}
      >
        <CheckoutSteps current="details" />
      </PageHeader>
      <div className="spread-page wide-side">
        <div className="stack">
          <FormErrors reply={reply} />
          <form method="post" action={`/${locale}/checkout`} id="checkout" className="form" noValidate>
            <DefaultButton />
            <DetailsFields
              fields={fields as unknown as DetailsFieldset}
              needs={view.needs}
              choices={choices}
            />
            <fieldset className="framed">
              <legend>{t('checkout:method.legend')}</legend>
              <MethodChoice field={fields.method} />
            </fieldset>
            <p>
              <button type="submit" className="button wide" name="intent" value="continue">
                {t('checkout:details.continue')}
              </button>
            </p>
            <p className="small soft">
              {t('checkout:details.notYet')}{' '}
              <a href={`/${locale}/legal/privacy`}>{t('common:nav.privacy')}</a>
            </p>
          </form>
        </div>
        <aside className="stack" aria-labelledby="summary">
          <h2 id="summary">{t('checkout:details.summary')}</h2>
          <LineList lines={view.lines} />
          <Totals totals={view.totals} />
          {view.needs.post ? <p className="small soft">{t('checkout:details.shippingNext')}</p> : null}
        </aside>
      </div>
    </>
  )
}

/** Enter in a field goes on, though the first button on the page fills in an address. */
export function DefaultButton() {
  return (
    <button
      type="submit"
      name="intent"
      value="continue"
      className="visually-hidden"
      tabIndex={-1}
      aria-hidden="true"
    />
  )
}

/** What each field is called, in the order of the page. */
const LABELS: Record<string, TextKey> = {
  email: 'checkout:contact.email',
  contactName: 'checkout:contact.name',
  furigana: 'checkout:contact.furigana',
  phone: 'checkout:contact.phone',
  mailLocale: 'checkout:contact.mailLocale',
  ...addressLabels('delivery'),
  receiptName: 'checkout:receipt.name',
  ...addressLabels('billing'),
  note: 'checkout:note.label',
  method: 'checkout:method.legend',
}

function addressLabels(which: 'delivery' | 'billing'): Record<string, TextKey> {
  return {
    [`${which}.country`]: 'checkout:address.country',
    [`${which}.postalCode`]: 'checkout:address.postalCode',
    [`${which}.prefecture`]: 'checkout:address.prefecture',
    [`${which}.city`]: 'checkout:address.city',
    [`${which}.street`]: 'checkout:address.street',
    [`${which}.building`]: 'checkout:address.building',
    [`${which}.name`]: 'checkout:address.name',
  }
}

/** All problems of a form that was sent, by the name of the field, each linked to it. */
export function FormErrors({ reply }: { reply: FormReply | null }) {
  const { t } = useTexts()
  const errors = Object.entries(LABELS).flatMap(([field, label]) => {
    const problem = reply?.error?.[field]?.[0]
    return problem ? [{ field, message: `${t(label)}: ${t(problem.key, problem.values)}` }] : []
  })
  return <ErrorSummary errors={errors} />
}

function MethodChoice({
  field,
}: {
  field: { name: string; initialValue?: unknown; errors?: FieldProblem[] }
}) {
  const { t } = useTexts()
  return (
    <RadioGroup
      name={field.name}
      legend={<span className="visually-hidden">{t('checkout:method.legend')}</span>}
      error={useProblem(field)}
      defaultValue={typeof field.initialValue === 'string' ? field.initialValue : undefined}
      options={METHODS.map((method) => ({
        value: method,
        label: t(METHOD_TEXTS[method].name),
        hint: t(METHOD_TEXTS[method].hint),
      }))}
    />
  )
}
