import { useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { TOPIC_TEXTS } from '#app/features/inquiries/inquiry.ts'
import { listInquiries } from '#app/features/inquiries/list-inquiries.server.ts'
import { InquiryState } from '#app/features/inquiries/inquiry-state.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

const PER_PAGE = 50

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request }) => {
  const page = readPage(request)
  const { inquiries, total, open } = await listInquiries({ page, perPage: PER_PAGE })
  return { inquiries, open, page, pages: Math.ceil(total / PER_PAGE) }
})

/** What people ask the office. */
export default function Inquiries() {
  const { inquiries, open, page, pages } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <>
      <DeskHeader title={t('inquiry:desk.title')} lead={t('inquiry:desk.lead')} />
      <div className="stack">
        <p role="status">{t('inquiry:desk.found', { count: open })}</p>
        {inquiries.length === 0 ? (
          <Notice>{t('inquiry:desk.none')}</Notice>
        ) : (
          <div className="scroll-x">
            <table className="table">
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
                    <td className="nowrap">{formatInstant(inquiry.receivedAt, locale)}</td>
                    <td>
                      <InquiryState inquiry={inquiry} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <Pagination page={page} pages={pages} hrefFor={(number) => `/desk/inquiries?page=${number}`} />
      </div>
    </>
  )
}
