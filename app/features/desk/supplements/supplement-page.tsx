import type { TokyoDay } from '#app/domain/day.ts'
import { pickText } from '#app/domain/locale.ts'
import { languageName, formatBytes } from '#app/features/catalogue/catalogue-texts.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { EditionChoice } from '#app/features/desk/find-editions.server.ts'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { AnnouncementsSection } from '#app/features/desk/supplements/announcements-section.tsx'
import type { AnnouncementView } from '#app/features/desk/supplements/list-announcements.server.ts'
import { HistorySection } from '#app/features/desk/supplements/history-section.tsx'
import type { DeskSupplement } from '#app/features/desk/supplements/load-supplement.server.ts'
import { SupplementFields, useProblemList } from '#app/features/desk/supplements/supplement-fields.tsx'
import type { SupplementChange } from '#app/features/desk/supplements/supplement-history.server.ts'
import { SupplementPreview } from '#app/features/desk/supplements/supplement-preview.tsx'
import { SUPPLEMENT_KIND_TEXTS, SUPPLEMENT_STATE_WORDS } from '#app/features/desk/supplements/supplement.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Fact } from '#app/ui/fact.tsx'
import { CheckField, Field } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

type SupplementPageProps = {
  supplement: DeskSupplement
  history: readonly SupplementChange[]
  announcements: readonly AnnouncementView[]
  today: TokyoDay
  /** What was just done. */
  done: TextKey | null
  answer: (FormAnswer & { choices: readonly EditionChoice[] }) | null
}

/** One supplement: how readers see it, what can be done with it, what was done. */
export function SupplementPage(props: SupplementPageProps) {
  const { supplement, history, announcements, today, done, answer } = props
  const { t, locale } = useTexts()
  const text = pickText(supplement.texts, locale)?.text
  const problems = useProblemList(answer?.problems ?? {})
  return (
    <>
      <DeskHeader
        title={
          text ? (
            <Foreign lang={text.locale} withNote={false}>
              {text.name}
            </Foreign>
          ) : (
            supplement.slug
          )
        }
        lead={
          <>
            <Foreign lang={supplement.edition.titleLanguage}>{supplement.edition.titleName}</Foreign> (
            {supplement.edition.name})
          </>
        }
        crumbs={[{ label: t('deskSupplements:list.title'), href: '/desk/supplements' }]}
      />
      <div className="stack">
        {done && !answer ? <Notice tone="success">{t(done)}</Notice> : null}
        {answer?.notice ? <Notice tone="error">{t(answer.notice.key, answer.notice.values)}</Notice> : null}
        <ErrorSummary errors={problems} />
      </div>
      <div className="two-up order-columns">
        <div className="stack-l">
          <Facts supplement={supplement} />
          {supplement.state === 'prepared' ? (
            <PublishForm supplement={supplement} today={today} answer={answer} />
          ) : (
            <WithdrawForm supplement={supplement} announcements={announcements} answer={answer} />
          )}
          <AnnouncementsSection supplement={supplement} announcements={announcements} />
          <SupplementPreview supplement={supplement} today={today} />
        </div>
        <div className="stack-l">
          <TextsForm supplement={supplement} answer={answer} />
          <HistorySection history={history} />
        </div>
      </div>
    </>
  )
}

