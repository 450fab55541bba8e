import { useLoaderData } from '@remix-run/react'
import { AUDITED_TABLES, auditHref, parseAuditFilters } from '#app/features/desk/audit-filters.ts'
import { ChangeList } from '#app/features/desk/change-list.tsx'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { listAudit, type AuditLine } from '#app/features/desk/list-audit.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

export const headers = privateHeaders

export const loader = deskLoader('administrator', async ({ request }) => {
  const filters = parseAuditFilters(new URL(request.url).searchParams)
  const log = await listAudit(filters)
  if (filters.page > log.pages) throw new Response(null, { status: 404 })
  return { filters, log }
})

const CHANGES: Record<string, TextKey> = {
  insert: 'deskAdmin:audit.insert',
  update: 'deskAdmin:audit.update',
  delete: 'deskAdmin:audit.delete',
}

/** Who did what to which row, before and after. Tables and fields are named as in the database (docs/database.md). */
export default function Audit() {
  const { filters, log } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <DeskHeader title={t('deskAdmin:audit.title')} lead={t('deskAdmin:audit.lead')} />
      <Filters />
      <p className="row spread found" role="status">
        <span>{t('deskAdmin:audit.found', { count: log.total })}</span>
        {auditHref(filters) === '/desk/audit' ? null : (
          <a className="target" href="/desk/audit">
            {t('deskAdmin:audit.all')}
          </a>
        )}
      </p>
      {log.lines.length === 0 ? (
        <Notice>{t('deskAdmin:audit.empty')}</Notice>
      ) : (
        <ol className="log" role="list">
          {log.lines.map((line) => (
            <Entry key={line.id} line={line} />
          ))}
        </ol>
      )}
      <Pagination page={filters.page} pages={log.pages} hrefFor={(page) => auditHref({ ...filters, page })} />
    </>
  )
}

function Filters() {
  const { filters, log } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  const any = { value: '', label: t('deskAdmin:audit.any') }
  return (
    <form method="get" action="/desk/audit" role="search" className="filters desk-filters">
      <SelectField
        name="person"
        label={t('deskAdmin:audit.person')}
        defaultValue={filters.person ?? ''}
        options={[
          any,
          ...log.people.map(({ id, name }) => ({ value: id, label: name })),
          { value: 'operator', label: t('deskAdmin:audit.operator') },
        ]}
      />
      <SelectField
        name="table"
        label={t('deskAdmin:audit.table')}
        defaultValue={filters.table ?? ''}
        options={[any, ...AUDITED_TABLES.map((value) => ({ value, label: value }))]}
      />
      <Field name="row" label={t('deskAdmin:audit.row')} defaultValue={filters.row} autoComplete="off" />
      <Field name="from" type="date" label={t('deskAdmin:audit.from')} defaultValue={filters.from ?? ''} />
      <Field name="to" type="date" label={t('deskAdmin:audit.to')} defaultValue={filters.to ?? ''} />
      <button type="submit" className="button">
        {t('common:action.search')}
      </button>
    </form>
  )
}

function Entry({ line }: { line: AuditLine }) {
  const { t, locale } = useTexts()
  const what = CHANGES[line.change]
  return (
    <li>
      <p className="row">
        <b>{line.person ? line.person.name : t('deskAdmin:audit.operator')}</b>
        <span className="small soft">{formatInstant(line.at, locale)}</span>
        <Badge>{what ? t(what) : line.change}</Badge>
        <a className="target code" href={auditHref({ row: line.rowId, page: 1 })}>
          {line.table}
        </a>
        {line.orderCode ? (
          <a className="target code" href={`/desk/orders/${line.orderCode}`}>
            {line.orderCode}
          </a>
        ) : null}
      </p>
      <ChangeList changes={line.changes} isNew={line.change === 'insert'} isGone={line.change === 'delete'} />
    </li>
  )
}
