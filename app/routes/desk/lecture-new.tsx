import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { EntryFields, useEntryLabels } from '#app/features/desk/lectures/entry-fields.tsx'
import { readEntry } from '#app/features/desk/lectures/entry-form.ts'
import {
  LectureNotices,
  useLectureProblem,
  wrongLecture,
} from '#app/features/desk/lectures/lecture-answer.tsx'
import { ChannelFields } from '#app/features/inquiries/channel-fields.tsx'
import { useAskingLabels } from '#app/features/lectures/asking-fields.tsx'
import { enterLecture, newLectureKey } from '#app/features/lectures/enter-lecture.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', ({ now }) => ({
  formKey: newLectureKey(),
  empty: { receivedOn: tokyoDayOf(now), locale: 'ja' } as Record<string, string>,
}))

export const action = deskAction('secretariat', async ({ request, now }) => {
  const form = await readForm(request)
  const read = readEntry(form, { today: tokyoDayOf(now) })
  if (!read.ok) return data(wrongLecture(form, read.problems), { status: 422 })
  const entered = await enterLecture(read.value, { key: form.get('key') ?? '', now })
  if (!entered.ok) throw new Response(null, { status: 400 })
  return redirect(`/desk/lectures/${entered.code}?done=lecture-entered`, { status: 303 })
})

/** A request for a lecturer that did not come over the form. */
export default function NewLecture() {
  const { formKey, empty } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t } = useTexts()
  const problem = useLectureProblem(answer)
  const labels: Record<string, string> = { ...useAskingLabels(), ...useEntryLabels() }
  const typed = answer?.typed ?? empty
  return (
    <div className="narrow">
      <DeskHeader
        title={t('lecture:entry.title')}
        lead={t('lecture:entry.lead')}
        crumbs={[{ label: t('lecture:desk.title'), href: '/desk/lectures' }]}
      />
      <div className="stack">
        <LectureNotices answer={answer} labels={labels} />
        <form method="post" className="form" noValidate>
          <input type="hidden" name="key" value={typed.key ?? formKey} />
          <ChannelFields
            typed={typed}
            problems={{ channel: problem('channel'), receivedOn: problem('receivedOn') }}
          />
          <EntryFields typed={typed} problem={problem} />
          <p>
            <button type="submit" className="button">
              {t('inquiry:entry.save')}
            </button>
          </p>
        </form>
      </div>
    </div>
  )
}
