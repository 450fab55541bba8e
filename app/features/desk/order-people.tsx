import { AddressFacts } from '#app/features/checkout/address-facts.tsx'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { TaskItem } from '#app/features/desk/task-item.tsx'
import { formatInstant, formatLanguage } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { Badge } from '#app/ui/badge.tsx'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { TextAreaField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** What somebody must decide about this order, and what was decided. */
export function TasksSection({ order }: { order: DeskOrder }) {
  const { t } = useTexts()
  if (order.tasks.length === 0) return null
  return (
    <section className="stack" aria-labelledby="tasks">
      <h2 id="tasks">{t('deskOrders:task.title')}</h2>
      <ul className="ruled dense" role="list">
        {order.tasks.map((task) => (
          <TaskItem key={task.id} task={task} back={`/desk/orders/${order.code}`} withOrder={false} />
        ))}
      </ul>
    </section>
  )
}

/** Who ordered, how to reach her, and where it goes. */
export function ContactSection({ order }: { order: DeskOrder }) {
  const { t, locale } = useTexts()
  const { contact } = order
  return (
    <section className="stack" aria-labelledby="contact">
      <h2 id="contact">{t('deskOrders:contact.title')}</h2>
      <dl className="facts narrow-terms">
        <Fact term={t('checkout:contact.name')}>
          {contact.name}
          {contact.furigana ? <span className="soft"> ({contact.furigana})</span> : null}
        </Fact>
        <Fact term={t('checkout:contact.email')}>
          {contact.email ? (
            <>
              <a className="target" href={`mailto:${contact.email}`}>
                {contact.email}
              </a>{' '}
              {contact.isMarked ? <Badge tone="bad">{t('deskOrders:contact.marked')}</Badge> : null}
            </>
          ) : (
            t('deskOrders:contact.noEmail')
          )}
        </Fact>
        {contact.phone ? (
          <Fact term={t('checkout:contact.phone')}>
            <a className="target" href={`tel:${contact.phone.replace(/[^\d+]/g, '')}`}>
              {contact.phone}
            </a>
          </Fact>
        ) : null}
        <Fact term={t('deskOrders:contact.language')}>{formatLanguage(order.readerLocale, locale)}</Fact>
        <AddressFacts of={contact} />
        {contact.receiptName ? <Fact term={t('checkout:receipt.name')}>{contact.receiptName}</Fact> : null}
        {contact.note ? (
          <Fact term={t('deskOrders:contact.readersNote')}>
            <span className="pre-line">{contact.note}</span>
          </Fact>
        ) : null}
      </dl>
      {contact.isMarked ? (
        <Notice tone="warn">
          <p>{t('deskOrders:contact.markedLead')}</p>
          <form method="post" action={`/desk/orders/${order.code}`}>
            <button type="submit" className="button quiet" name="intent" value="unmark">
              {t('deskOrders:contact.unmark')}
            </button>
          </form>
        </Notice>
      ) : null}
      <div className="row">
        <a className="target" href={`/${order.readerLocale}/orders/${order.token}`}>
          {t('deskOrders:contact.readersPage')}
        </a>
        {contact.email && !contact.isMarked ? (
          <form method="post" action={`/desk/orders/${order.code}`}>
            <button type="submit" className="link-button" name="intent" value="resend">
              {t('deskOrders:contact.resend')}
            </button>
          </form>
        ) : null}
      </div>
    </section>
  )
}

type NotesSectionProps = { order: DeskOrder; refused: { text: string; problem: TextKey } | null }

/** What staff tell each other about this order. */
export function NotesSection({ order, refused }: NotesSectionProps) {
  const { t, locale } = useTexts()
  const error = refused ? t(refused.problem) : undefined
  return (
    <section className="stack" aria-labelledby="notes">
      <h2 id="notes">{t('deskOrders:note.title')}</h2>
      {order.notes.length > 0 ? (
        <ul className="ruled dense" role="list">
          {order.notes.map((note) => (
            <li key={note.id}>
              <p className="pre-line">{note.text}</p>
              <p className="small soft">
                {note.staffName} · {formatInstant(note.at, locale)}
              </p>
            </li>
          ))}
        </ul>
      ) : null}
      <form method="post" action={`/desk/orders/${order.code}#notes`} className="stack-s" noValidate>
        {error ? <ErrorSummary errors={[{ field: 'note', message: error }]} /> : null}
        <TextAreaField
          name="note"
          label={t('deskOrders:note.label')}
          hint={t('deskOrders:note.hint')}
          rows={3}
          error={error}
          defaultValue={refused?.text}
        />
        <p>
          <button type="submit" className="button quiet" name="intent" value="note">
            {t('deskOrders:note.add')}
          </button>
        </p>
      </form>
    </section>
  )
}
