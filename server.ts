// The HTTP process: database, migrations, Express in front of Remix, background work, graceful stop. All that belongs to the shop
// itself comes from the Remix build (`runtime`, exported by app/entry.server.tsx), so that there is one copy of it in memory.
import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type NextFunction, type Request, type Response } from 'express'
import helmet from 'helmet'
import type { Runtime } from '#app/runtime.server.ts'
import { EmbeddedPostgresError, openDatabase } from '#app/platform/embedded-postgres.server.ts'
import { env } from '#app/platform/env.server.ts'
import { narrowBuilds } from '#app/platform/http/narrow-build.ts'
import { remixHandler } from '#app/platform/http/remix-handler.server.ts'
import {
  isUploadPath,
  tooLargePath,
  UPLOAD_BODY_LIMIT_BYTES,
  UPLOAD_MOST_MS,
} from '#app/platform/http/upload.server.ts'
import { visitedPath } from '#app/platform/http/visited-path.ts'
import { log, withRequestId } from '#app/platform/log.server.ts'
import { openPageCache, type PageCache } from '#app/platform/page-cache.server.ts'
import { migrate, MigrationError } from '#prisma/migrate.ts'

const isWorker = process.argv.includes('--worker')
const isDevelopment = process.env.NODE_ENV === 'development'

/** The largest body a form of the shop can have; webhooks of Stripe and Resend stay far below. */
const BODY_LIMIT = 256 * 1024

/** How much of a refused body is read and thrown away before the answer; more of one that staff send, so that they hear what is wrong. */
const DISCARD_LIMIT = 2 * 1024 * 1024
const STAFF_DISCARD_LIMIT = 200 * 1024 * 1024

/** How long a body may take, a file of the desk's aside. */
const BODY_MOST_MS = 30_000

/** When a body that is still on its way is given up. */
const bodyTimers = new WeakMap<IncomingMessage, NodeJS.Timeout>()

/** What keeps the process from starting and is told in one line, not as a stack. */
class StartError extends Error {}

await main().catch((error: unknown) => {
  const isPlain =
    error instanceof StartError || error instanceof MigrationError || error instanceof EmbeddedPostgresError
  const message = error instanceof Error ? (isPlain ? error.message : error.stack) : String(error)
  process.stderr.write(`${message}\n`)
  process.exit(1)
})

async function main(): Promise<void> {
  const startedAt = performance.now()
  const embedded = env.databaseUrl ? null : await openDatabase({ dataDir: env.dataDir })
  const url = env.databaseUrl ?? (embedded?.url as string)
  const { applied } = await migrate(url)
  if (applied.length > 0) log.info({ applied }, 'migrations applied')

  const vite = isDevelopment
    ? await (await import('vite')).createServer({ server: { middlewareMode: true }, appType: 'custom' })
    : null
  const loadBuild = async (): Promise<ServerBuild> =>
    (vite
      ? await vite.ssrLoadModule('virtual:remix/server-build')
      : await import(/* @vite-ignore */ new URL('./server/index.js', import.meta.url).href)) as ServerBuild
  const build = await loadBuild()
  const { runtime } = build.entry.module as unknown as { runtime: Runtime }
  runtime.useDatabase(url)
  await runtime.prepare()

  const stops: (() => Promise<unknown>)[] = []
  if (!isWorker) {
    const pages = vite ? null : openPageCache(url, await runtime.languageCookies())
    if (pages) stops.push(() => pages.close())
    const answeredBy = (known: ServerBuild | typeof loadBuild): express.Handler =>
      remixHandler(known, {
        mode: env.isProduction ? 'production' : 'development',
        loadContext: (request, response) => ({
          cspNonce: response.locals.cspNonce as string,
          requestId: response.locals.requestId as string,
          ip: request.ip ?? 'unknown',
        }),
      })
    const app = createApp(runtime, {
      pages,
      viteMiddlewares: vite?.middlewares ?? null,
      pageHandler: vite ? answeredBy(loadBuild) : byAddress(build, answeredBy),
    })
    const server = createServer((request, response) => {
      limitBodyTime(request, BODY_MOST_MS)
      if (!pages?.answer(request, response)) app(request, response)
    })
    // Node knows one limit for all requests; `limitBodyTime` keeps the shorter one of most.
    server.requestTimeout = UPLOAD_MOST_MS
    server.headersTimeout = 10_000
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'EADDRINUSE'
            ? new StartError(`Port ${env.port} is taken. Set PORT to another one, or stop what uses it.`)
            : error,
        ),
      )
      server.listen(env.port, env.host, resolve)
    })
    stops.push(
      () =>
        new Promise((resolve) => {
          server.close(resolve)
          server.closeIdleConnections()
          setTimeout(() => server.closeAllConnections(), 8_000).unref()
        }),
    )
    announce(performance.now() - startedAt)
  }
  await runtime.startBackground()
  if (isWorker) process.stdout.write('The worker runs. Ctrl-C stops it.\n')

  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), 15_000).unref()
    void (async () => {
      for (const close of stops) await close()
      await runtime.stop()
      await vite?.close()
      await embedded?.close()
      process.exit(0)
    })()
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
}

