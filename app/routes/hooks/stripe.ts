import type { ActionFunctionArgs } from '@remix-run/node'
import { receiveStripeWebhook } from '#app/features/settlement/receive-stripe-webhook.server.ts'
import { HOOK_LIMIT_BYTES, readRawBody } from '#app/platform/http/raw-body.server.ts'

/** Where Stripe reports what happened. The raw body is what was signed: it is read as text, once. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const body = await readRawBody(request, HOOK_LIMIT_BYTES)
  if (body === null) return new Response(null, { status: 413 })
  const status = await receiveStripeWebhook(body, request.headers.get('Stripe-Signature'))
  return new Response(null, { status })
}

export function loader(): Response {
  return new Response(null, { status: 405, headers: { Allow: 'POST' } })
}
