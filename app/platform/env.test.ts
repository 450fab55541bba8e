import { describe, expect, it } from 'vitest'
import { EnvError, readEnv } from '#app/platform/env.server.ts'

const demo = { SESSION_SECRET: 'x'.repeat(32), NODE_ENV: 'test' }
const live = {
  ...demo,
  STRIPE_SECRET_KEY: 'sk_live_x',
  STRIPE_WEBHOOK_SECRET: 'whsec_x',
  RESEND_API_KEY: 're_x',
  RESEND_WEBHOOK_SECRET: 'whsec_y',
  MAIL_FROM: 'Shop <shop@example.org>',
  DATABASE_URL: 'postgresql://localhost/shop',
  BASE_URL: 'https://shop.example.org/',
}

function problems(source: Record<string, string | undefined>): string[] {
  try {
    readEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error.problems.map((line) => line.split(/[: ]/)[0] ?? '')
  }
  return []
}

describe('readEnv', () => {
  it('is a demo without keys of the outside', () => {
    expect(readEnv(demo)).toMatchObject({ mode: 'demo', port: 3000, baseUrl: 'http://localhost:3000' })
  })

  it('is live with all of them', () => {
    expect(readEnv(live)).toMatchObject({ mode: 'live', baseUrl: 'https://shop.example.org' })
  })

  it('lists every bad and every missing key at once', () => {
    expect(problems({ PORT: 'x', DATABASE_URL: 'mysql://x', RESEND_WEBHOOK_SECRET: 'whsec_y' })).toEqual([
      'PORT',
      'DATABASE_URL',
      'STRIPE_SECRET_KEY',
      'STRIPE_WEBHOOK_SECRET',
      'RESEND_API_KEY',
      'MAIL_FROM',
      'SESSION_SECRET',
      'BASE_URL',
    ])
  })

  it('never moves the clock of a live shop', () => {
    expect(problems({ ...live, SHOP_NOW: '2007-12-01T00:00:00Z' })).toEqual(['SHOP_NOW'])
  })

  it('takes an empty value for none', () => {
    expect(problems({ ...demo, BASE_URL: '', STRIPE_SECRET_KEY: ' ' })).toEqual([])
  })
})
