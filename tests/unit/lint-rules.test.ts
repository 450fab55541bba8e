import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, test } from 'vitest'

// The import rules of docs/developing.md are only worth something if ESLint really refuses what they forbid.

const eslint = new ESLint({
  // The snippets are not files, so rules that need their types are off.
  overrideConfig: tseslint.configs.disableTypeChecked as ESLint.Options['overrideConfig'],
})

async function rulesBrokenBy(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath })
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message)
}

function importing(source: string): string {
  return `export * from '${source}'`
}

const REFUSED_IMPORTS: [from: string, source: string][] = [
  ['app/domain/tax.ts', '#app/platform/clock.server.ts'],
  ['app/domain/tax.ts', 'zod'],
  ['app/domain/tax.ts', 'node:crypto'],
  ['app/domain/tax.test.ts', '#app/platform/i18n/format.ts'],
  ['app/platform/stripe.server.ts', '#app/features/payments/pay.server.ts'],
  ['app/platform/stripe.server.ts', '#app/routes/shop/home.tsx'],
  ['app/platform/stripe.server.ts', '#app/ui/button.tsx'],
  ['app/ui/price.tsx', '#app/features/catalogue/price.tsx'],
  ['app/ui/price.tsx', '#app/platform/database.server.ts'],
  ['app/ui/price.tsx', 'stripe'],
  ['app/features/catalogue/list.server.ts', '#app/features/stock/level.server.ts'],
  ['app/features/messages/mail.server.ts', '#app/features/catalogue/list.server.ts'],
  ['app/features/stock/take.server.ts', '#app/features/payments/pay.server.ts'],
  ['app/features/payments/pay.server.ts', '#app/features/checkout/place-order.server.ts'],
  ['app/features/checkout/place-order.server.ts', '#app/features/settlement/settle.server.ts'],
  ['app/features/checkout/form.tsx', '#app/platform/database.server.ts'],
  ['app/features/checkout/form.tsx', '#app/generated/prisma/client.ts'],
  ['app/features/checkout/schema.ts', 'stripe'],
  ['app/features/checkout/place-order.server.ts', '#app/routes/shop/cart.tsx'],
  ['app/features/checkout/place-order.server.ts', '#app/sandbox/stripe.server.ts'],
  ['app/features/unheard-of/do.server.ts', '#app/features/catalogue/list.server.ts'],
  ['app/routes/shop/cart.tsx', '#app/platform/database.server.ts'],
  ['app/routes/shop/cart.tsx', '#app/generated/prisma/client.ts'],
  ['app/routes/shop/cart.tsx', '@prisma/client'],
  ['app/routes/shop/cart.tsx', 'stripe'],
  ['app/routes/hooks/stripe.ts', 'stripe'],
  ['app/routes/shop/cart.tsx', '#app/sandbox/stripe.server.ts'],
  ['app/sandbox/stripe.server.ts', '#app/features/payments/pay.server.ts'],
  ['emails/order-paid.tsx', '#app/features/messages/mail.server.ts'],
  ['emails/order-paid.tsx', '#app/platform/database.server.ts'],
  ['app/features/checkout/form.tsx', '../catalogue/price.tsx'],
  ['tests/routes/cart.test.ts', '../../app/routes/shop/cart.tsx'],
  ['app/root.tsx', '#tests/support/db.ts'],
  ['app/root.tsx', '#app/ui/page'],
  ['app/root.tsx', '#app/ui/index.ts'],
]

