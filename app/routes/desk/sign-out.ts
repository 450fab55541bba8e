import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { asStaff } from '#app/features/staff/as-staff.server.ts'
import { endSessions } from '#app/features/staff/end-session.server.ts'
import { clearDeskToken } from '#app/platform/http/cookies.server.ts'
import { readStaff } from '#app/routes/desk/desk-route.server.ts'

/** Signs this browser out, whatever it still owed. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const now = readNow()
  const staff = await readStaff(request, now)
  if (staff) {
    await asStaff(staff, () => endSessions({ staffId: staff.staffId, sessionId: staff.sessionId }, { now }))
  }
  return redirect('/desk/sign-in?out', { status: 303, headers: { 'Set-Cookie': await clearDeskToken() } })
}

export function loader(): Response {
  return redirect('/desk')
}
