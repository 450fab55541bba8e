import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, it } from 'vitest'
import { ContactSection } from '#app/features/desk/order-people.tsx'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { TextsProvider } from '#app/platform/i18n/texts-provider.tsx'
import { action, loader } from '#app/routes/desk/order.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', priceYen: 500 })
})

const path = (order: { code: string }, rest = ''): string => `/desk/orders/${order.code}${rest}`
const params = (order: { code: string }): { code: string } => ({ code: order.code })

async function open(order: { code: string }, query = '') {
  const staff = await aDeskVisitor('secretariat')
  return await staff.get(loader, path(order, query), params(order))
}

describe('an address that mails came back from', () => {
  async function aMarkedOrder() {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    await db.order.update({ where: { id: order.orderId }, data: { email: 'Reader@Example.org' } })
    await db.mailAddress.create({
      data: { email: 'reader@example.org', reason: 'bounced', markedAt: now() },
    })
    return order
  }

  it('gets mails again when somebody says so, and the audit log says who', async () => {
    const order = await aMarkedOrder()
    const staff = await aDeskVisitor('secretariat')
    const unmark = () => staff.post(action, path(order), { intent: 'unmark' }, params(order))
    expect((await unmark()).location).toBe(path(order, '?done=unmarked'))
    const { data } = await open(order, '?done=unmarked')
    expect(data.order.contact.isMarked).toBe(false)
    expect(data.done).toBe('deskOrders:done.unmarked')
    expect(data.order.audit).toMatchObject([
      { table: 'mail_addresses', change: 'delete', actor: 'staff', staffName: '見本 secretariat' },
    ])
    expect((await staff.post(action, path(order), { intent: 'resend' }, params(order))).status).toBe(303)
    expect(await db.outboxMail.findFirst({ where: { template: 'order-link' } })).toMatchObject({
      state: 'pending',
    })
    // A second press finds nothing to do.
    expect((await unmark()).status).toBe(303)
    expect(await db.auditEntry.count({ where: { tableName: 'mail_addresses' } })).toBe(1)
  })

  it('is told of on the page, with the button; without a mark there is none', async () => {
    const order = await aMarkedOrder()
    const page = async () => {
      const { data } = await open(order)
      const children = createElement(ContactSection, { order: data.order })
      return renderToStaticMarkup(createElement(TextsProvider, { locale: 'en', children }))
    }
    expect(await page()).toMatch(/held back.*<button[^>]*name="intent"[^>]*value="unmark"/s)
    await db.mailAddress.deleteMany()
    expect(await page()).not.toContain('unmark')
  })

  it('of an order without one there is nothing to lift', async () => {
    const order = await aMarkedOrder()
    await db.order.update({ where: { id: order.orderId }, data: { email: null } })
    const staff = await aDeskVisitor('secretariat')
    expect((await staff.post(action, path(order), { intent: 'unmark' }, params(order))).status).toBe(409)
    expect(await db.mailAddress.count()).toBe(1)
  })
})