const ALLOWED_IMPORTS: [from: string, source: string][] = [
  ['app/domain/tax.ts', '#app/domain/money.ts'],
  ['app/domain/tax.ts', './money.ts'],
  ['app/domain/tax.test.ts', 'fast-check'],
  ['app/platform/stripe.server.ts', 'stripe'],
  ['app/platform/stripe.server.ts', '#app/domain/money.ts'],
  ['app/ui/price.tsx', '#app/platform/i18n/format.ts'],
  ['app/ui/price.tsx', '#app/domain/money.ts'],
  ['app/features/settlement/settle.server.ts', '#app/features/checkout/place-order.server.ts'],
  ['app/features/checkout/place-order.server.ts', '#app/features/stock/hold.server.ts'],
  ['app/features/checkout/place-order.server.ts', '#app/features/checkout/schema.ts'],
  ['app/features/checkout/place-order.server.ts', '#app/platform/database.server.ts'],
  ['app/features/checkout/form.tsx', '#app/platform/i18n/use-texts.ts'],
  ['app/features/messages/render.server.tsx', '#emails/order-paid.tsx'],
  ['app/routes/shop/cart.tsx', '#app/features/checkout/cart.server.ts'],
  ['app/routes/shop/cart.tsx', '#app/platform/http/forms.server.ts'],
  ['app/routes/shop/cart.tsx', '#app/platform/i18n/use-texts.ts'],
  ['app/routes/sandbox/checkout.tsx', '#app/sandbox/sessions.server.ts'],
  ['app/sandbox/stripe.server.ts', '#app/platform/database.server.ts'],
  ['emails/order-paid.tsx', '#app/platform/i18n/texts.ts'],
  ['tests/routes/cart.test.ts', '#app/routes/shop/cart.tsx'],
]

const REFUSED_CODE: [from: string, code: string][] = [
  ['app/features/stock/take.server.ts', 'export const day = new Date()'],
  ['app/platform/jobs.server.ts', 'export const instant = Date.now()'],
  ['app/domain/day.ts', 'export const clock = Date.now'],
  ['emails/order-paid.tsx', 'export const instant = Date()'],
  ['app/domain/reference.ts', 'export const digit = Math.random()'],
  ['app/domain/reference.ts', 'export const id = crypto.randomUUID()'],
  ['app/features/stock/take.server.ts', 'export const port = process.env.PORT'],
  ['app/platform/log.server.ts', "export const port = process['env'].PORT"],
  ['app/root.tsx', 'export const { env } = process'],
  ['tests/routes/cart.test.ts', 'export const port = process.env.PORT'],
  ['tests/routes/cart.test.ts', "vi.mock('stripe')"],
  ['app/domain/tax.test.ts', "vi.doMock('./money.ts')"],
  ['app/ui/price.tsx', 'export const price = <p style={{ color: "red" }}>500</p>'],
  ['app/domain/tax.ts', "export const money = import('stripe')"],
  ['app/routes/shop/cart.tsx', "export const db = import('#app/platform/database.server.ts')"],
]

const ALLOWED_CODE: [from: string, code: string][] = [
  ['app/platform/env.server.ts', 'export const port = process.env.PORT'],
  ['app/platform/clock.server.ts', 'export const instant = Date.now()'],
  ['app/sandbox/signature.server.ts', 'export const instant = Date.now()'],
  ['app/domain/day.ts', 'export const day = new Date(0)'],
  ['tests/support/db.ts', 'export const url = process.env.DATABASE_URL'],
  ['build.mjs', 'export const url = process.env.DATABASE_URL'],
  ['server.ts', "export const app = import('#app/platform/start.server.ts')"],
]

describe('the import rules of docs/developing.md', { timeout: 60_000 }, () => {
  test.each(REFUSED_IMPORTS)('%s may not import %s', async (from, source) => {
    expect(await rulesBrokenBy(from, importing(source))).toEqual(['no-restricted-imports'])
  })

  test.each(ALLOWED_IMPORTS)('%s may import %s', async (from, source) => {
    expect(await rulesBrokenBy(from, importing(source))).toEqual([])
  })
})

describe('the rules on clock, environment, mocks and styles', { timeout: 60_000 }, () => {
  test.each(REFUSED_CODE)('%s may not hold: %s', async (from, code) => {
    expect(await rulesBrokenBy(from, code)).toContain('no-restricted-syntax')
  })

  test.each(ALLOWED_CODE)('%s may hold: %s', async (from, code) => {
    expect(await rulesBrokenBy(from, code)).toEqual([])
  })

  test('any is refused', async () => {
    expect(await rulesBrokenBy('app/domain/tax.ts', 'export function pay(sum: any) { return sum }')).toEqual([
      '@typescript-eslint/no-explicit-any',
    ])
  })
})
