import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { safeDeskPath } from '#app/domain/desk-path.ts'
import { listDeskTasks } from '#app/features/desk/load-tasks.server.ts'
import { TaskListPage } from '#app/features/desk/task-list-page.tsx'
import { parseTaskFilters, taskKinds } from '#app/features/desk/task-filters.ts'
import { completeTask } from '#app/features/messages/complete-task.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { idFrom, readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request }) => {
  const { searchParams } = new URL(request.url)
  const filters = parseTaskFilters(searchParams)
  const list = await listDeskTasks({ ...filters, kinds: taskKinds(filters) })
  if (list.page > list.pages) throw new Response(null, { status: 404 })
  return { filters, list, isDone: searchParams.has('finished') }
})

const PROBLEMS: Record<'already-done' | 'note-too-long', { status: 409 | 422; text: TextKey }> = {
  'already-done': { status: 409, text: 'deskOrders:task.alreadyDone' },
  'note-too-long': { status: 422, text: 'deskOrders:task.noteTooLong' },
}

export const action = deskAction('secretariat', async ({ request, now }) => {
  const form = await readForm(request)
  const taskId = idFrom(form.get('task'), 400)
  const note = form.get('note') ?? ''
  const result = await completeTask({ taskId, note }, { now })
  if (result.ok) {
    const back = safeDeskPath(form.get('back'))
    return redirect(back === '/desk/tasks' ? '/desk/tasks?finished' : `${back}?done=task`, { status: 303 })
  }
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  const { status, text } = PROBLEMS[result.reason]
  return data({ taskId, note, problem: text }, { status })
})

/** What somebody must decide. */
export default function Tasks() {
  const { filters, list, isDone } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return <TaskListPage filters={filters} list={list} isDone={isDone} refused={refused ?? null} />
}
