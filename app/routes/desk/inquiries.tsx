import { useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { CHANNEL_TEXTS, INQUIRY_TOPICS, TOPIC_TEXTS } from '#app/features/inquiries/inquiry.ts'
import {
  inquiriesHref,
  NO_EDITION,
  parseInquiryFilters,
  type InquiryFilters,
} from '#app/features/inquiries/inquiry-filters.ts'
import { listInquiries, type InquiryRow } from '#app/features/inquiries/list-inquiries.server.ts'
import { listAskedEditions } from '#app/features/inquiries/list-inquiry-editions.server.ts'
import { InquiryState } from '#app/features/inquiries/inquiry-state.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { CheckField, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

const PER_PAGE = 50

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, staff }) => {
  const filters = parseInquiryFilters(new URL(request.url).searchParams)
  const [{ inquiries, total, open }, editions] = await Promise.all([
    listInquiries(filters, { perPage: PER_PAGE }),
    listAskedEditions({ locale: staff.locale }),
  ])
  return { filters, inquiries, open, editions, pages: Math.ceil(total / PER_PAGE) }
})

/** What people ask the office. */
export default function Inquiries() {
  const { filters, inquiries, open, editions, pages } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  const isNarrowed = inquiriesHref({ ...filters, page: 1 }) !== inquiriesHref({})
  return (
    <>
      <DeskHeader title={t('inquiry:desk.title')} lead={t('inquiry:desk.lead')}>
        <p className="row form-foot">
          <a className="button quiet" href="/desk/inquiries/new">
            {t('inquiry:entry.title')}
          </a>
          <a className="button quiet" href="/desk/inquiries/report">
            {t('inquiry:report.title')}
          </a>
        </p>
      </DeskHeader>
      <div className="stack">
        <Filters filters={filters} editions={editions} />
        <p className="row spread" role="status">
          <span>{t('inquiry:desk.found', { count: open })}</span>
          {isNarrowed ? (
            <a className="target" href="/desk/inquiries">
              {t('inquiry:list.all')}
            </a>
          ) : null}
        </p>
        {inquiries.length === 0 ? (
          <Notice>{t(isNarrowed ? 'inquiry:list.empty' : 'inquiry:desk.none')}</Notice>
        ) : (
          <InquiryTable inquiries={inquiries} />
        )}
        <Pagination
          page={filters.page}
          pages={pages}
          hrefFor={(page) => inquiriesHref({ ...filters, page })}
        />
      </div>
    </>
  )
}

type FiltersProps = { filters: InquiryFilters; editions: readonly { sku: string; label: string }[] }

function Filters({ filters, editions }: FiltersProps) {
  const { t } = useTexts()
  const all = { value: '', label: t('deskOrders:list.any') }
  return (
    <form method="get" action="/desk/inquiries" role="search" className="filters desk-filters">
      <SelectField
        name="topic"
        label={t('inquiry:desk.about')}
        defaultValue={filters.topic ?? ''}
        options={[all, ...INQUIRY_TOPICS.map((value) => ({ value, label: t(TOPIC_TEXTS[value]) }))]}
      />
      <SelectField
        name="edition"
        label={t('inquiry:desk.edition')}
        defaultValue={filters.edition ?? ''}
        options={[
          all,
          { value: NO_EDITION, label: t('inquiry:form.noEdition') },
          ...editions.map(({ sku, label }) => ({ value: sku, label })),
        ]}
      />
      <CheckField
        name="state"
        value="open"
        label={t('inquiry:list.onlyOpen')}
        defaultChecked={filters.isOpen}
      />
      <button type="submit" className="button">
        {t('common:action.search')}
      </button>
    </form>
  )
}

function InquiryTable({ inquiries }: { inquiries: readonly InquiryRow[] }) {
  const { t, locale } = useTexts()
  return (
    <table className="table stacked">
      <thead>
        <tr>
          <th scope="col">{t('inquiry:desk.who')}</th>
          <th scope="col">{t('inquiry:desk.about')}</th>
          <th scope="col">{t('inquiry:desk.received')}</th>
          <th scope="col">{t('inquiry:desk.state')}</th>
        </tr>
      </thead>
      <tbody>
        {inquiries.map((inquiry) => (
          <tr key={inquiry.id}>
            <th scope="row">
              <a className="target" href={`/desk/inquiries/${inquiry.id}`}>
                {inquiry.name || t('inquiry:desk.erased')}
              </a>
            </th>
            <td>
              {t(TOPIC_TEXTS[inquiry.topic])} {inquiry.sku}
            </td>
            <td className="nowrap">
              {formatInstant(inquiry.receivedAt, locale)}
              <span className="block small soft">{t(CHANNEL_TEXTS[inquiry.channel])}</span>
            </td>
            <td>
              <InquiryState inquiry={inquiry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
