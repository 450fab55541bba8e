import type { TaskView } from '#app/features/desk/desk-order.ts'
import { TASK_WORDS } from '#app/features/desk/order-words.ts'
import { formatDay, formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import { isTokyoDay } from '#app/domain/day.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'

type TaskItemProps = {
  task: TaskView
  /** Where to go on once it is done. */
  back: string
  withOrder: boolean
  refused?: { note: string; problem: TextKey } | null
}

/** A task: what it means, what to do about it, and the line that ends it. */
export function TaskItem({ task, back, withOrder, refused }: TaskItemProps) {
  const { t, locale } = useTexts()
  const words = TASK_WORDS[task.kind]
  return (
    <li className="stack-s" id={`task-${task.id}`}>
      <p>
        <b>{words ? t(words.title) : task.kind}</b>{' '}
        {withOrder && task.orderCode ? (
          <a className="target code nowrap" href={`/desk/orders/${task.orderCode}`}>
            {task.orderCode}
          </a>
        ) : null}
        {withOrder && task.bill ? (
          <a className="target code nowrap" href={`/desk/bills/${task.bill.reference}`}>
            {task.bill.subject}
          </a>
        ) : null}
      </p>
      <TaskFigures details={task.details} />
      {task.doneAt ? (
        <p className="small">
          {task.doneNote ? <span className="block pre-line">{task.doneNote}</span> : null}
          <span className="soft">
            {t('deskOrders:task.doneAt', { at: formatInstant(task.doneAt, locale) })}
            {task.staffName ? ` · ${task.staffName}` : null}
          </span>
        </p>
      ) : (
        <>
          {words ? <p className="small">{t(words.advice)}</p> : null}
          <p className="small soft">
            {t('deskOrders:task.openedAt', { at: formatInstant(task.openedAt, locale) })}
          </p>
          <details open={Boolean(refused)}>
            <summary>{t('deskOrders:task.finish')}</summary>
            <form method="post" action="/desk/tasks" className="stack-s" noValidate>
              <input type="hidden" name="task" value={task.id} />
              <input type="hidden" name="back" value={back} />
              <Field
                id={`note-${task.id}`}
                name="note"
                label={t('deskOrders:task.note')}
                hint={t('deskOrders:task.noteHint')}
                error={refused ? t(refused.problem) : undefined}
                defaultValue={refused?.note}
              />
              <p>
                <button type="submit" className="button quiet">
                  {t('deskOrders:task.done')}
                </button>
              </p>
            </form>
          </details>
        </>
      )}
    </li>
  )
}

const YEN: Readonly<Record<string, TextKey>> = {
  amountYen: 'deskOrders:figure.amount',
  surplusYen: 'deskOrders:figure.surplus',
  receivedYen: 'deskOrders:figure.received',
  openYen: 'deskOrders:figure.open',
}

/** The figures that a task was opened with. */
function TaskFigures({ details }: { details: Record<string, unknown> }) {
  const { t, locale } = useTexts()
  const figures = Object.entries(YEN).flatMap(([name, text]) => {
    const value = details[name]
    return typeof value === 'number' ? [t(text, { amount: formatYen(value, locale) })] : []
  })
  const { amount, currency, dueOn, error, job } = details
  if (typeof amount === 'number' && typeof currency === 'string') {
    const shown = currency === 'jpy' ? formatYen(amount, locale) : `${amount} ${currency.toUpperCase()}`
    figures.unshift(t('deskOrders:figure.received', { amount: shown }))
  }
  if (isTokyoDay(dueOn)) figures.push(t('deskOrders:figure.due', { day: formatDay(dueOn, locale) }))
  if (typeof job === 'string') figures.push(t('deskOrders:figure.job', { name: job }))
  if (typeof error === 'string') figures.push(error)
  return (
    <>
      {figures.length > 0 ? <p className="small">{figures.join(' · ')}</p> : null}
      <ShortOrders details={details} />
    </>
  )
}

/** Of which edition copies are missing, and which orders go short. */
function ShortOrders({ details }: { details: Record<string, unknown> }) {
  const { t } = useTexts()
  const { edition, missing, orders } = details
  if (typeof edition !== 'string' || typeof missing !== 'number' || !Array.isArray(orders)) return null
  return (
    <p className="small">
      <a className="target" href={`/desk/stock/${edition}`}>
        {t('deskOrders:task.shortOf', { edition, missing })}
      </a>{' '}
      {orders.map((code) => (
        <a key={String(code)} className="code target nowrap" href={`/desk/orders/${String(code)}`}>
          {String(code)}{' '}
        </a>
      ))}
    </p>
  )
}
