import { readiness } from '#app/platform/http/readiness.server.ts'

/** For a proxy in front of several processes: 503 while this one should get no requests. */
export async function loader(): Promise<Response> {
  const { ready, reason } = await readiness()
  return Response.json(ready ? { ready } : { ready, reason }, {
    status: ready ? 200 : 503,
    headers: { 'Cache-Control': 'no-store' },
  })
}
