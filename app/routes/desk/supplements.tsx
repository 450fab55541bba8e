import { useLoaderData } from '@remix-run/react'
import { languageName } from '#app/features/catalogue/catalogue-texts.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import {
  listSupplements,
  type SupplementRow,
} from '#app/features/desk/supplements/list-supplements.server.ts'
import { SUPPLEMENT_KIND_TEXTS, SUPPLEMENT_STATE_WORDS } from '#app/features/desk/supplements/supplement.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

const PER_PAGE = 50

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, staff, now }) => {
  const page = readPage(request)
  const wanted = { locale: staff.locale, now, page, perPage: PER_PAGE }
  const { supplements, total } = await listSupplements(wanted)
  const pages = Math.max(1, Math.ceil(total / PER_PAGE))
  if (page > pages) throw new Response(null, { status: 404 })
  return { supplements, page, pages }
})

/** Supplements and errata of all editions. */
export default function Supplements() {
  const { supplements, page, pages } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <DeskHeader title={t('deskSupplements:list.title')} lead={t('deskSupplements:list.lead')}>
        <p className="form-foot">
          <a className="button quiet" href="/desk/supplements/new/upload">
            {t('deskSupplements:new.title')}
          </a>
        </p>
      </DeskHeader>
      <div className="stack">
        {supplements.length === 0 ? (
          <Notice>{t('deskSupplements:list.none')}</Notice>
        ) : (
          <SupplementTable supplements={supplements} />
        )}
        <Pagination page={page} pages={pages} hrefFor={(number) => `/desk/supplements?page=${number}`} />
      </div>
    </>
  )
}

function SupplementTable({ supplements }: { supplements: readonly SupplementRow[] }) {
  const { t, locale } = useTexts()
  return (
    <table className="table stacked">
      <thead>
        <tr>
          <th scope="col">{t('deskSupplements:field.name')}</th>
          <th scope="col">{t('deskSupplements:field.edition')}</th>
          <th scope="col">{t('deskSupplements:list.state')}</th>
          <th scope="col">{t('deskSupplements:list.announced')}</th>
        </tr>
      </thead>
      <tbody>
        {supplements.map((supplement) => (
          <tr key={supplement.id}>
            <th scope="row">
              <a className="target" href={`/desk/supplements/${supplement.id}`}>
                <Foreign lang={supplement.nameLanguage} withNote={false}>
                  {supplement.name}
                </Foreign>
              </a>
              <span className="block small soft">
                {t(SUPPLEMENT_KIND_TEXTS[supplement.kind])} · {languageName(supplement.language, locale)}
              </span>
            </th>
            <td>
              <span className="code">{supplement.sku}</span>
              <span className="block small soft">
                <Foreign lang={supplement.titleLanguage} withNote={false}>
                  {supplement.titleName}
                </Foreign>
              </span>
            </td>
            <td>
              <Badge tone={SUPPLEMENT_STATE_WORDS[supplement.state].tone}>
                {t(SUPPLEMENT_STATE_WORDS[supplement.state].text)}
              </Badge>{' '}
              {supplement.publishedOn ? (
                <span className="nowrap small">{formatDay(supplement.publishedOn, locale, 'short')}</span>
              ) : null}
            </td>
            <td>
              {t(
                supplement.announcements > 0
                  ? 'deskSupplements:list.wasAnnounced'
                  : 'deskSupplements:list.notAnnounced',
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