function Facts({ supplement }: { supplement: DeskSupplement }) {
  const { t, locale } = useTexts()
  const { state, publishedOn, edition, file, id } = supplement
  const word = SUPPLEMENT_STATE_WORDS[state]
  return (
    <dl className="facts">
      <Fact term={t('deskSupplements:list.state')}>
        <Badge tone={word.tone}>{t(word.text)}</Badge>{' '}
        {publishedOn ? t('deskSupplements:fromDay', { day: formatDay(publishedOn, locale) }) : null}
      </Fact>
      <Fact term={t('deskSupplements:field.edition')}>
        <a className="target code" href={`/${locale}/publications/${edition.titleSlug}#${edition.sku}`}>
          {edition.sku}
        </a>
      </Fact>
      <Fact term={t('deskSupplements:field.kind')}>{t(SUPPLEMENT_KIND_TEXTS[supplement.kind])}</Fact>
      <Fact term={t('deskSupplements:field.file')}>
        <a className="target" href={`/desk/supplements/${id}/file`} download>
          {file.name}
        </a>{' '}
        <span className="small soft">
          {languageName(supplement.language, locale)} · {formatBytes(file.byteLength)}
        </span>
        {state === 'published' ? null : (
          <p>
            <a className="button quiet" href={`/desk/supplements/${id}/upload`}>
              {t('deskSupplements:upload.replace')}
            </a>
          </p>
        )}
      </Fact>
      <Fact term={t('deskSupplements:field.address')}>
        <span className="code">/supplements/{supplement.slug}</span>
      </Fact>
    </dl>
  )
}

type FormProps = { supplement: DeskSupplement; answer: SupplementPageProps['answer'] }

function errorIn(answer: FormAnswer | null, field: string, t: ReturnType<typeof useTexts>['t']) {
  const problem = answer?.problems[field]
  return problem && t(problem.key, problem.values)
}

function PublishForm({ supplement, today, answer }: FormProps & { today: TokyoDay }) {
  const { t } = useTexts()
  return (
    <form method="post" className="form panel" noValidate>
      <h2>{t('deskSupplements:publish.title')}</h2>
      <p>{t('deskSupplements:publish.lead')}</p>
      <input type="hidden" name="seen" value={supplement.version} />
      <Field
        name="publishedOn"
        type="date"
        label={t('deskSupplements:field.publishedOn')}
        required
        className="short"
        error={errorIn(answer, 'publishedOn', t)}
        defaultValue={answer?.typed.publishedOn ?? today}
      />
      <p>
        <button type="submit" className="button" name="intent" value="publish">
          {t('deskSupplements:publish.button')}
        </button>
      </p>
    </form>
  )
}

function WithdrawForm({
  supplement,
  announcements,
  answer,
}: FormProps & { announcements: readonly AnnouncementView[] }) {
  const { t } = useTexts()
  const error = errorIn(answer, 'sure', t)
  return (
    <form method="post" noValidate>
      <details className="panel" open={error !== undefined}>
        <summary className="target">{t('deskSupplements:withdraw.title')}</summary>
        <div className="form">
          <p>{t('deskSupplements:withdraw.lead')}</p>
          {announcements.length > 0 ? <p>{t('deskSupplements:withdraw.told')}</p> : null}
          <input type="hidden" name="seen" value={supplement.version} />
          <CheckField name="sure" label={t('deskSupplements:withdraw.sure')} error={error} />
          <p>
            <button type="submit" className="button danger" name="intent" value="withdraw">
              {t('deskSupplements:withdraw.button')}
            </button>
          </p>
        </div>
      </details>
    </form>
  )
}

function TextsForm({ supplement, answer }: FormProps) {
  const { t } = useTexts()
  const isAnswer = answer?.typed.intent === 'save'
  const typed = isAnswer ? answer.typed : typedOfSupplement(supplement)
  return (
    <section className="stack" aria-labelledby="texts">
      <h2 id="texts">{t('deskSupplements:texts.title')}</h2>
      <form method="post" className="form" noValidate>
        <input type="hidden" name="seen" value={supplement.version} />
        <SupplementFields
          typed={typed}
          problems={answer?.problems ?? {}}
          choices={answer?.choices ?? []}
          isSeen={supplement.state === 'published'}
        />
        <p>
          <button type="submit" className="button" name="intent" value="save">
            {t('desk:save')}
          </button>
        </p>
      </form>
    </section>
  )
}

/** The form as it stands before anything is typed. */
function typedOfSupplement({ edition, kind, language, texts }: DeskSupplement): Record<string, string> {
  return {
    sku: edition.sku,
    kind,
    language,
    ...Object.fromEntries(
      texts.flatMap(({ locale, name, note }) => [
        [`name.${locale}`, name],
        [`note.${locale}`, note ?? ''],
      ]),
    ),
  }
}
