import { http, HttpResponse, type RequestHandler } from 'msw'
import { setupServer, type SetupServer } from 'msw/node'
import { now } from '#app/platform/clock.server.ts'
import { log } from '#app/platform/log.server.ts'
import { answerResend } from './resend/api.server.ts'
import { answerStripe, type ApiReply, type ApiRequest, type NoReply } from './stripe/api.server.ts'
import { advanceSandbox } from './time.server.ts'
import { deliverWebhooks } from './webhooks.server.ts'

const TICK_MS = 500

/** What stands in for api.stripe.com and api.resend.com. */
export const handlers: RequestHandler[] = [
  http.all('https://api.stripe.com/*', async ({ request }) =>
    respond(await answerStripe(await read(request))),
  ),
  http.all('https://api.resend.com/*', async ({ request }) =>
    respond(await answerResend(await read(request))),
  ),
]

async function read(request: Request): Promise<ApiRequest> {
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: await request.text(),
  }
}

function respond(reply: ApiReply | NoReply) {
  if (reply === 'connection lost') return HttpResponse.error()
  return HttpResponse.json(reply.body as Record<string, unknown>, {
    status: reply.status,
    headers: reply.headers,
  })
}

export type InstalledSandbox = {
  /** For handlers of a test's own: `server.use(…)`. */
  server: SetupServer
  /** Lets requests out again. */
  uninstall: () => void
}

/**
 * Puts the handlers in the way of this process's requests, without anything that happens by itself: tests call
 * `advanceSandbox` and `deliverWebhooks` or `takeWebhooks`, the operator's commands leave both to the server. A request to
 * anywhere but this machine fails.
 */
export function installSandbox(): InstalledSandbox {
  const server = setupServer(...handlers)
  server.listen({
    onUnhandledRequest(request, print) {
      if (!isLoopback(request)) print.error()
    },
  })
  return { server, uninstall: () => server.close() }
}

type Running = { server: SetupServer; timer: NodeJS.Timeout; tick: Promise<void> | undefined }

const shared = globalThis as { sandbox?: Running | undefined }

/** Demo mode: the handlers, and a loop that lets time pass and delivers webhooks. Calling it again changes nothing. */
export function startSandbox(): void {
  if (shared.sandbox) return
  const server = setupServer(...handlers)
  server.listen({ onUnhandledRequest: 'bypass' })
  const running: Running = { server, timer: setInterval(tick, TICK_MS), tick: undefined }
  running.timer.unref()
  shared.sandbox = running

  function tick(): void {
    running.tick ??= passTime().finally(() => (running.tick = undefined))
  }
}

/** Stops what `startSandbox` started, once the round under way is done. What waits goes on after the next start. */
export async function stopSandbox(): Promise<void> {
  const running = shared.sandbox
  if (!running) return
  shared.sandbox = undefined
  clearInterval(running.timer)
  await running.tick
  running.server.close()
}

async function passTime(): Promise<void> {
  try {
    await advanceSandbox(now())
    await deliverWebhooks({ now: now() })
  } catch (error) {
    log.error({ err: error }, 'the sandbox stumbled')
  }
}

function isLoopback(request: Request): boolean {
  const { hostname } = new URL(request.url)
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}
