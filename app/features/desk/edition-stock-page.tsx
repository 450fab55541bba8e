import type { TokyoDay } from '#app/domain/day.ts'
import { NOTE_TEXTS } from '#app/features/desk/copies/note-form.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import type { EditionStock } from '#app/features/desk/load-edition-stock.server.ts'
import { LimitForm, RunCheck, RunForm, type CheckedRun } from '#app/features/desk/stock-forms.tsx'
import { MovementTable, RunTable, WaitingTable } from '#app/features/desk/stock-history.tsx'
import { StockTable } from '#app/features/desk/stock-table.tsx'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

type EditionStockPageProps = {
  stock: EditionStock
  /** Of the movements. */
  page: number
  today: TokyoDay
  isSaved: boolean
  /** Copies that orders lack after what was just booked. */
  short: number
  answer: FormAnswer | null
  /** A run that is right as far as can be seen, to be confirmed. */
  check: CheckedRun | null
}

const NOTES = ['complimentary', 'members', 'loss', 'member-return'] as const

/** What can be done with its copies, each on a page of its own. */
function CopyActions({ sku, isWithdrawn }: { sku: string; isWithdrawn: boolean }) {
  const { t } = useTexts()
  return (
    <nav aria-label={t('deskCopies:actions')}>
      <ul className="row" role="list">
        {isWithdrawn ? null : (
          <li>
            <a className="button" href={`/desk/stock/${sku}/runs/new`}>
              {t('deskCopies:run.plan')}
            </a>
          </li>
        )}
        {NOTES.map((kind) => (
          <li key={kind}>
            <a className="button quiet" href={`/desk/stock/${sku}/notes/${kind}`}>
              {t(NOTE_TEXTS[kind].title)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** A printed edition's stock. Before a run is booked, only that is asked. */
export function EditionStockPage(props: EditionStockPageProps) {
  const { stock, page, today, isSaved, short, answer, check } = props
  const { t } = useTexts()
  const { edition } = stock
  const href = `/desk/stock/${edition.edition}`
  return (
    <>
      <DeskHeader
        title={edition.edition}
        lead={edition.name}
        crumbs={[{ label: t('deskAdmin:stock.title'), href: '/desk/stock' }]}
      />
      {isSaved ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      {short > 0 ? (
        <Notice tone="warn">
          <a className="target" href="/desk/tasks">
            {t('deskCopies:note.short', { missing: short })}
          </a>
        </Notice>
      ) : null}
      {check ? (
        <RunCheck check={check} href={href} />
      ) : (
        <div className="stack-l">
          <StockTable editions={[edition]} />
          <CopyActions sku={edition.edition} isWithdrawn={edition.state === 'withdrawn'} />
          <div className="two-up">
            {edition.state === 'withdrawn' ? (
              <Notice>{t('deskAdmin:stock.notReceived')}</Notice>
            ) : (
              <RunForm
                stock={stock}
                today={today}
                answer={answer?.typed.intent === 'limit' ? null : answer}
              />
            )}
            <LimitForm edition={edition} answer={answer?.typed.intent === 'limit' ? answer : null} />
          </div>
          <RunTable sku={edition.edition} runs={stock.runs} />
          <WaitingTable orders={stock.orders} />
          <MovementTable sku={edition.edition} movements={stock.movements} />
          <Pagination page={page} pages={stock.pages} hrefFor={(number) => `${href}?page=${number}`} />
        </div>
      )}
    </>
  )
}
