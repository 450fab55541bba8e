import { z } from 'zod'
import { formatDay, formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, url } from './parts/props.ts'
import { Details } from './parts/tables.tsx'
import { MailButton, MailLink, Note, Paragraph, Subheading } from './parts/words.tsx'

const count = z.int().nonnegative()

export const staffDigestProps = z.object({
  day,
  deskUrl: url,
  newOrders: count,
  toPack: count,
  overdueBills: count,
  /** Of those that no order stands behind. */
  otherOverdueBills: count.default(0),
  /** Requests for a lecturer on which something is to be done. */
  lectures: count.default(0),
  failedMails: count,
  /** Long works and background jobs that were given up. */
  failedWorks: count,
  /** Open tasks by what they are about, in the mail's language. */
  tasks: z.array(z.object({ label: z.string(), count: z.int().positive() })),
})

/** What waits at the desk this morning: figures and links, nobody's name. */
export function StaffDigest(props: z.infer<typeof staffDigestProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:digest.intro', { day: formatDay(props.day, locale, 'weekday') })
  const figures = [
    { label: t('mail:digest.newOrders'), count: props.newOrders, path: '/orders' },
    { label: t('mail:digest.toPack'), count: props.toPack, path: '/packing' },
    { label: t('mail:digest.overdueBills'), count: props.overdueBills, path: '/orders?state=overdue' },
    {
      label: t('mail:digest.otherOverdueBills'),
      count: props.otherOverdueBills,
      path: '/bills?state=overdue',
    },
    { label: t('lecture:overview.waiting'), count: props.lectures, path: '/lectures?state=todo' },
    { label: t('mail:digest.failedMails'), count: props.failedMails, path: '/mails?state=failed' },
    { label: t('mail:digest.failedWorks'), count: props.failedWorks, path: '/work' },
  ].filter((figure) => figure.count > 0)
  return (
    <Layout title={t('mail:digest.title')} preview={intro}>
      <Paragraph>{intro}</Paragraph>
      <Details
        rows={figures.map((figure) => ({
          label: figure.label,
          value: (
            <MailLink href={`${props.deskUrl}${figure.path}`}>{formatNumber(figure.count, locale)}</MailLink>
          ),
        }))}
      />
      {props.tasks.length > 0 && (
        <>
          <Subheading>{t('mail:digest.tasks')}</Subheading>
          <Details
            rows={props.tasks.map((task) => ({ label: task.label, value: formatNumber(task.count, locale) }))}
          />
        </>
      )}
      <MailButton href={props.deskUrl}>{t('mail:digest.open')}</MailButton>
      <Note>{t('mail:digest.note')}</Note>
    </Layout>
  )
}
