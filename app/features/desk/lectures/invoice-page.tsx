import type { TokyoDay } from '#app/domain/day.ts'
import type { DeskLecture } from '#app/features/desk/lectures/desk-lecture.ts'
import {
  LectureNotices,
  useLectureProblem,
  type LectureAnswer,
} from '#app/features/desk/lectures/lecture-answer.tsx'
import { LectureHeader } from '#app/features/desk/lectures/lecture-page.tsx'
import type { BillPreview } from '#app/features/desk/lectures/preview-bill.server.ts'
import { METHOD_WORDS } from '#app/features/desk/order-words.ts'
import { MOST_LINE } from '#app/features/lectures/lecture.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** What was filled in, and is to be looked at once more. */
export type InvoiceCheck = {
  payerName: string
  dueOn: TokyoDay
  method: 'bank' | 'postal'
  seen: number
  typed: Record<string, string>
}

type InvoicePageProps = {
  lecture: DeskLecture
  /** Null where there is nothing to bill now. */
  preview: BillPreview | null
  empty: Record<string, string>
  answer: LectureAnswer | null
  check: InvoiceCheck | null
}

/** The bill of a lecture: filled in first, then looked at and made. */
export function InvoicePage({ lecture, preview, empty, answer, check }: InvoicePageProps) {
  const { t } = useTexts()
  const labels = useInvoiceLabels()
  return (
    <div className="narrow">
      <LectureHeader lecture={lecture} title={t('lecture:step.bill')} />
      <div className="stack">
        <LectureNotices answer={answer} labels={labels} />
        {preview ? (
          <>
            <Preview preview={preview} />
            {check ? (
              <Confirm lecture={lecture} check={check} />
            ) : (
              <Fields lecture={lecture} typed={answer?.typed ?? empty} answer={answer} />
            )}
          </>
        ) : (
          <Notice tone="warn">{t('lecture:invoice.notNow')}</Notice>
        )}
      </div>
    </div>
  )
}

function useInvoiceLabels(): Record<'payerName' | 'dueOn' | 'method', string> {
  const { t } = useTexts()
  return {
    payerName: t('lecture:invoice.payer'),
    dueOn: t('bills:dueOn'),
    method: t('lecture:invoice.method'),
  }
}

function Preview({ preview }: { preview: BillPreview }) {
  const { t, locale } = useTexts()
  return (
    <dl className="facts compact">
      {preview.lines.map((line) => (
        <Fact
          key={line.description}
          term={
            <Foreign lang={line.textLanguage} withNote={false}>
              {line.description}
            </Foreign>
          }
        >
          {formatYen(line.amountYen, locale)}
        </Fact>
      ))}
      <div className="total">
        <dt>{t('checkout:totals.total')}</dt>
        <dd>
          <span className="price">{formatYen(preview.totalYen, locale)}</span>
        </dd>
      </div>
      {preview.taxBlocks.map((block) => (
        <div key={block.taxRate} className="small">
          <dt>
            {t('checkout:totals.tax', { rate: block.taxRate, gross: formatYen(block.grossYen, locale) })}
          </dt>
          <dd>{formatYen(block.taxYen, locale)}</dd>
        </div>
      ))}
    </dl>
  )
}

type FieldsProps = { lecture: DeskLecture; typed: Record<string, string>; answer: LectureAnswer | null }

function Fields({ lecture, typed, answer }: FieldsProps) {
  const { t } = useTexts()
  const problem = useLectureProblem(answer)
  const labels = useInvoiceLabels()
  return (
    <form method="post" className="form" noValidate>
      <input type="hidden" name="seen" value={lecture.version} />
      <Field
        name="payerName"
        label={labels.payerName}
        required
        maxLength={MOST_LINE}
        autoComplete="off"
        error={problem('payerName')}
        defaultValue={typed.payerName}
      />
      <Field
        name="dueOn"
        type="date"
        label={labels.dueOn}
        required
        className="short"
        error={problem('dueOn')}
        defaultValue={typed.dueOn}
      />
      <SelectField
        name="method"
        label={labels.method}
        error={problem('method')}
        defaultValue={typed.method}
        options={(['bank', 'postal'] as const).map((value) => ({ value, label: t(METHOD_WORDS[value]) }))}
      />
      <p className="row">
        <button type="submit" className="button" name="intent" value="check">
          {t('lecture:invoice.check')}
        </button>
        <a className="target" href={`/desk/lectures/${lecture.code}`}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}

function Confirm({ lecture, check }: { lecture: DeskLecture; check: InvoiceCheck }) {
  const { t, locale } = useTexts()
  const labels = useInvoiceLabels()
  const { email, address } = lecture.asking
  return (
    <form method="post" className="form" noValidate>
      <dl className="facts narrow-terms">
        <Fact term={labels.payerName}>{check.payerName}</Fact>
        <Fact term={labels.dueOn}>{formatDay(check.dueOn, locale, 'weekday')}</Fact>
        <Fact term={labels.method}>{t(METHOD_WORDS[check.method])}</Fact>
      </dl>
      <Notice tone={email ? 'info' : 'warn'}>
        {email ? t('lecture:invoice.mailed', { email }) : t('lecture:invoice.byPost')}
      </Notice>
      {address ? null : <p>{t('lecture:invoice.noAddress')}</p>}
      <p>{t('lecture:invoice.books')}</p>
      <input type="hidden" name="seen" value={check.seen} />
      {(['payerName', 'dueOn', 'method'] as const).map((name) => (
        <input key={name} type="hidden" name={name} value={check.typed[name] ?? ''} />
      ))}
      <p className="row">
        <button type="submit" className="button" name="intent" value="bill">
          {t('lecture:invoice.confirm')}
        </button>
        <a className="target" href={`/desk/lectures/${lecture.code}/invoice`}>
          {t('lecture:invoice.back')}
        </a>
      </p>
    </form>
  )
}
