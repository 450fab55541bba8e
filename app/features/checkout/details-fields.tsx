import type { FieldMetadata } from '@conform-to/react'
import { LOCALES } from '#app/domain/locale.ts'
import { countryOptions } from '#app/features/checkout/countries.ts'
import type { FieldProblem, Needs, TypedAddress, TypedDetails } from '#app/features/checkout/details-form.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'
import { CheckField, Field, SelectField, TextAreaField } from '#app/ui/field.tsx'

type Meta = FieldMetadata<string | undefined, TypedDetails, FieldProblem[]>
type AddressMeta = FieldMetadata<TypedAddress | undefined, TypedDetails, FieldProblem[]>

export type DetailsFieldset = Required<{
  [Name in keyof TypedDetails]: Name extends 'delivery' | 'billing' ? AddressMeta : Meta
}>

/** Places that the postal code of an address stands for, to choose from. */
export type AddressChoices = Partial<Record<'delivery' | 'billing', string[]>>

type DetailsFieldsProps = {
  fields: DetailsFieldset
  needs: Needs
  choices: AddressChoices
}

/** Who orders, where it goes and who pays: the fields that checkout and the correction of an order share. */
export function DetailsFields({ fields, needs, choices }: DetailsFieldsProps) {
  const { t } = useTexts()
  return (
    <>
      <fieldset className="framed">
        <legend>{t('checkout:contact.legend')}</legend>
        <div className="fields">
          <TextInput
            field={fields.email}
            label="checkout:contact.email"
            hint="checkout:contact.emailHint"
            type="email"
            autoComplete="email"
            required={needs.downloads || !needs.post}
          />
          {needs.post && !needs.downloads ? (
            <CheckField
              name={fields.noEmail.name}
              label={t('checkout:contact.noEmail')}
              hint={t('checkout:contact.noEmailHint')}
              defaultChecked={fields.noEmail.initialValue === 'on'}
            />
          ) : null}
          <div className="fields two">
            <TextInput
              field={fields.contactName}
              label="checkout:contact.name"
              autoComplete="name"
              required
            />
            <TextInput
              field={fields.furigana}
              label="checkout:contact.furigana"
              hint="checkout:contact.furiganaHint"
            />
          </div>
          <TextInput
            field={fields.phone}
            label="checkout:contact.phone"
            hint="checkout:contact.phoneHint"
            type="tel"
            autoComplete="tel"
          />
          <SelectField
            name={fields.mailLocale.name}
            label={t('checkout:contact.mailLocale')}
            error={useProblem(fields.mailLocale)}
            defaultValue={textOf(fields.mailLocale)}
            options={LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] }))}
          />
        </div>
      </fieldset>
      {needs.post ? (
        <fieldset className="framed">
          <legend>{t('checkout:delivery.legend')}</legend>
          <AddressFields
            which="delivery"
            field={fields.delivery}
            choices={choices.delivery ?? []}
            isRequired
          />
        </fieldset>
      ) : null}
      <fieldset className="framed">
        <legend>{t('checkout:receipt.legend')}</legend>
        <div className="fields">
          <TextInput
            field={fields.receiptName}
            label="checkout:receipt.name"
            hint="checkout:receipt.nameHint"
            autoComplete="organization"
          />
          <Billing fields={fields} choices={choices.billing ?? []} />
        </div>
      </fieldset>
      <fieldset className="framed">
        <legend>{t('checkout:note.legend')}</legend>
        <TextAreaField
          name={fields.note.name}
          label={t('checkout:note.label')}
          hint={t('checkout:note.hint')}
          error={useProblem(fields.note)}
          defaultValue={textOf(fields.note)}
          rows={3}
        />
      </fieldset>
    </>
  )
}

