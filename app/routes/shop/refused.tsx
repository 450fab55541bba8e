import type { LoaderFunctionArgs } from '@remix-run/node'

const KNOWN = new Set([400, 403, 405, 411, 413, 415])

/** What the server refuses before reading it is shown as an ordinary error page in the reader's language. */
export function loader({ params }: LoaderFunctionArgs): never {
  const status = Number(params.status)
  throw new Response(null, { status: KNOWN.has(status) ? status : 404 })
}

export default function Refused() {
  return null
}
