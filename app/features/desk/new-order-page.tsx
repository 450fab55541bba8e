import { useForm } from '@conform-to/react'
import type { TokyoDay } from '#app/domain/day.ts'
import { AddressFacts } from '#app/features/checkout/address-facts.tsx'
import { DefaultButton, FormErrors } from '#app/features/checkout/checkout-page.tsx'
import { DetailsFields, type DetailsFieldset } from '#app/features/checkout/details-fields.tsx'
import type { FieldProblem, TypedDetails } from '#app/features/checkout/details-form.ts'
import { LineList, Totals } from '#app/features/checkout/lines-table.tsx'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { NewOrderView, OrderPreview, RowView } from '#app/features/desk/enter-order.server.ts'
import { ENTERED_CHANNELS, rowField, TERMS } from '#app/features/desk/new-order-form.ts'
import { CHANNEL_WORDS, METHOD_WORDS } from '#app/features/desk/order-words.ts'
import { HAND_METHODS } from '#app/features/desk/payment-form.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

/** An order that came by post, by phone, by mail or with a visitor. */
export function NewOrderPage({ view, today }: { view: NewOrderView; today: TokyoDay }) {
  const { t } = useTexts()
  const [, fields] = useForm<TypedDetails, TypedDetails, FieldProblem[]>({
    id: 'new-order',
    lastResult: view.reply,
    defaultValue: {
      mailLocale: view.typed.mailLocale,
      delivery: { country: 'JP' },
      billing: { country: 'JP' },
    },
  })
  const problem = (field: string): string | undefined => {
    const found = view.problems[field]
    return found && t(found.key, found.values)
  }
  return (
    <div className="narrow">
      <NewOrderHeader />
      <div className="stack">
        {view.notice ? <Notice tone="error">{t(view.notice.key, view.notice.values)}</Notice> : null}
        <Problems view={view} />
        <FormErrors reply={view.reply} />
        {view.quote ? <Notice>{t('deskWork:quote.orderFrom', { code: view.quote.code })}</Notice> : null}
        <form method="post" className="form" noValidate>
          <DefaultButton />
          <input type="hidden" name="key" value={view.key} />
          {view.quote ? <input type="hidden" name="quote" value={view.quote.id} /> : null}
          <input type="hidden" name="rows" value={view.rows.length} />
          <fieldset className="framed" id="lines">
            <legend>{t('deskOrders:enter.lines')}</legend>
            <div className="fields">
              {view.rows.map((row, index) => (
                <Row key={rowField('edition', index)} row={row} index={index} problem={problem} />
              ))}
              <div className="row">
                <button type="submit" className="button quiet" name="intent" value="find" formAction="#lines">
                  {t('deskOrders:enter.find')}
                </button>
                <button type="submit" className="button quiet" name="intent" value="rows" formAction="#lines">
                  {t('deskOrders:enter.moreRows')}
                </button>
              </div>
            </div>
          </fieldset>
          <fieldset className="framed">
            <legend>{t('deskOrders:enter.terms')}</legend>
            <div className="fields">
              <SelectField
                name="channel"
                label={t('deskOrders:list.channel')}
                error={problem('channel')}
                defaultValue={view.typed.channel ?? ''}
                required
                options={[
                  { value: '', label: t('deskOrders:enter.pick') },
                  ...ENTERED_CHANNELS.map((value) => ({ value, label: t(CHANNEL_WORDS[value]) })),
                ]}
              />
              <RadioGroup
                name="method"
                legend={t('deskOrders:list.method')}
                error={problem('method')}
                defaultValue={view.typed.method}
                options={HAND_METHODS.map((value) => ({ value, label: t(METHOD_WORDS[value]) }))}
              />
              <RadioGroup
                name="terms"
                legend={t('deskOrders:enter.when')}
                error={problem('terms')}
                defaultValue={view.typed.terms}
                options={TERMS.map((value) => ({
                  value,
                  label: t(value === 'billed' ? 'deskOrders:enter.billed' : 'deskOrders:enter.prepaid'),
                  hint: t(
                    value === 'billed' ? 'deskOrders:enter.billedHint' : 'deskOrders:enter.prepaidHint',
                  ),
                }))}
              />
              <div className="fields two">
                <Field
                  name="dueOn"
                  type="date"
                  label={t('deskOrders:enter.dueOn')}
                  hint={t('deskOrders:enter.dueOnHint')}
                  error={problem('dueOn')}
                  defaultValue={view.typed.dueOn}
                  min={today}
                />
                <Field
                  name="buyerReference"
                  label={t('deskOrders:enter.buyerReference')}
                  hint={t('deskOrders:enter.buyerReferenceHint')}
                  error={problem('buyerReference')}
                  defaultValue={view.typed.buyerReference}
                  autoComplete="off"
                />
              </div>
            </div>
          </fieldset>
          <DetailsFields
            fields={fields as unknown as DetailsFieldset}
            needs={view.needs}
            choices={view.choices}
          />
          <p>
            <button type="submit" className="button" name="intent" value="continue">
              {t('deskOrders:enter.continue')}
            </button>
          </p>
        </form>
      </div>
    </div>
  )
}

