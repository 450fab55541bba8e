import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { mayDo, type Role } from '#app/domain/roles.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { asStaff } from '#app/features/staff/as-staff.server.ts'
import { loadSession, type SignedIn } from '#app/features/staff/session.server.ts'
import { readDeskToken } from '#app/platform/http/cookies.server.ts'

// How a route of the desk says who may use it: `export const loader = deskLoader('treasurer', async ({ staff, params }) => …)`. Nothing else
// guards the desk, so every loader and action below app/routes/desk is made by one of these two (tests/routes/desk-access.test.ts).

type Args = (LoaderFunctionArgs | ActionFunctionArgs) & { staff: SignedIn; now: Date }
type Handler<T> = (args: Args) => T
type Guarded<T> = ((args: LoaderFunctionArgs | ActionFunctionArgs) => Promise<Awaited<T>>) & {
  /** What the route needs, for the test that walks them all. */
  needs: Role
}

/** A loader for staff of this role or a higher one. */
export function deskLoader<T>(needs: Role, handler: Handler<T>): Guarded<T> {
  return guarded(needs, handler)
}

/** An action for staff of this role or a higher one; what it changes stands in the audit log under their name. */
export function deskAction<T>(needs: Role, handler: Handler<T>): Guarded<T> {
  return guarded(needs, handler)
}

function guarded<T>(needs: Role, handler: Handler<T>): Guarded<T> {
  async function run(args: LoaderFunctionArgs | ActionFunctionArgs): Promise<Awaited<T>> {
    const now = readNow()
    const staff = await requireStaff(args.request, now)
    if (!mayDo(staff.role, needs)) throw new Response(null, { status: 403 })
    return await asStaff(staff, async () => await handler({ ...args, staff, now }))
  }
  return Object.assign(run, { needs })
}

/** Who asks. @throws Response to the sign-in page, or to the one-time code that is still due */
async function requireStaff(request: Request, now: Date): Promise<SignedIn> {
  const staff = await readStaff(request, now)
  if (!staff) throw redirect(signInPath(request), { status: 303 })
  if (staff.secondFactor !== 'done') {
    throw redirect(`/desk/second-factor${backTo(request)}`, { status: 303 })
  }
  return staff
}

/** Who sits at this browser, whether or not a one-time code is still due; null for nobody. */
export async function readStaff(request: Request, now: Date): Promise<SignedIn | null> {
  const token = await readDeskToken(request)
  return token === null ? null : await loadSession(token, { now })
}

function signInPath(request: Request): string {
  return `/desk/sign-in${backTo(request)}`
}

/** Where to go on after signing in; a form that was sent is not sent again by itself. */
function backTo(request: Request): string {
  const { pathname, search } = new URL(request.url)
  const isWorthIt = request.method === 'GET' && pathname !== '/desk'
  return isWorthIt ? `?to=${encodeURIComponent(`${pathname}${search}`)}` : ''
}