function createApp(
  runtime: Runtime,
  {
    pages,
    viteMiddlewares,
    pageHandler,
  }: {
    pages: PageCache | null
    viteMiddlewares: express.Handler | null
    pageHandler: express.Handler
  },
): express.Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', env.trustProxy ? 1 : false)

  app.use((request, response, next) => {
    // The proxy's contract is Host. A header of this name comes from the visitor, and Remix would believe it.
    delete request.headers['x-forwarded-host']
    const requestId = randomUUID()
    const startedAt = performance.now()
    response.locals.requestId = requestId
    response.locals.cspNonce = randomBytes(16).toString('base64')
    response.setHeader('X-Request-Id', requestId)
    const { method } = request
    const visited = visitedPath(request.path)
    response.on('finish', () => {
      const ms = Math.round(performance.now() - startedAt)
      log.info({ requestId, method, path: visited, status: response.statusCode, ms }, 'request')
    })
    withRequestId(requestId, next)
  })
  app.use(securityHeaders(runtime))
  // The demo shows a mail's html in a frame, under a stricter policy that the route itself sends: two policies would both hold.
  if (env.mode === 'demo') {
    app.use('/sandbox/mailbox/:id/html', (_request, response, next) => {
      response.removeHeader('Content-Security-Policy')
      response.removeHeader('Origin-Agent-Cluster')
      next()
    })
  }
  app.use(compression())
  if (pages) app.use((request, response, next) => pages.keep(request, response, next))

  if (viteMiddlewares) app.use(viteMiddlewares)
  else {
    app.use('/assets', express.static('build/client/assets', { immutable: true, maxAge: '1y', index: false }))
    const files = express.static('build/client', { maxAge: '1h', index: false })
    // Addresses of pages have no dot: the disk need not be asked for them.
    app.use((request, response, next) =>
      request.path.includes('.') ? files(request, response, next) : next(),
    )
  }

  // Browsers that know no SVG icon ask for this by themselves.
  app.get('/favicon.ico', (_request, response) => response.redirect(301, '/favicon.svg'))

  app.use(refuseUnsafe(runtime))
  app.all('*', pageHandler)
  return app
}

/** Answers an address with the build that knows its routes: see `narrowBuilds`. */
function byAddress(build: ServerBuild, handlerFor: (build: ServerBuild) => express.Handler): express.Handler {
  const buildFor = narrowBuilds(build)
  const handlers = new Map<ServerBuild, express.Handler>()
  return (request, response, next) => {
    // The original address, which Remix is given.
    const narrowed = buildFor(request.originalUrl.split('?')[0] ?? '')
    const handler = handlers.get(narrowed) ?? handlerFor(narrowed)
    handlers.set(narrowed, handler)
    handler(request, response, next)
  }
}

/** Ends a connection whose body is not there in time. */
function limitBodyTime(request: IncomingMessage, mostMs: number): void {
  const { headers } = request
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
  const earlier = bodyTimers.get(request)
  clearTimeout(earlier)
  const timer = setTimeout(() => request.destroy(), mostMs).unref()
  bodyTimers.set(request, timer)
  if (earlier) return
  const over = (): void => clearTimeout(bodyTimers.get(request))
  request.once('end', over).once('close', over)
}

/**
 * Refuses what no page or form of ours sends, before anything looks at it: addresses with a NUL, which the database takes in no text, and bodies
 * that are too large, of an unknown length, of another type, or posted from another site. The answer is an ordinary error page in the reader's language; a webhook gets the status alone. A file for the
 * desk may be larger, once its sender is known.
 */
function refuseUnsafe(runtime: Runtime): express.Handler {
  return (request, response, next) => {
    const status = problemOf(request, request.path.startsWith('/hooks/'))
    if (status === null) return next()
    if (status === 413 && isUpload(request)) takeUpload(runtime, request, response, next).catch(next)
    else refuse(request, response, next, status)
  }
}

function isUpload(request: Request): boolean {
  return isUploadPath(request.path) && mediaTypeOf(request) === 'multipart/form-data' && !isForeign(request)
}