/** The bill goes to the delivery address unless its box is ticked; open from the start where there is something in it. */
function Billing({ fields, choices }: { fields: DetailsFieldset; choices: string[] }) {
  const { t } = useTexts()
  const isUsed = fields.hasBilling.initialValue === 'on' || choices.length > 0
  return (
    <details open={isUsed}>
      <summary>{t('checkout:billing.summary')}</summary>
      <div className="fields">
        <CheckField
          name={fields.hasBilling.name}
          label={t('checkout:billing.use')}
          defaultChecked={fields.hasBilling.initialValue === 'on'}
        />
        <AddressFields which="billing" field={fields.billing} choices={choices} isRequired={false} />
      </div>
    </details>
  )
}

type AddressFieldsProps = {
  which: 'delivery' | 'billing'
  field: AddressMeta
  choices: string[]
  isRequired: boolean
}

function AddressFields({ which, field, choices, isRequired }: AddressFieldsProps) {
  const { t, locale } = useTexts()
  const address = field.getFieldset() as Record<keyof TypedAddress, Meta>
  const section = which === 'delivery' ? 'shipping' : 'billing'
  return (
    <div className="fields">
      <SelectField
        name={address.country.name}
        label={t('checkout:address.country')}
        error={useProblem(address.country)}
        defaultValue={textOf(address.country) || 'JP'}
        autoComplete={`${section} country`}
        options={countryOptions(locale)}
      />
      <div className="buy">
        <TextInput
          field={address.postalCode}
          label="checkout:address.postalCode"
          autoComplete={`${section} postal-code`}
          className="short"
        />
        {/* The page comes back where the reader was. */}
        <button
          type="submit"
          className="button quiet"
          name="intent"
          value={`lookup:${which}`}
          formAction={`#${address.country.name}`}
        >
          {t('checkout:address.lookup')}
        </button>
      </div>
      {choices.length > 0 ? <PlaceChoice which={which} choices={choices} /> : null}
      <div className="fields two">
        <TextInput
          field={address.prefecture}
          label="checkout:address.prefecture"
          hint="checkout:address.prefectureHint"
          autoComplete={`${section} address-level1`}
        />
        <TextInput
          field={address.city}
          label="checkout:address.city"
          autoComplete={`${section} address-level2`}
          required={isRequired}
        />
      </div>
      <TextInput
        field={address.street}
        label="checkout:address.street"
        hint="checkout:address.streetHint"
        autoComplete={`${section} address-line1`}
        required={isRequired}
      />
      <TextInput
        field={address.building}
        label="checkout:address.building"
        autoComplete={`${section} address-line2`}
      />
      <TextInput
        field={address.name}
        label="checkout:address.name"
        hint="checkout:address.nameHint"
        autoComplete={`${section} name`}
      />
    </div>
  )
}

/** A postal code may stand for many places, and a place that was typed may be none of them. */
function PlaceChoice({ which, choices }: { which: 'delivery' | 'billing'; choices: string[] }) {
  const { t } = useTexts()
  return (
    <div className="panel" role="status">
      <SelectField
        name={`place.${which}`}
        label={t('checkout:address.choose')}
        hint={t('checkout:address.chooseHint')}
        options={choices.map((choice) => ({ value: choice, label: choice }))}
        lang="ja"
      />
      <p>
        <button
          type="submit"
          className="button quiet"
          name="intent"
          value={`use:${which}`}
          formAction={`#${which}.country`}
        >
          {t('checkout:address.use')}
        </button>
      </p>
    </div>
  )
}

type TextInputProps = {
  field: Meta
  label: TextKey
  hint?: TextKey
  type?: string
  autoComplete?: string
  className?: string
  required?: boolean
}

function TextInput({ field, label, hint, ...input }: TextInputProps) {
  const { t } = useTexts()
  return (
    <Field
      {...input}
      name={field.name}
      label={t(label)}
      hint={hint ? t(hint) : undefined}
      error={useProblem(field)}
      defaultValue={textOf(field)}
    />
  )
}

/** The first problem of a field, in the reader's language. */
export function useProblem(field: { errors?: FieldProblem[] | undefined }): string | undefined {
  const { t } = useTexts()
  const problem = field.errors?.[0]
  return problem ? t(problem.key, problem.values) : undefined
}

function textOf(field: { initialValue?: unknown }): string {
  return typeof field.initialValue === 'string' ? field.initialValue : ''
}
