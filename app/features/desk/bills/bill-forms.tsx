import { LOCALES } from '#app/domain/locale.ts'
import { mayDo, type Role } from '#app/domain/roles.ts'
import type { DeskBill } from '#app/features/desk/bills/desk-bill.ts'
import { formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckField, SelectField } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'

/** What can be done with a bill on its own page: its papers, and taking it back. */
export function BillForms({ bill, role }: { bill: DeskBill; role: Role }) {
  const isNamed = bill.payer.name !== ''
  return (
    <>
      {isNamed && bill.state !== 'cancelled' ? <PaperForm bill={bill} what="invoice" /> : null}
      {isNamed && bill.state === 'paid' && bill.refundedYen < bill.amountYen ? (
        <PaperForm bill={bill} what="receipt" />
      ) : null}
      {isNamed ? <CreditNotes bill={bill} /> : null}
      {bill.canCancel && mayDo(role, 'treasurer') ? <CancelForm bill={bill} /> : null}
    </>
  )
}

function PaperForm({ bill, what }: { bill: DeskBill; what: 'invoice' | 'receipt' }) {
  const { t } = useTexts()
  const isThere = bill.documents.some(({ kind, isVoid }) => kind === what && !isVoid)
  return (
    <form method="post" className="panel stack-s">
      <h2>{t(what === 'invoice' ? 'bills:paper.invoice' : 'bills:paper.receipt')}</h2>
      {isThere ? (
        // What was issued keeps its language: issued again it is the same paper.
        <input type="hidden" name="locale" value={bill.payer.locale} />
      ) : (
        <SelectField
          name="locale"
          id={`locale-${what}`}
          label={t('deskWork:paper.language')}
          defaultValue={bill.payer.locale}
          options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
      )}
      <p>
        <button type="submit" className="button quiet" name="intent" value={what}>
          {t(isThere ? 'bills:paper.again' : 'bills:paper.issue')}
        </button>
      </p>
    </form>
  )
}

function CancelForm({ bill }: { bill: DeskBill }) {
  const { t } = useTexts()
  return (
    <form method="post">
      <details className="panel">
        <summary className="target">{t('bills:cancel.title')}</summary>
        <div className="stack-s">
          <p>{t('bills:cancel.lead')}</p>
          <input type="hidden" name="seen" value={bill.seen} />
          <CheckField name="sure" label={t('bills:cancel.sure')} />
          <p>
            <button type="submit" className="button danger" name="intent" value="cancel">
              {t('bills:cancel.title')}
            </button>
          </p>
        </div>
      </details>
    </form>
  )
}

/** The credit notes of what went back: the same paper, however often it is issued. */
function CreditNotes({ bill }: { bill: DeskBill }) {
  const { t, locale } = useTexts()
  const refunds = bill.refunds.filter(({ state }) => state === 'succeeded')
  return refunds.map((refund) => (
    <form key={refund.id} method="post" className="panel stack-s">
      <h2>{t('bills:refund.creditNote')}</h2>
      <p>
        {formatYen(refund.amountYen, locale)}{' '}
        <span className="small soft">{formatInstant(refund.createdAt, locale)}</span>
      </p>
      <input type="hidden" name="refund" value={refund.id} />
      <SelectField
        name="locale"
        id={`locale-${refund.id}`}
        label={t('deskWork:paper.language')}
        defaultValue={bill.payer.locale}
        options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
      <p>
        <button type="submit" className="button quiet" name="intent" value="credit-note">
          {t('bills:paper.issue')}
        </button>
      </p>
    </form>
  ))
}
