import type { AwaitedEdition } from '#app/features/availability/load-awaited.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Honeypot } from '#app/ui/honeypot.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

type NotifyFormPageProps = {
  slug: string
  edition: AwaitedEdition
  /** Sealed moment of opening, sent back with the form. */
  stamp: string
  isSent: boolean
  refused: { typed: string; reason: 'email' | 'stamp' } | null
}

/** Asks for an address to write to when an edition is there. */
export function NotifyFormPage({ slug, edition, stamp, isSent, refused }: NotifyFormPageProps) {
  const { t, locale } = useTexts()
  const error = refused?.reason === 'email' ? t('errors:email') : undefined
  const name = <Foreign lang={edition.textLanguage}>{edition.titleName}</Foreign>
  return (
    <div className="narrow">
      <PageHeader
        title={t('notify:form.title')}
        lead={
          <>
            {name} ({edition.editionName})
          </>
        }
        crumbs={[
          { label: t('common:nav.publications'), href: `/${locale}/publications` },
          { label: name, href: `/${locale}/publications/${slug}` },
        ]}
      />
      <div className="stack">
        {isSent && !refused ? (
          <Notice tone="success" title={t('notify:form.sentTitle')}>
            {t('notify:form.sent')}
          </Notice>
        ) : null}
        {refused?.reason === 'stamp' ? (
          <Notice tone="error" title={t('inquiry:form.againTitle')}>
            {t('notify:form.again')}
          </Notice>
        ) : null}
        {error ? <ErrorSummary errors={[{ field: 'email', message: error }]} /> : null}
        <p>{t('notify:form.lead')}</p>
        <form method="post" className="form" noValidate>
          <input type="hidden" name="stamp" value={stamp} />
          <Field
            name="email"
            type="email"
            label={t('inquiry:form.email')}
            autoComplete="email"
            required
            error={error}
            defaultValue={refused?.typed}
          />
          <Honeypot />
          <p>
            <button type="submit" className="button">
              {t('notify:form.send')}
            </button>
          </p>
        </form>
        <p className="small soft">{t('notify:form.keeping')}</p>
      </div>
    </div>
  )
}
