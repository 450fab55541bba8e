import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ErasureObstacle } from '#app/domain/erasure.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { erasePerson } from '#app/features/desk/erase-person.server.ts'
import { findPerson } from '#app/features/desk/find-person.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatInstant, formatList } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { CheckField, Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('administrator', async ({ request }) => {
  const query = new URL(request.url).searchParams
  const who = (query.get('who') ?? '').trim().slice(0, 254)
  return { who, person: who === '' ? null : await findPerson(who), isErased: query.has('erased') }
})

export const action = deskAction('administrator', async ({ request, now }) => {
  const form = await readForm(request)
  if (!form.has('sure')) return data({ reason: 'sure' as const }, { status: 422 })
  const result = await erasePerson(form.get('who') ?? '', { now })
  if (result.ok) return redirect('/desk/privacy?erased', { status: 303 })
  return data({ reason: result.reason }, { status: 422 })
})

const OBSTACLES: Record<ErasureObstacle, TextKey> = {
  unpaid: 'deskAdmin:privacy.unpaid',
  unposted: 'deskAdmin:privacy.unposted',
  task: 'deskAdmin:privacy.task',
  report: 'deskAdmin:privacy.report',
  refund: 'deskAdmin:privacy.refund',
  dispute: 'deskAdmin:privacy.dispute',
  consigned: 'deskAdmin:privacy.consigned',
  lecture: 'lecture:privacy.open',
}

/** What is held about somebody: to be handed out, or to be forgotten. */
export default function Privacy() {
  const { who, person, isErased } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <DeskHeader title={t('deskAdmin:privacy.title')} lead={t('deskAdmin:privacy.lead')} />
      {isErased ? <Notice tone="success">{t('deskAdmin:privacy.erased')}</Notice> : null}
      <form method="get" role="search" className="form narrow">
        <Field
          name="who"
          label={t('deskAdmin:privacy.who')}
          autoComplete="off"
          required
          maxLength={254}
          defaultValue={who}
        />
        <p>
          <button type="submit" className="button">
            {t('common:action.search')}
          </button>
        </p>
      </form>
      {who !== '' && !person ? <Notice>{t('deskAdmin:privacy.none')}</Notice> : null}
      {person ? <Held /> : null}
    </>
  )
}

function Held() {
  const { who, person } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  if (!person) return null
  const matters = [
    ...person.orders.map(({ contactName, placedAt, ...order }) => ({
      ...order,
      href: `/desk/orders/${order.code}`,
      name: contactName,
      at: placedAt,
    })),
    ...person.lectures.map(({ receivedAt, ...lecture }) => ({
      ...lecture,
      href: `/desk/lectures/${lecture.code}`,
      at: receivedAt,
    })),
  ]
  return (
    <section className="section">
      <h2>{t('deskAdmin:privacy.held')}</h2>
      <p>{t('deskAdmin:privacy.counts', { orders: person.orders.length, mails: person.mails })}</p>
      <ul>
        {matters.map(({ id, code, href, name, at, obstacles }) => (
          <li key={id}>
            <a className="code target" href={href}>
              {code}
            </a>{' '}
            {name}, {formatInstant(at, locale)}
            <Open obstacles={obstacles} />
          </li>
        ))}
        {person.consignees.map((consignee) => (
          <li key={consignee.id}>
            {t('deskConsign:consignee')}{' '}
            <a className="target" href={`/desk/consignees/${consignee.id}`}>
              {consignee.name}
            </a>
            <Open obstacles={consignee.obstacles} />
          </li>
        ))}
        {person.bills.map((bill) => (
          <li key={bill.chargeId}>
            {t('deskConsign:bill')}{' '}
            <a className="code target" href={`/desk/bills/${bill.reference}`}>
              {bill.subject}
            </a>{' '}
            {bill.name}
            <Open obstacles={bill.obstacles} />
          </li>
        ))}
      </ul>
      <p>
        <a className="button quiet" href={`/desk/privacy.json?who=${encodeURIComponent(who)}`} download>
          {t('deskAdmin:privacy.export')}
        </a>
      </p>
      <EraseForm
        isOpen={[...matters, ...person.consignees, ...person.bills].some(
          ({ obstacles }) => obstacles.length > 0,
        )}
      />
    </section>
  )
}

/** What keeps something from being erased. */
function Open({ obstacles }: { obstacles: readonly ErasureObstacle[] }) {
  const { t, locale } = useTexts()
  if (obstacles.length === 0) return null
  return (
    <span className="block small soft">
      {t('deskAdmin:privacy.open', {
        what: formatList(
          obstacles.map((obstacle) => t(OBSTACLES[obstacle])),
          locale,
        ),
      })}
    </span>
  )
}

function EraseForm({ isOpen }: { isOpen: boolean }) {
  const { who } = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  if (isOpen) return <Notice>{t('deskAdmin:privacy.needed')}</Notice>
  const error = wrong?.reason === 'sure' ? t('deskAdmin:privacy.sureWrong') : undefined
  return (
    <form method="post" className="form panel" noValidate>
      <h3>{t('deskAdmin:privacy.erase')}</h3>
      {error ? <ErrorSummary errors={[{ field: 'sure', message: error }]} /> : null}
      <p>{t('deskAdmin:privacy.eraseLead')}</p>
      <p>{t('deskAdmin:privacy.legal')}</p>
      <input type="hidden" name="who" value={who} />
      <CheckField name="sure" label={t('deskAdmin:privacy.sure')} error={error} />
      <p>
        <button type="submit" className="button danger">
          {t('deskAdmin:privacy.erase')}
        </button>
      </p>
    </form>
  )
}
