import type { ReactNode } from 'react'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { Issuable } from '#app/features/desk/papers/load-issuable.server.ts'
import { PAPER_WORDS } from '#app/features/desk/papers/paper-words.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'
import { Notice } from '#app/ui/notice.tsx'

export type WrongPaper = {
  field: 'name' | null
  key: TextKey
  values: Record<string, string>
  typed: string
  locale: Locale
}

/** What papers an order has, and which it can have. */
export function NewPaperPage({ order, wrong }: { order: Issuable; wrong: WrongPaper | null }) {
  const { t, locale } = useTexts()
  const message = wrong ? t(wrong.key, wrong.values) : undefined
  const nameError = wrong?.field === 'name' ? message : undefined
  const isNone = !order.canReceipt && !order.canInvoice && order.refunds.length === 0
  return (
    <>
      <DeskHeader
        title={t('deskWork:paper.ofOrder', { code: order.orderCode })}
        crumbs={[{ label: order.orderCode, href: `/desk/orders/${order.orderCode}` }]}
      />
      <div className="stack-l">
        {wrong && wrong.field === null ? <Notice tone="error">{message}</Notice> : null}
        {nameError ? <ErrorSummary errors={[{ field: 'name', message: nameError }]} /> : null}
        {isNone ? <Notice>{t('deskWork:paper.noneYet')}</Notice> : null}
        {order.canReceipt ? (
          <PaperForm what="receipt" order={order} locale={wrong?.locale}>
            <Field
              name="name"
              label={t('deskWork:paper.madeOutTo')}
              maxLength={100}
              error={nameError}
              defaultValue={wrong?.typed ?? order.receiptName}
            />
          </PaperForm>
        ) : null}
        {order.canInvoice ? <PaperForm what="invoice" order={order} locale={wrong?.locale} /> : null}
        {order.refunds.map((refund) => (
          <PaperForm key={refund.id} what="credit_note" order={order} locale={wrong?.locale} id={refund.id}>
            <p>
              {t(refund.isCredit ? 'deskWork:paper.billCredit' : 'deskWork:paper.refund', {
                day: formatDay(refund.refundedOn, locale),
                amount: formatYen(refund.amountYen, locale),
              })}
            </p>
            <input type="hidden" name="refund" value={refund.id} />
          </PaperForm>
        ))}
        {order.parcels.length > 0 ? (
          <section className="section">
            <h2>{t('documents:title.deliveryNote')}</h2>
            <ul className="ruled">
              {order.parcels.map((parcel) => (
                <li key={parcel.id}>
                  <a className="target" href={`/desk/delivery-notes/${parcel.id}`}>
                    {t('deskWork:paper.deliveryOf', { day: formatDay(parcel.postedOn, locale) })}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {order.papers.length > 0 ? (
          <section className="section">
            <h2>{t('deskWork:paper.issued')}</h2>
            <ul className="ruled">
              {order.papers.map((paper) => (
                <li key={paper.id}>
                  <a className="target" href={`/desk/documents/${paper.id}`}>
                    {t(PAPER_WORDS[paper.kind])} {paper.code}
                  </a>{' '}
                  {paper.voidedAt ? <Badge tone="bad">{t('deskWork:paper.void')}</Badge> : null}
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </>
  )
}

type PaperFormProps = {
  what: 'receipt' | 'invoice' | 'credit_note'
  order: Issuable
  locale: Locale | undefined
  /** Tells apart forms of one kind. */
  id?: string
  children?: ReactNode
}

function PaperForm({ what, order, locale, id = what, children }: PaperFormProps) {
  const { t } = useTexts()
  return (
    <section className="section">
      <h2>{t(PAPER_WORDS[what])}</h2>
      <form method="post" className="form narrow" noValidate>
        <input type="hidden" name="what" value={what} />
        {children}
        <SelectField
          name="locale"
          id={`locale-${id}`}
          label={t('deskWork:paper.language')}
          defaultValue={locale ?? order.locale}
          options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <p>
          <button type="submit" className="button">
            {t('deskWork:paper.issue')}
          </button>
        </p>
      </form>
    </section>
  )
}
