import type { ActionFunctionArgs } from '@remix-run/node'
import { handleResendEvent } from '#app/features/messages/handle-resend-event.server.ts'
import { HOOK_LIMIT_BYTES, readRawBody } from '#app/platform/http/raw-body.server.ts'

/** Resend's webhook: bounces and complaints. A throw inside is a 500, and Resend sends the event again. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  if (request.method !== 'POST') return notAllowed()
  const body = await readRawBody(request, HOOK_LIMIT_BYTES)
  if (body === null) return new Response(null, { status: 413 })
  const result = await handleResendEvent({ body, headers: request.headers })
  return new Response(null, { status: result.ok ? 200 : 400 })
}

export function loader(): Response {
  return notAllowed()
}

function notAllowed(): Response {
  return new Response(null, { status: 405, headers: { Allow: 'POST' } })
}
