import {
  type AppLoadContext,
  createReadableStreamFromReadable,
  createRequestHandler,
  type ServerBuild,
} from '@remix-run/node'
import type { Handler, Request as ExpressRequest, Response as ExpressResponse } from 'express'
import { sendBody } from '#app/platform/http/send-body.ts'
import { htmlOf } from '#app/platform/http/whole-page.server.ts'

type Options = {
  mode: 'production' | 'development'
  loadContext: (request: ExpressRequest, response: ExpressResponse) => AppLoadContext
}

/**
 * Answers Express's requests by Remix, as the adapter @remix-run/express does, but pages are sent whole, and files only as fast as they are taken
 * (docs/decisions/014-our-own-adapter.md).
 */
export function remixHandler(
  build: ServerBuild | (() => Promise<ServerBuild>),
  { mode, loadContext }: Options,
): Handler {
  const handle = createRequestHandler(build, mode)
  return (request, response, next) => {
    void (async () => {
      const answer = await handle(webRequest(request, response), loadContext(request, response))
      response.statusMessage = answer.statusText
      response.status(answer.status)
      for (const [name, value] of answer.headers) response.append(name, value)
      const html = htmlOf(answer)
      if (html !== undefined) response.end(Buffer.from(html))
      else if (answer.body) await sendBody(answer.body, response)
      else response.end()
    })().catch(next)
  }
}

function webRequest(request: ExpressRequest, response: ExpressResponse): Request {
  const { method, protocol, originalUrl, headers } = request
  const fields = Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name, value]),
  )
  const aborting = new AbortController()
  // Closed before it was finished: nobody waits for the answer any more.
  response.on('close', () => {
    if (!response.writableFinished) aborting.abort()
  })
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(`${protocol}://${headers.host ?? 'localhost'}${originalUrl}`, {
    method,
    headers: fields,
    signal: aborting.signal,
    ...(hasBody ? { body: createReadableStreamFromReadable(request), duplex: 'half' } : {}),
  })
}
