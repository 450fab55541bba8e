import type { TokyoDay } from '#app/domain/day.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { ActorName } from '#app/features/desk/event-list.tsx'
import { PAPER_WORDS, paperFilePath } from '#app/features/desk/papers/paper-words.ts'
import type { DocumentView } from '#app/features/documents/load-documents.server.ts'
import { formatDay, formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

type PaperPageProps = {
  paper: DocumentView
  orderCode: string | null
  /** Of a paper that is about no order. */
  bill: { reference: string; subject: string } | null
  canVoid: boolean
  today: TokyoDay
  /** What was wrong with the form that makes it void. */
  wrong: { reason: string; problem: TextKey } | null
}

/** A numbered paper: what it says, its PDFs, and what can be done with it. */
export function PaperPage({ paper, orderCode, bill, canVoid, today, wrong }: PaperPageProps) {
  const { t, locale } = useTexts()
  const { payload } = paper
  const validUntil = payload?.kind === 'quote' ? payload.validUntil : null
  return (
    <>
      <DeskHeader
        title={`${t(PAPER_WORDS[paper.kind])} ${paper.code}`}
        crumbs={[{ label: t('deskWork:paper.list'), href: '/desk/documents' }]}
      />
      <div className="stack-l">
        {paper.voidedAt ? (
          <Notice tone="warn" title={t('deskWork:paper.void')}>
            <p>{t('deskWork:paper.voidedAt', { at: formatInstant(paper.voidedAt, locale) })}</p>
            {paper.voidReason ? <p>{paper.voidReason}</p> : null}
          </Notice>
        ) : null}
        {payload ? null : <Notice>{t('documents:erased')}</Notice>}
        {validUntil && validUntil < today && !paper.voidedAt && !orderCode ? (
          <Notice tone="warn">{t('deskWork:quote.expiredAdvice')}</Notice>
        ) : null}
        <dl className="facts compact">
          <Fact term={t('deskWork:paper.recipient')}>
            {payload?.recipient.name ?? t('deskWork:paper.erased')}
          </Fact>
          <Fact term={t('deskWork:paper.issuedOn')}>{formatDay(paper.issuedOn, locale)}</Fact>
          {validUntil ? (
            <Fact term={t('documents:quote.validUntil')}>{formatDay(validUntil, locale)}</Fact>
          ) : null}
          {orderCode ? (
            <Fact term={t('deskWork:packing.order')}>
              <a className="code target" href={`/desk/orders/${orderCode}`}>
                {orderCode}
              </a>
            </Fact>
          ) : null}
          {bill ? (
            <Fact term={t('bills:title')}>
              <a className="code target" href={`/desk/bills/${bill.reference}`}>
                {bill.subject}
              </a>
            </Fact>
          ) : null}
          {payload?.lines.map((line) => (
            <Fact
              key={`${line.sku} ${line.description}`}
              term={
                <>
                  <Foreign lang={line.language} withNote={false}>
                    {line.description}
                  </Foreign>
                  {line.quantity === null ? null : ` × ${line.quantity}`}
                </>
              }
            >
              {formatYen(line.amountYen, locale)}
            </Fact>
          ))}
          <Fact term={t('documents:total.total')}>
            <b>{formatYen(paper.totalYen, locale)}</b>
          </Fact>
        </dl>
        {validUntil && validUntil >= today && !paper.voidedAt && !orderCode ? (
          <p>
            <a className="button" href={`/desk/orders/new?quote=${paper.id}`}>
              {t('deskWork:quote.order')}
            </a>
          </p>
        ) : null}
        <Issues paper={paper} />
        {canVoid ? <VoidForm wrong={wrong} /> : null}
      </div>
    </>
  )
}

function Issues({ paper }: { paper: DocumentView }) {
  const { t, locale } = useTexts()
  return (
    <section className="section">
      <h2>{t('deskWork:paper.issues')}</h2>
      <ul className="ruled">
        {paper.issues.map((issue) => (
          <li key={issue.number}>
            {paper.payload ? (
              <a className="target" href={paperFilePath(paper.id, issue.number)}>
                {t(issue.number === 1 ? 'deskWork:paper.original' : 'deskWork:paper.again', {
                  number: issue.number,
                })}
              </a>
            ) : null}
            <span className="block small soft">
              {formatInstant(issue.at, locale)} ·{' '}
              <ActorName actor={issue.actor} staffName={issue.staffName} />
            </span>
          </li>
        ))}
      </ul>
      {paper.voidedAt === null && paper.payload ? (
        <form method="post" className="form-foot">
          <button type="submit" className="button quiet" name="intent" value="reissue">
            {t('deskWork:paper.reissue')}
          </button>
        </form>
      ) : null}
    </section>
  )
}

function VoidForm({ wrong }: { wrong: PaperPageProps['wrong'] }) {
  const { t } = useTexts()
  const error = wrong ? t(wrong.problem) : undefined
  return (
    <section className="section">
      <h2>{t('deskWork:paper.voidTitle')}</h2>
      <form method="post" className="form narrow" noValidate>
        {error ? <ErrorSummary errors={[{ field: 'reason', message: error }]} /> : null}
        <p>{t('deskWork:paper.voidAdvice')}</p>
        <Field
          name="reason"
          label={t('deskWork:paper.reason')}
          required
          maxLength={500}
          error={error}
          defaultValue={wrong?.reason}
        />
        <p>
          <button type="submit" className="button danger" name="intent" value="void">
            {t('deskWork:paper.makeVoid')}
          </button>
        </p>
      </form>
    </section>
  )
}
