import type { CartLineView, CartProblem, CartView } from '#app/features/checkout/cart.ts'
import { MOST_COPIES } from '#app/domain/order.ts'
import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckoutSteps } from '#app/features/checkout/checkout-steps.tsx'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'
import { Price } from '#app/ui/price.tsx'

type Refused =
  | { status: 400; problem: 'tampered' }
  | { status: 422; at: 'add' | 'lines'; problems: CartProblem[]; typed: Record<string, string> }

type CartPageProps = {
  cart: CartView
  wasTampered: boolean
  /** Code of the edition that was just put in. */
  added: string | null
  refused: Refused | null
}

/** The cart: what is in it, what is wrong with it, what it costs. */
export function CartPage({ cart, wasTampered, added, refused }: CartPageProps) {
  const { t, locale } = useTexts()
  const lineProblems = refused?.status === 422 && refused.at === 'lines' ? refused : null
  const notAdded = refused?.status === 422 && refused.at === 'add' ? refused.problems[0] : undefined
  const addedLine = cart.lines.find((line) => line.sku === added)
  return (
    <div className="narrow">
      <PageHeader title={t('checkout:cart.title')}>
        {cart.lines.length > 0 ? <CheckoutSteps current="cart" /> : null}
      </PageHeader>
      <div className="stack">
        {wasTampered ? (
          <Notice tone="error" title={t('checkout:cart.tamperedTitle')}>
            {t('checkout:cart.tampered')}
          </Notice>
        ) : null}
        {refused?.status === 400 ? <Notice tone="error">{t('errors:tampered')}</Notice> : null}
        {addedLine && !refused ? (
          <Notice tone="success">
            <p>{t('checkout:cart.added')}</p>
            <p>
              <Foreign lang={addedLine.textLanguage} withNote={false}>
                {addedLine.name}
              </Foreign>
            </p>
          </Notice>
        ) : null}
        {notAdded ? <NotAdded problem={notAdded} /> : null}
        {lineProblems ? (
          <ErrorSummary
            errors={lineProblems.problems.map((problem) => ({
              field: copiesId(problem.sku),
              message: t(problem.key, problem.values),
            }))}
          />
        ) : null}
        {cart.lines.length === 0 ? (
          <EmptyCart locale={locale} />
        ) : (
          <FilledCart cart={cart} problems={lineProblems?.problems ?? []} typed={lineProblems?.typed ?? {}} />
        )}
      </div>
    </div>
  )
}

function EmptyCart({ locale }: { locale: string }) {
  const { t } = useTexts()
  return (
    <div className="stack">
      <p>{t('checkout:cart.empty')}</p>
      <p>
        <a className="button" href={`/${locale}/publications`}>
          {t('checkout:cart.browse')}
        </a>
      </p>
    </div>
  )
}

/** What could not be put in, with what was typed, ready to be corrected. */
function NotAdded({ problem }: { problem: CartProblem }) {
  const { t, locale } = useTexts()
  const message = t(problem.key, problem.values)
  if (problem.name === null) return <Notice tone="error">{message}</Notice>
  return (
    <section className="panel" aria-labelledby="not-added">
      <Notice tone="error">
        <h2 id="not-added">{t('checkout:cart.notAdded')}</h2>
        <p>{problem.name}</p>
      </Notice>
      <form method="post" action={`/${locale}/cart`} className="buy" noValidate>
        <input type="hidden" name="intent" value="add" />
        <input type="hidden" name="sku" value={problem.sku} />
        <Field
          name="copies"
          label={t('checkout:cart.copies')}
          error={message}
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_COPIES}
          defaultValue={problem.typed}
          className="tiny"
        />
        <button type="submit" className="button">
          {t('checkout:cart.addAgain')}
        </button>
      </form>
    </section>
  )
}

type FilledCartProps = { cart: CartView; problems: CartProblem[]; typed: Record<string, string> }