/** Lets a file through to the desk, unless its sender is not signed in there or it is too large. */
async function takeUpload(
  runtime: Runtime,
  request: Request,
  response: Response,
  next: NextFunction,
): Promise<void> {
  if (!(await runtime.isStaff(request.headers.cookie))) {
    afterDiscard(request, response, DISCARD_LIMIT, () => response.redirect(303, '/desk/sign-in'))
    return
  }
  limitBodyTime(request, UPLOAD_MOST_MS)
  if (Number(request.headers['content-length']) <= UPLOAD_BODY_LIMIT_BYTES) return next()
  afterDiscard(request, response, STAFF_DISCARD_LIMIT, () => {
    request.method = 'GET'
    request.originalUrl = tooLargePath(request.path)
    next()
  })
}

function refuse(request: Request, response: Response, next: NextFunction, status: number): void {
  afterDiscard(request, response, DISCARD_LIMIT, () => {
    if (request.path.startsWith('/hooks/')) {
      response.status(status).end()
      return
    }
    const locale = /^\/(ja|en|ko|tl)(?=\/|$)/.exec(request.path)?.[1] ?? 'ja'
    request.method = 'GET'
    // Remix's adapter reads the original address.
    request.originalUrl = `/${locale}/refused/${status}`
    next()
  })
}

/**
 * Reads a body to its end, or to the limit, and keeps nothing of it. A connection that is closed on a sender who still sends is
 * reset: a proxy would lose the answer and report this process as broken.
 */
function afterDiscard(request: Request, response: Response, limit: number, answer: () => void): void {
  const done = (): void => {
    // What was not read cannot be followed by another request.
    response.setHeader('Connection', 'close')
    answer()
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) return done()
  let length = 0
  const count = (chunk: Buffer): void => {
    length += chunk.length
    if (length > limit) finish()
  }
  const finish = (): void => {
    request.off('data', count).off('end', finish).off('close', finish).pause()
    done()
  }
  request.on('data', count).on('end', finish).on('close', finish)
}

function problemOf(request: Request, isHook: boolean): number | null {
  if (request.path.includes('%00')) return 400
  if (request.method === 'GET' || request.method === 'HEAD') return null
  return request.method === 'POST' ? bodyProblem(request, isHook) : 405
}

function bodyProblem(request: Request, isHook: boolean): number | null {
  const length = request.headers['content-length']
  if (length === undefined && request.headers['transfer-encoding'] !== undefined) return 411
  if (Number(length ?? 0) > BODY_LIMIT) return 413
  if (isHook) return null
  const type = mediaTypeOf(request)
  if (
    Number(length ?? 0) > 0 &&
    type !== 'application/x-www-form-urlencoded' &&
    type !== 'multipart/form-data'
  )
    return 415
  return isForeign(request) ? 403 : null
}

function mediaTypeOf(request: Request): string | undefined {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
}

/** A form of another site: browsers name the origin of every POST, and say of each request which site it comes from. */
function isForeign(request: Request): boolean {
  const { origin } = request.headers
  const fetchSite = request.headers['sec-fetch-site']
  if (fetchSite === 'cross-site' || fetchSite === 'same-site') return true
  if (origin === undefined) return false
  try {
    const { host, protocol } = new URL(origin)
    // Behind HTTPS, a page of the same name that came unencrypted may be anyone's.
    return host !== request.headers.host || (protocol === 'http:' && env.baseUrl.startsWith('https:'))
  } catch {
    return true
  }
}

function securityHeaders(runtime: Runtime): express.Handler {
  const isHttps = env.baseUrl.startsWith('https:')
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        // A form that leads to Stripe is posted to us and redirected: browsers check the redirect too.
        formAction: ["'self'", 'https://checkout.stripe.com'],
        frameAncestors: ["'none'"],
        frameSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        scriptSrc: [(_request, response) => `'nonce-${(response as Response).locals.cspNonce as string}'`],
        styleSrc: ["'self'", `'sha256-${runtime.styleHash()}'`],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // helmet's own default makes Chromium send `Origin: null` with every form.
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    strictTransportSecurity: isHttps,
    crossOriginEmbedderPolicy: false,
  })
}

function announce(ms: number): void {
  const lines = [`The M-Net Shop is open: ${env.baseUrl}  (started in ${(ms / 1000).toFixed(1)} s)`]
  if (env.mode === 'demo') {
    lines.push('Demo mode: no money moves and no mail leaves this machine.')
    lines.push(`Mailbox: ${env.baseUrl}/sandbox/mailbox`)
    if (!env.databaseUrl) lines.push(`Data: ${path.relative(process.cwd(), env.dataDir) || '.'}`)
  }
  process.stdout.write(`${lines.join('\n')}\n`)
}