function NewOrderHeader({ isPreview = false }: { isPreview?: boolean }) {
  const { t } = useTexts()
  return (
    <DeskHeader
      title={t(isPreview ? 'deskOrders:enter.checkTitle' : 'deskOrders:list.enter')}
      crumbs={[{ label: t('deskOrders:list.title'), href: '/desk/orders' }]}
    />
  )
}

function Problems({ view }: { view: NewOrderView }) {
  const { t } = useTexts()
  const labels: Record<string, string> = {
    channel: t('deskOrders:list.channel'),
    method: t('deskOrders:list.method'),
    terms: t('deskOrders:enter.when'),
    dueOn: t('deskOrders:enter.dueOn'),
    buyerReference: t('deskOrders:enter.buyerReference'),
  }
  const errors = Object.entries(view.problems).map(([field, { key, values }]) => {
    const [name, index] = field.split('.')
    const row = Number(index) + 1
    const label =
      labels[field] ??
      t(name === 'copies' ? 'deskOrders:enter.rowCopies' : 'deskOrders:enter.rowEdition', { row })
    return { field, message: `${label}: ${t(key, values)}` }
  })
  return <ErrorSummary errors={errors} />
}

type RowProps = { row: RowView; index: number; problem: (field: string) => string | undefined }

function Row({ row, index, problem }: RowProps) {
  const { t } = useTexts()
  const number = index + 1
  const isOpen = row.label === null && row.choices.length > 1
  return (
    <div className="entry-row">
      <Field
        name={rowField('edition', index)}
        label={t('deskOrders:enter.rowEdition', { row: number })}
        hint={row.label ?? (index === 0 ? t('deskOrders:enter.editionHint') : undefined)}
        error={problem(rowField('edition', index))}
        defaultValue={row.edition}
        autoComplete="off"
      />
      <Field
        name={rowField('copies', index)}
        label={t('deskOrders:enter.rowCopies', { row: number })}
        error={problem(rowField('copies', index))}
        defaultValue={row.copies}
        inputMode="numeric"
        className="tiny"
        autoComplete="off"
      />
      {isOpen ? (
        <SelectField
          name={rowField('choice', index)}
          label={t('deskOrders:enter.which', { row: number })}
          defaultValue={row.choice}
          options={[
            { value: '', label: t('deskOrders:enter.pick') },
            ...row.choices.map(({ sku, label }) => ({ value: sku, label })),
          ]}
        />
      ) : null}
    </div>
  )
}

/** All of it, to be looked at before the order is entered. */
export function NewOrderPreview({ preview }: { preview: OrderPreview }) {
  const { t, locale } = useTexts()
  const { details, terms } = preview
  return (
    <div className="narrow">
      <NewOrderHeader isPreview />
      <div className="stack">
        {preview.notice ? <Notice tone="error">{t(preview.notice.key, preview.notice.values)}</Notice> : null}
        <p>{t('deskOrders:enter.checkLead')}</p>
        <LineList lines={preview.lines} />
        <Totals totals={preview.totals} />
        <dl className="facts">
          <Fact term={t('checkout:contact.name')}>
            {details.contactName}
            {details.furigana ? <span className="soft"> ({details.furigana})</span> : null}
          </Fact>
          <Fact term={t('checkout:contact.email')}>{details.email ?? t('deskOrders:contact.noEmail')}</Fact>
          {details.phone ? <Fact term={t('checkout:contact.phone')}>{details.phone}</Fact> : null}
          <AddressFacts of={details} />
          <Fact term={t('checkout:receipt.name')}>{details.receiptName ?? details.contactName}</Fact>
          <Fact term={t('deskOrders:list.channel')}>{t(CHANNEL_WORDS[terms.channel])}</Fact>
          <Fact term={t('deskOrders:list.method')}>{t(METHOD_WORDS[terms.method])}</Fact>
          <Fact term={t('deskOrders:enter.when')}>
            {terms.terms.kind === 'billed'
              ? `${t('deskOrders:enter.billed')} · ${formatDay(terms.terms.dueOn, locale, 'weekday')}`
              : t('deskOrders:enter.prepaid')}
          </Fact>
          {terms.buyerReference ? (
            <Fact term={t('deskOrders:enter.buyerReference')}>{terms.buyerReference}</Fact>
          ) : null}
          {details.note ? (
            <Fact term={t('checkout:note.legend')}>
              <span className="pre-line">{details.note}</span>
            </Fact>
          ) : null}
        </dl>
        <form method="post" className="row">
          {Object.entries(preview.fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" className="button" name="intent" value="confirm">
            {t('deskOrders:enter.confirm')}
          </button>
          <button type="submit" className="button quiet" name="intent" value="edit">
            {t('deskOrders:refund.change')}
          </button>
        </form>
      </div>
    </div>
  )
}