function FilledCart({ cart, problems, typed }: FilledCartProps) {
  const { t, locale } = useTexts()
  const isReady = cart.goodsYen !== null && !cart.isTooHeavy
  return (
    <>
      <form method="post" action={`/${locale}/cart`} className="stack" noValidate>
        {/* Enter in a field updates the cart, whichever button comes first. */}
        <button
          type="submit"
          name="intent"
          value="update"
          className="visually-hidden"
          tabIndex={-1}
          aria-hidden="true"
        />
        <ul className="ruled" role="list">
          {cart.lines.map((line) => {
            const problem = problems.find((candidate) => candidate.sku === line.sku)
            const error = problem ?? line.problem
            return (
              <li key={line.sku}>
                <CartLine
                  line={line}
                  typed={typed[line.sku] ?? String(line.copies)}
                  error={error ? t(error.key, error.values) : undefined}
                />
              </li>
            )
          })}
        </ul>
        <CartTotals cart={cart} />
        <div className="row">
          {isReady ? (
            <button type="submit" className="button" name="intent" value="checkout">
              {t('checkout:cart.proceed')}
            </button>
          ) : (
            <p>{t(cart.isTooHeavy ? 'errors:tooHeavy' : 'checkout:cart.fixFirst')}</p>
          )}
          <button type="submit" className="button quiet" name="intent" value="update">
            {t('checkout:cart.update')}
          </button>
          <a href={`/${locale}/publications`}>{t('checkout:cart.browse')}</a>
        </div>
      </form>
      {/* Forms cannot stand inside one another: each line's button names its own. */}
      {cart.lines.map((line) => (
        <form key={line.sku} id={removeId(line.sku)} method="post" action={`/${locale}/cart`} hidden>
          <input type="hidden" name="intent" value="remove" />
          <input type="hidden" name="sku" value={line.sku} />
        </form>
      ))}
    </>
  )
}

type CartLineProps = { line: CartLineView; typed: string; error: string | undefined }

function CartLine({ line, typed, error }: CartLineProps) {
  const { t, locale } = useTexts()
  const name = (
    <Foreign lang={line.textLanguage} withNote={false}>
      {line.name}
    </Foreign>
  )
  return (
    <div className="cart-line">
      <div className="stack-s">
        <h2 className="line-name">
          {line.slug ? (
            <a className="target" href={`/${locale}/publications/${line.slug}`}>
              {name}
            </a>
          ) : (
            name
          )}
        </h2>
        {line.unitYen === null ? null : (
          <p>
            <Price yen={line.unitYen} />
          </p>
        )}
        {line.format === 'pdf' ? <p className="small soft">{t('common:lineNote.pdf')}</p> : null}
        {line.isPreorder ? <p className="small soft">{t('common:lineNote.preorder')}</p> : null}
      </div>
      <div className="buy">
        {line.format === 'print' ? (
          <Field
            id={copiesId(line.sku)}
            name={`copies.${line.sku}`}
            label={
              <>
                {t('checkout:cart.copies')}
                <span className="visually-hidden"> {line.name}</span>
              </>
            }
            error={error}
            type="number"
            inputMode="numeric"
            min={1}
            max={MOST_COPIES}
            defaultValue={typed}
            className="tiny"
          />
        ) : error ? (
          <p className="error" id={copiesId(line.sku)}>
            {error}
          </p>
        ) : null}
        <button type="submit" className="link-button" form={removeId(line.sku)}>
          {t('common:action.remove')}
          <span className="visually-hidden"> {line.name}</span>
        </button>
      </div>
    </div>
  )
}

function CartTotals({ cart }: { cart: CartView }) {
  const { t, locale } = useTexts()
  if (cart.goodsYen === null) return null
  return (
    <>
      <dl className="facts compact">
        <div>
          <dt>{t('checkout:totals.goods')}</dt>
          <dd className="price">{formatYen(cart.goodsYen, locale)}</dd>
        </div>
        {cart.japanYen === null ? null : (
          <div>
            <dt>{t('checkout:totals.shippingJapan')}</dt>
            <dd>{formatYen(cart.japanYen, locale)}</dd>
          </div>
        )}
      </dl>
      {cart.needsPost ? (
        <p className="small soft">
          {t('checkout:cart.shippingNote')}{' '}
          <a className="target" href={`/${locale}/legal/commerce#shipping`}>
            {t('checkout:cart.rates')}
          </a>
        </p>
      ) : null}
    </>
  )
}

function copiesId(sku: string): string {
  return `copies-${sku}`
}

function removeId(sku: string): string {
  return `remove-${sku}`
}
