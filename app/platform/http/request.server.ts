import { networkOf } from '#app/domain/network.ts'
import { isUuid } from '#app/platform/id.server.ts'
import { consume, type RateLimit } from '#app/platform/rate-limit.server.ts'

// What the adapters in app/routes read from a request, with the refusals that need no use-case. A thrown Response becomes the error
// page of its status.

/**
 * The fields of a posted form. Files are left out, as no form of the shop has any, and so are names that begin with `__`, which form
 * libraries give a meaning of their own. @throws Response 400 when the body is no form, holds more fields than it can have, or a NUL, which
 * nobody can type and the database takes in no text
 */
export async function readForm(request: Request, { most = 200 } = {}): Promise<URLSearchParams> {
  const fields = new URLSearchParams()
  let body: FormData
  try {
    body = await request.formData()
  } catch {
    throw new Response(null, { status: 400 })
  }
  for (const [name, value] of body) {
    if (typeof value !== 'string' || name.startsWith('__')) continue
    if (value.includes('\0')) throw new Response(null, { status: 400 })
    fields.append(name, value)
  }
  if (fields.size > most) throw new Response(null, { status: 400 })
  return fields
}

/** Whether the field that people don't see (ui/honeypot.tsx) is filled in: no person did that. */
export function isFilledByProgram(form: URLSearchParams): boolean {
  return Boolean(form.get('website'))
}

/**
 * An id of ours from an address (404 where it is none) or from a hidden field (400): the database refuses to look for anything else.
 * @throws Response with the status
 */
export function idFrom(text: string | null | undefined, status: 400 | 404): string {
  if (text && isUuid(text)) return text
  throw new Response(null, { status })
}

/**
 * Counts a request against its sender's limit. Generous: whole schools and libraries share one address.
 * @throws Response 429 beyond it
 */
export async function limitRequests(context: unknown, name: string, limit: RateLimit): Promise<void> {
  if (await consume(name, networkOf(ipOf(context)), limit)) return
  throw new Response(null, { status: 429, headers: { 'Retry-After': String(limit.seconds) } })
}

function ipOf(context: unknown): string {
  const ip = (context as { ip?: unknown } | undefined)?.ip
  return typeof ip === 'string' ? ip : 'unknown'
}
