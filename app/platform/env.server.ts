import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const optional = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text === '' ? undefined : text))

const Variables = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: optional.pipe(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  SESSION_SECRET: optional.pipe(z.string().min(32).optional()),
  STRIPE_SECRET_KEY: optional.pipe(z.string().startsWith('sk_').optional()),
  STRIPE_WEBHOOK_SECRET: optional.pipe(z.string().startsWith('whsec_').optional()),
  RESEND_API_KEY: optional.pipe(z.string().startsWith('re_').optional()),
  RESEND_WEBHOOK_SECRET: optional.pipe(z.string().startsWith('whsec_').optional()),
  MAIL_FROM: optional,
  SHOP_NOW: optional.pipe(z.iso.datetime({ offset: true }).optional()),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WEB_CONCURRENCY_POOL: z.coerce.number().int().min(2).max(100).default(10),
  TRUST_PROXY: z.enum(['0', '1']).default('0'),
})

export type Env = Readonly<{
  mode: 'demo' | 'live'
  isProduction: boolean
  port: number
  host: string
  baseUrl: string
  dataDir: string
  databaseUrl: string | undefined
  poolSize: number
  /** Signs cookies and links. */
  sessionSecret: string
  stripe: { secretKey: string; webhookSecret: string }
  resend: { apiKey: string; webhookSecret: string }
  mailFrom: string
  /** Where the clock stands at the first start of a demo; undefined when it is the machine's. */
  shopNow: Date | undefined
  logLevel: string
  /** Behind one reverse proxy: its X-Forwarded-For names the reader. */
  trustProxy: boolean
}>

export class EnvError extends Error {
  /** @param problems one line for each bad or missing key */
  constructor(readonly problems: string[]) {
    super(`The environment is not right:\n${problems.map((line) => `  - ${line}`).join('\n')}`)
    this.name = 'EnvError'
  }
}

/** Any of these says that the shop means to be live. */
const OUTSIDE_KEYS = [
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'RESEND_API_KEY',
  'RESEND_WEBHOOK_SECRET',
] as const

const LIVE_KEYS = [
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'RESEND_API_KEY',
  'RESEND_WEBHOOK_SECRET',
  'MAIL_FROM',
  'SESSION_SECRET',
  'DATABASE_URL',
  'BASE_URL',
] as const

/**
 * Reads the environment once, whole: all bad keys are named together. Without any key of Stripe's or Resend's the shop is a
 * demo; with some of them it must have all that a live shop needs, so that half a configuration never takes money.
 * @throws EnvError naming every key that is wrong or missing
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const parsed = Variables.safeParse(source)
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  const isSet = (key: string): boolean => Boolean(source[key]?.trim())
  const isLive = OUTSIDE_KEYS.some(isSet)
  if (isLive) {
    const missing = LIVE_KEYS.filter((key) => !isSet(key))
    problems.push(...missing.map((key) => `${key} is missing: a live shop needs it`))
    if (isSet('SHOP_NOW')) problems.push('SHOP_NOW is for demo and tests only')
  }
  if (!parsed.success || problems.length > 0) throw new EnvError(problems)
  const values = parsed.data

  const sessionSecret = values.SESSION_SECRET ?? demoSecret(values.DATA_DIR)
  const baseUrl = (values.BASE_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, '')
  return Object.freeze({
    mode: isLive ? 'live' : 'demo',
    isProduction: values.NODE_ENV === 'production',
    port: values.PORT,
    host: values.HOST,
    baseUrl,
    dataDir: path.resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    poolSize: values.WEB_CONCURRENCY_POOL,
    sessionSecret,
    stripe: {
      secretKey: values.STRIPE_SECRET_KEY ?? 'sk_test_sandbox',
      webhookSecret: values.STRIPE_WEBHOOK_SECRET ?? demoKey(sessionSecret, 'stripe'),
    },
    resend: {
      apiKey: values.RESEND_API_KEY ?? 're_sandbox',
      webhookSecret: values.RESEND_WEBHOOK_SECRET ?? demoKey(sessionSecret, 'resend'),
    },
    mailFrom: values.MAIL_FROM ?? 'M-Net Shop <shop@example.org>',
    shopNow: values.SHOP_NOW ? new Date(values.SHOP_NOW) : undefined,
    logLevel: values.LOG_LEVEL,
    trustProxy: values.TRUST_PROXY === '1',
  })
}

/** The demo's secret outlives a restart, so that carts and signed links do too. */
function demoSecret(dataDir: string): string {
  const file = path.join(path.resolve(dataDir), 'session-secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  mkdirSync(path.dirname(file), { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

function demoKey(secret: string, purpose: string): string {
  return `whsec_${createHmac('sha256', secret).update(`demo webhook ${purpose}`).digest('base64')}`
}

let current: Env | undefined

// The HTTP process and the application built by Remix are two bundles in one process: both look at this.
const opened = ((globalThis as { shopDatabase?: { url?: string } }).shopDatabase ??= {})

/** The environment, parsed at first use and then frozen. */
export const env: Env = new Proxy({} as Env, {
  get: (_target, key) => Reflect.get((current ??= readOrExit()), key) as unknown,
  has: (_target, key) => Reflect.has((current ??= readOrExit()), key),
})

/** A process whose environment is wrong says so and ends, before anything of it runs. */
function readOrExit(): Env {
  try {
    return readEnv(process.env)
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

/** Names the database that this process uses when DATABASE_URL does not: the embedded one, once it runs. */
export function setDatabaseUrl(url: string): void {
  opened.url = url
}

/** @throws Error when no database has been opened or named yet */
export function databaseUrl(): string {
  const url = opened.url ?? env.databaseUrl
  if (!url) throw new Error('No database: set DATABASE_URL or open the embedded one first')
  return url
}
