import { pickText } from '#app/domain/locale.ts'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { LABEL_SHEET_NAMES, labelsOn } from '#app/features/desk/packing/batch.ts'
import {
  planMark,
  type LanguageCounts,
  type PlanFigures,
} from '#app/features/desk/supplements/announcement.ts'
import type { DeskSupplement } from '#app/features/desk/supplements/load-supplement.server.ts'
import { formatList } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Fact } from '#app/ui/fact.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'
import { Notice } from '#app/ui/notice.tsx'

type AnnouncePageProps = {
  supplement: DeskSupplement
  preview: { ok: true; figures: PlanFigures } | { ok: false; reason: 'not-published' | 'under-way' }
  /** The sheet of the settings. */
  sheet: string
  answer: FormAnswer | null
}

/** How many would be told, in which languages; it starts when somebody agrees. */
export function AnnouncePage({ supplement, preview, sheet, answer }: AnnouncePageProps) {
  const { t, locale } = useTexts()
  const problems = Object.entries(answer?.problems ?? {}).map(([field, { key, values }]) => ({
    field,
    message: t(key, values),
  }))
  return (
    <div className="narrow">
      <DeskHeader
        title={t('deskSupplements:announce.look')}
        lead={pickText(supplement.texts, locale)?.text.name}
        crumbs={[
          { label: t('deskSupplements:list.title'), href: '/desk/supplements' },
          { label: supplement.edition.sku, href: `/desk/supplements/${supplement.id}` },
        ]}
      />
      <div className="stack">
        {answer?.notice ? <Notice tone="error">{t(answer.notice.key, answer.notice.values)}</Notice> : null}
        <ErrorSummary errors={problems} />
        {preview.ok ? (
          <Plan figures={preview.figures} sheet={sheet} answer={answer} />
        ) : (
          <Notice>
            {t(
              preview.reason === 'under-way'
                ? 'deskSupplements:announce.underWay'
                : 'deskSupplements:announce.notPublished',
            )}
          </Notice>
        )}
      </div>
    </div>
  )
}

type PlanProps = { figures: PlanFigures; sheet: string; answer: FormAnswer | null }

function Plan({ figures, sheet, answer }: PlanProps) {
  const { t } = useTexts()
  const { mails, suppressed, letters, toldBefore } = figures
  const isNobody = mails + suppressed + letters === 0
  return (
    <>
      <dl className="facts">
        <Fact term={t('deskSupplements:plan.mails')}>
          <Counts count={mails} languages={figures.mailsByLanguage} />
        </Fact>
        <Fact term={t('deskSupplements:plan.letters')}>
          <Counts count={letters} languages={figures.lettersByLanguage} />
        </Fact>
        <Fact term={t('deskSupplements:plan.suppressed')}>{suppressed}</Fact>
        <Fact term={t('deskSupplements:plan.toldBefore')}>{toldBefore}</Fact>
      </dl>
      <p className="small soft">{t('deskSupplements:plan.who')}</p>
      {isNobody ? (
        <Notice>{t('deskSupplements:announce.nobody')}</Notice>
      ) : (
        <form method="post" className="form" noValidate>
          <input type="hidden" name="agreed" value={planMark(figures)} />
          {letters > 0 ? <LabelFields sheet={sheet} answer={answer} /> : <DefaultLabels sheet={sheet} />}
          <p>{t('deskSupplements:plan.consequence')}</p>
          <p>
            <button type="submit" className="button">
              {t('deskSupplements:plan.start')}
            </button>
          </p>
        </form>
      )}
    </>
  )
}

function Counts({ count, languages }: { count: number; languages: LanguageCounts }) {
  const { locale } = useTexts()
  const parts = languages.map((one) => `${LANGUAGE_NAMES[one.locale]} ${one.count}`)
  return (
    <>
      {count}
      {parts.length > 0 ? <span className="block small soft">{formatList(parts, locale)}</span> : null}
    </>
  )
}

function LabelFields({ sheet, answer }: { sheet: string; answer: FormAnswer | null }) {
  const { t } = useTexts()
  const problem = answer?.problems.firstLabel
  return (
    <fieldset className="framed">
      <legend>{t('deskWork:packing.labels')}</legend>
      <div className="fields">
        <SelectField
          name="sheet"
          label={t('deskWork:packing.sheet')}
          className="short"
          defaultValue={answer?.typed.sheet ?? sheet}
          options={LABEL_SHEET_NAMES.map((name) => ({
            value: name,
            label: t('deskWork:packing.perSheet', { count: labelsOn(name) }),
          }))}
        />
        <Field
          name="firstLabel"
          label={t('deskWork:packing.firstLabel')}
          hint={t('deskWork:packing.firstLabelHint')}
          inputMode="numeric"
          className="tiny"
          maxLength={2}
          error={problem && t(problem.key, problem.values)}
          defaultValue={answer?.typed.firstLabel ?? '1'}
        />
      </div>
    </fieldset>
  )
}

function DefaultLabels({ sheet }: { sheet: string }) {
  return (
    <>
      <input type="hidden" name="sheet" value={sheet} />
      <input type="hidden" name="firstLabel" value="1" />
    </>
  )
}
