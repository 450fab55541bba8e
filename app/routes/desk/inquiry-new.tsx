import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { enterInquiry, newEntryKey } from '#app/features/inquiries/enter-inquiry.server.ts'
import { typedEntry } from '#app/features/inquiries/entry-form.ts'
import { EntryFormSection } from '#app/features/inquiries/entry-form-section.tsx'
import { listInquiryEditions } from '#app/features/inquiries/list-inquiry-editions.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ staff, now }) => ({
  formKey: newEntryKey(),
  editions: await listInquiryEditions({ locale: staff.locale }),
  empty: { receivedOn: tokyoDayOf(now), locale: staff.locale },
}))

export const action = deskAction('secretariat', async ({ request, staff, now }) => {
  const form = await readForm(request)
  const key = form.get('key') ?? ''
  const typed = typedEntry(form)
  const result = await enterInquiry(typed, { key, locale: staff.locale, now })
  if (result.ok) return redirect(`/desk/inquiries/${result.id}?entered`, { status: 303 })
  if (result.reason === 'key') throw new Response(null, { status: 400 })
  return data({ typed, errors: result.errors, key }, { status: 422 })
})

/** A question that did not come over the form. */
export default function NewInquiry() {
  const { formKey, editions, empty } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTexts()
  return (
    <div className="narrow">
      <DeskHeader
        title={t('inquiry:entry.title')}
        lead={t('inquiry:entry.lead')}
        crumbs={[{ label: t('inquiry:desk.back'), href: '/desk/inquiries' }]}
      />
      <div className="stack">
        <EntryFormSection
          formKey={refused?.key ?? formKey}
          editions={editions}
          typed={refused?.typed ?? empty}
          errors={refused?.errors ?? {}}
        />
      </div>
    </div>
  )
}
