import { formatIsbn } from '#app/domain/isbn.ts'
import { languageName } from '#app/features/catalogue/catalogue-texts.ts'
import { EDITION_STATE_WORDS } from '#app/features/desk/stock-words.ts'
import type { DeskEdition } from '#app/features/desk/titles/desk-title.ts'
import { EDITION_FORMATS, EDITION_LANGUAGES, EDITION_STATES } from '#app/features/desk/titles/edition-form.ts'
import { TitleNotices, useTitleProblem, type TitleAnswer } from '#app/features/desk/titles/title-answer.tsx'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field, SelectField } from '#app/ui/field.tsx'

const LABELS = {
  sku: 'deskCatalogue:field.sku',
  language: 'deskCatalogue:field.language',
  format: 'deskCatalogue:field.format',
  state: 'deskCatalogue:field.state',
  publishedOn: 'deskCatalogue:field.publishedOn',
  isbn: 'deskCatalogue:field.isbn',
  pages: 'deskCatalogue:field.pages',
  weight: 'deskCatalogue:field.weight',
  position: 'deskCatalogue:field.position',
} as const satisfies Record<string, TextKey>

/** What stands in the form of an edition before anybody types. */
export function valuesOfEdition(edition: DeskEdition): Record<string, string> {
  const { sku, language, format, state, publishedOn, isbn, pages, weightGrams, position } = edition
  return {
    ...{ sku, language, format, state },
    publishedOn: publishedOn ?? '',
    isbn: isbn ? formatIsbn(isbn) : '',
    pages: pages === null ? '' : String(pages),
    weight: weightGrams === null ? '' : String(weightGrams),
    position: String(position),
  }
}

type EditionFormProps = {
  values: Readonly<Record<string, string>>
  answer: TitleAnswer | null
  seen: string
  /** It was ordered or printed: its code and its form stay. */
  isFixed: boolean
  leave: string
}

/** An edition: what can be bought of a title. */
export function EditionForm({ values, answer, seen, isFixed, leave }: EditionFormProps) {
  const { t, locale } = useTexts()
  const problem = useTitleProblem(answer)
  const labels = Object.fromEntries(Object.entries(LABELS).map(([name, key]) => [name, t(key)]))
  const propsOf = (name: keyof typeof LABELS) => ({
    name,
    label: t(LABELS[name]),
    error: problem(name),
    defaultValue: values[name],
    autoComplete: 'off',
  })
  const languages = [...new Set<string>([...EDITION_LANGUAGES, values.language ?? 'ja'])]
  return (
    <form method="post" className="form narrow" noValidate>
      <TitleNotices answer={answer} labels={labels} />
      <input type="hidden" name="seen" value={seen} />
      <Field
        {...propsOf('sku')}
        hint={t(isFixed ? 'deskCatalogue:hint.fixed' : 'deskCatalogue:hint.sku')}
        required
        readOnly={isFixed}
        spellCheck={false}
      />
      <SelectField
        {...propsOf('format')}
        hint={t('deskCatalogue:hint.format')}
        options={EDITION_FORMATS.map((value) => ({
          value,
          label: t(value === 'pdf' ? 'catalogue:format.pdf' : 'catalogue:format.print'),
          disabled: isFixed && value !== values.format,
        }))}
      />
      <SelectField
        {...propsOf('language')}
        options={languages.map((value) => ({ value, label: languageName(value, locale) }))}
      />
      <SelectField
        {...propsOf('state')}
        hint={t('deskCatalogue:hint.state')}
        options={EDITION_STATES.map((value) => ({ value, label: t(EDITION_STATE_WORDS[value]) }))}
      />
      <Field
        {...propsOf('publishedOn')}
        type="date"
        className="short"
        hint={t('deskCatalogue:hint.editionDay')}
      />
      <Field {...propsOf('isbn')} hint={t('deskCatalogue:hint.isbn')} />
      <div className="pair">
        <Field {...propsOf('pages')} inputMode="numeric" />
        <Field {...propsOf('weight')} inputMode="numeric" hint={t('deskCatalogue:hint.weight')} />
      </div>
      <Field
        {...propsOf('position')}
        inputMode="numeric"
        className="tiny"
        hint={t('deskCatalogue:hint.position')}
      />
      <p className="row">
        <button type="submit" className="button">
          {t('desk:save')}
        </button>
        <a className="target" href={leave}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}

type WithdrawCheckProps = {
  sku: string
  waiting: { orders: number; held: number; preordered: number }
  /** What was typed, to be sent again. */
  typed: Readonly<Record<string, string>>
  leave: string
}

/** Before an edition is withdrawn for which orders wait: how many, and what becomes of them. */
export function WithdrawCheck({ sku, waiting, typed, leave }: WithdrawCheckProps) {
  const { t } = useTexts()
  return (
    <form method="post" className="stack narrow">
      <h2>{t('deskCatalogue:withdraw.title', { sku })}</h2>
      <p>{t('deskCatalogue:withdraw.orders', { count: waiting.orders })}</p>
      <ul>
        <li>{t('deskCatalogue:withdraw.held', { count: waiting.held })}</li>
        <li>{t('deskCatalogue:withdraw.preordered', { count: waiting.preordered })}</li>
      </ul>
      <p>{t('deskCatalogue:withdraw.lead')}</p>
      <p>
        <a className="target" href={`/desk/stock/${sku}`}>
          {t('deskCatalogue:withdraw.look')}
        </a>
      </p>
      {Object.entries(typed).map(([name, value]) =>
        name === 'confirmedOrders' ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <p className="row">
        <button type="submit" className="button danger" name="confirmedOrders" value={waiting.orders}>
          {t('deskCatalogue:withdraw.confirm')}
        </button>
        <a className="target" href={leave}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}
