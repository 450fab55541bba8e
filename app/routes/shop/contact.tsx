import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { pageMeta } from '#app/features/catalogue/page-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { typedInquiry } from '#app/features/inquiries/inquiry-form.ts'
import { InquiryFormSection } from '#app/features/inquiries/inquiry-form-section.tsx'
import { listInquiryEditions } from '#app/features/inquiries/list-inquiry-editions.server.ts'
import { sendInquiry } from '#app/features/inquiries/send-inquiry.server.ts'
import { makeFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { isFilledByProgram, limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { frameOf } from '#app/routes/shop/frame-data.ts'
import { PageHeader } from '#app/ui/page-header.tsx'

/** Each answer carries its own stamp: nobody may keep it. Search engines may show the page. */
export function headers(): Record<string, string> {
  return { 'Cache-Control': 'private, no-store' }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const [organisation, editions] = await Promise.all([loadOrganisation(), listInquiryEditions({ locale })])
  const { name, address, phone, hours, email } = organisation
  return {
    name: name[locale],
    address: address[locale],
    phone,
    hours: hours[locale],
    email,
    editions,
    stamp: makeFormStamp('inquiry-form', readNow()),
    isSent: new URL(request.url).searchParams.has('sent'),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'inquiry', { points: 20, seconds: 600 })
  const form = await readForm(request)
  const sent = redirect(`/${locale}/contact?sent`, { status: 303 })
  // A program learns nothing.
  if (isFilledByProgram(form)) return sent
  const typed = typedInquiry(form)
  const stamp = form.get('stamp') ?? ''
  const result = await sendInquiry(typed, { stamp, locale, now: readNow() })
  if (result.ok) return sent
  if (result.reason === 'invalid') {
    // The first stamp goes on: who only corrects a letter is not too fast.
    return data({ typed, errors: result.errors, refusal: null, stamp }, { status: 422 })
  }
  const status = result.reason === 'too-many' ? 429 : 422
  return data({ typed, errors: {}, refusal: result.reason, stamp: null }, { status })
}

export const meta: MetaFunction<typeof loader> = ({ matches }) => {
  const frame = frameOf(matches)
  if (!frame) return []
  const t = textsFor(frame.locale)
  return pageMeta({
    ...frame,
    path: `/${frame.locale}/contact`,
    title: t('catalogue:contact.title'),
    description: t('catalogue:contact.lead'),
  })
}

export default function Contact() {
  const { name, address, phone, hours, email, editions, stamp, isSent } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t, locale } = useTexts()
  return (
    <>
      <PageHeader title={t('catalogue:contact.title')} lead={t('catalogue:contact.lead')} />
      <div className="narrow stack-l">
        <section className="panel" aria-labelledby="order">
          <h2 id="order">{t('catalogue:contact.order')}</h2>
          <p>{t('catalogue:contact.orderText')}</p>
          <p>
            <a className="button quiet" href={`/${locale}/orders`}>
              {t('common:nav.findOrder')}
            </a>
          </p>
        </section>
        <section className="panel" aria-labelledby="lecture">
          <h2 id="lecture">{t('lecture:page.title')}</h2>
          <p>{t('lecture:page.lead')}</p>
          <p>
            <a className="button quiet" href={`/${locale}/lectures`}>
              {t('lecture:form.title')}
            </a>
          </p>
        </section>
        <InquiryFormSection
          stamp={refused?.stamp ?? stamp}
          editions={editions}
          isSent={isSent}
          refused={refused ?? null}
        />
        <dl className="facts">
          <div>
            <dt>{t('catalogue:contact.email')}</dt>
            <dd>
              <a className="target" href={`mailto:${email}`}>
                {email}
              </a>
            </dd>
          </div>
          <div>
            <dt>{t('catalogue:contact.phone')}</dt>
            <dd>
              <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
              <br />
              <span className="small soft">{hours}</span>
            </dd>
          </div>
          <div>
            <dt>{t('catalogue:contact.post')}</dt>
            <dd>
              {address}
              <br />
              {name}
            </dd>
          </div>
        </dl>
        <p className="small soft">{t('catalogue:contact.languages')}</p>
      </div>
    </>
  )
}
