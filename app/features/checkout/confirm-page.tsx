import type { ReactNode } from 'react'
import { AddressFacts } from '#app/features/checkout/address-facts.tsx'
import { CheckoutSteps } from '#app/features/checkout/checkout-steps.tsx'
import { LineList, Totals } from '#app/features/checkout/lines-table.tsx'
import type { ConfirmationView } from '#app/features/checkout/load-confirmation.server.ts'
import { METHOD_TEXTS } from '#app/features/checkout/method-texts.ts'
import { formatDay, formatLanguage } from '#app/platform/i18n/format.ts'
import type { TextKey, TextValues } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

type ConfirmPageProps = {
  view: ConfirmationView
  /** Why the order was not placed, if it was tried. */
  refusal: { key: TextKey; values?: TextValues } | null
}

type Offer = NonNullable<ConfirmationView['offer']>

/**
 * The last page before an order is placed, with all that article 12-6 of the Specified Commercial Transactions Act asks for: what and how
 * many, price with tax and postage, when and how to pay, when it is delivered, cancelling and returning.
 */
export function ConfirmPage({ view, refusal }: ConfirmPageProps) {
  const { t, locale } = useTexts()
  const { offer, details, problems } = view
  return (
    <div className="narrow">
      <PageHeader
        title={t('checkout:confirm.title')}
        lead={offer ? t('checkout:confirm.lead') : undefined}
        crumbs={[
          { label: t('checkout:cart.title'), href: `/${locale}/cart` },
          { label: t('checkout:details.title'), href: `/${locale}/checkout` },
        ]}
      >
        <CheckoutSteps current="confirm" />
      </PageHeader>
      <div className="stack-l">
        {refusal ? <Notice tone="error">{t(refusal.key, refusal.values)}</Notice> : null}
        {offer ? (
          <>
            <Part
              id="what"
              title={t('checkout:confirm.what')}
              change={{ href: `/${locale}/cart`, label: 'checkout:confirm.changeCart' }}
            >
              <LineList lines={offer.lines} />
              <Totals totals={offer.totals} />
            </Part>
            <Part
              id="who"
              title={t('checkout:confirm.who')}
              change={{ href: `/${locale}/checkout`, label: 'checkout:confirm.changeDetails' }}
            >
              <Details details={details} />
            </Part>
            <Terms offer={offer} method={details.method} />
            <form method="post" className="stack">
              <input type="hidden" name="nonce" value={view.nonce} />
              <input type="hidden" name="total" value={offer.totals.totalYen} />
              <button type="submit" className="button wide">
                {t(METHOD_TEXTS[details.method].button)}
              </button>
              <p className="small soft">{t('checkout:confirm.binding')}</p>
            </form>
          </>
        ) : (
          <Notice tone="error" title={t('checkout:confirm.notPossible')}>
            <ul>
              {problems.map((problem) => (
                <li key={`${problem.name} ${problem.key}`}>
                  {problem.name ? `${problem.name}: ` : null}
                  {t(problem.key, problem.values)}
                </li>
              ))}
            </ul>
            <p>
              <a className="target" href={`/${locale}/cart`}>
                {t('checkout:confirm.changeCart')}
              </a>
            </p>
          </Notice>
        )}
      </div>
    </div>
  )
}

type PartProps = {
  id: string
  title: string
  change?: { href: string; label: TextKey }
  children: ReactNode
}

function Part({ id, title, change, children }: PartProps) {
  const { t } = useTexts()
  return (
    <section className="stack" aria-labelledby={id}>
      <div className="row spread">
        <h2 id={id}>{title}</h2>
        {change ? (
          <a className="target" href={change.href}>
            {t(change.label)}
          </a>
        ) : null}
      </div>
      {children}
    </section>
  )
}

function Details({ details }: { details: ConfirmationView['details'] }) {
  const { t, locale } = useTexts()
  return (
    <dl className="facts">
      <Fact term={t('checkout:contact.name')}>
        {details.contactName}
        {details.furigana ? <span className="soft"> ({details.furigana})</span> : null}
      </Fact>
      <Fact term={t('checkout:contact.email')}>{details.email ?? t('checkout:confirm.noEmail')}</Fact>
      {details.phone ? <Fact term={t('checkout:contact.phone')}>{details.phone}</Fact> : null}
      <AddressFacts of={details} />
      <Fact term={t('checkout:receipt.name')}>{details.receiptName ?? details.contactName}</Fact>
      {details.note ? (
        <Fact term={t('checkout:note.legend')}>
          <span className="pre-line">{details.note}</span>
        </Fact>
      ) : null}
      <Fact term={t('checkout:contact.mailLocale')}>{formatLanguage(details.mailLocale, locale)}</Fact>
    </dl>
  )
}

/** When and how to pay, when it comes, and how to get out of it. */
function Terms({ offer, method }: { offer: Offer; method: ConfirmationView['details']['method'] }) {
  const { t, locale } = useTexts()
  return (
    <Part
      id="terms"
      title={t('checkout:confirm.terms')}
      change={{ href: `/${locale}/checkout#method`, label: 'checkout:confirm.changeMethod' }}
    >
      <dl className="facts">
        <Fact term={t('checkout:method.legend')}>{t(METHOD_TEXTS[method].name)}</Fact>
        <Fact term={t('checkout:confirm.when')}>
          {t(METHOD_TEXTS[method].terms, {
            day: formatDay(offer.dueOn, locale, 'weekday'),
            days: offer.konbiniDays,
          })}
        </Fact>
        <Fact term={t('checkout:confirm.delivery')}>
          {offer.needsPost ? (
            <p>
              {t(offer.hasPreorders ? 'checkout:confirm.deliveryPreorder' : 'checkout:confirm.deliveryPost')}
            </p>
          ) : null}
          {offer.hasDownloads ? <p>{t('checkout:confirm.deliveryDownload')}</p> : null}
        </Fact>
        <Fact term={t('legal:commerce.cancelling')}>{t('legal:commerce.cancellingText')}</Fact>
        <Fact term={t('legal:commerce.returns')}>{t('legal:commerce.returnsText')}</Fact>
      </dl>
      <p className="small">
        <a className="target" href={`/${locale}/legal/commerce`}>
          {t('common:nav.commerce')}
        </a>
      </p>
    </Part>
  )
}
