import { AddressBlock } from '#app/features/checkout/address-block.tsx'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { copiesField } from '#app/features/desk/post-form.ts'
import { PackingNotice } from '#app/features/desk/packing/packing-notice.tsx'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** A parcel leaves: which copies, and under which tracking number. */
export function PostPage({ order, answer }: { order: DeskOrder; answer: FormAnswer | null }) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const ready = order.isServed ? order.goods.filter((line) => line.held > 0) : []
  const back = `/desk/orders/${order.code}`
  const labels = {
    tracking: t('deskOrders:post.tracking'),
    ...Object.fromEntries(ready.map((line) => [copiesField(line.sku), line.description])),
  }
  return (
    <div className="narrow">
      <OrderHeader order={order} title={t('deskOrders:post.title')} />
      <div className="stack">
        <AnswerNotices answer={answer} labels={labels} />
        {ready.length === 0 ? (
          <Notice>{t(order.isServed ? 'deskOrders:post.noneReady' : 'deskOrders:post.notPaid')}</Notice>
        ) : (
          <>
            <PackingNotice packing={order.packing} />
            {order.contact.delivery ? (
              <section className="panel" aria-labelledby="to">
                <h2 id="to">{t('deskOrders:post.to')}</h2>
                <AddressBlock address={order.contact.delivery} />
              </section>
            ) : null}
            <form method="post" className="form" noValidate>
              <input type="hidden" name="seen" value={order.seen} />
              <fieldset className="framed">
                <legend>{t('deskOrders:post.what')}</legend>
                <div className="fields">
                  {ready.map((line) => (
                    <Field
                      key={line.sku}
                      name={copiesField(line.sku)}
                      label={
                        <Foreign lang={line.textLanguage} withNote={false}>
                          {line.description}
                        </Foreign>
                      }
                      hint={t('deskOrders:post.held', { sku: line.sku, count: line.held })}
                      error={problem(copiesField(line.sku))}
                      defaultValue={answer?.typed[copiesField(line.sku)] ?? line.held}
                      inputMode="numeric"
                      className="tiny"
                      autoComplete="off"
                    />
                  ))}
                </div>
              </fieldset>
              <Field
                name="tracking"
                label={t('deskOrders:post.tracking')}
                hint={t('deskOrders:post.trackingHint')}
                error={problem('tracking')}
                defaultValue={answer?.typed.tracking}
                autoComplete="off"
              />
              <p className="small">{t('deskOrders:post.final')}</p>
              <div className="row">
                <button type="submit" className="button">
                  {t('deskOrders:post.confirm')}
                </button>
                <a className="target" href={back}>
                  {t('deskOrders:leave')}
                </a>
              </div>
            </form>
          </>
        )}
        {ready.length === 0 ? (
          <p>
            <a className="target" href={back}>
              {t('deskOrders:leave')}
            </a>
          </p>
        ) : null}
      </div>
    </div>
  )
}
