import type { RequestView } from '#app/features/availability/load-request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

/** Where a request stands, and the buttons that confirm and end it; null for a link that leads to none. */
export function RequestPage({ request }: { request: RequestView | null }) {
  const { t, locale } = useTexts()
  return (
    <div className="narrow">
      <PageHeader
        title={t('notify:form.title')}
        lead={
          request ? (
            <>
              <Foreign lang={request.textLanguage}>{request.titleName}</Foreign> ({request.editionName})
            </>
          ) : null
        }
      />
      <div className="stack">
        {request === null ? (
          <Notice tone="warn" title={t('notify:request.goneTitle')}>
            {t('notify:request.gone')}
          </Notice>
        ) : null}
        {request?.state === 'asked' ? (
          <form method="post" className="form">
            <p>{t('notify:request.confirmLead')}</p>
            <p>
              <button type="submit" className="button" name="intent" value="confirm">
                {t('notify:request.confirm')}
              </button>
            </p>
          </form>
        ) : null}
        {request?.state === 'waiting' ? (
          <Notice tone="success" title={t('notify:request.waitingTitle')}>
            {t('notify:request.waiting')}
          </Notice>
        ) : null}
        {request?.state === 'ended' ? (
          <Notice title={t('notify:request.endedTitle')}>{t('notify:request.ended')}</Notice>
        ) : (
          <EndForm isShown={request !== null} />
        )}
        {request?.slug ? (
          <p>
            <a className="target" href={`/${locale}/publications/${request.slug}#${request.sku}`}>
              {t('notify:request.toTitle')}
            </a>
          </p>
        ) : null}
      </div>
    </div>
  )
}

function EndForm({ isShown }: { isShown: boolean }) {
  const { t } = useTexts()
  if (!isShown) return null
  return (
    <form method="post" className="form panel">
      <p>{t('notify:request.endLead')}</p>
      <p>
        <button type="submit" className="button quiet" name="intent" value="end">
          {t('notify:request.end')}
        </button>
      </p>
    </form>
  )
}
