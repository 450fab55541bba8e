import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { askToBeTold } from '#app/features/availability/ask-to-be-told.server.ts'
import { countWaiting } from '#app/features/availability/count-waiting.server.ts'
import { loadAwaited } from '#app/features/availability/load-awaited.server.ts'
import { confirmRequest } from '#app/features/availability/settle-request.server.ts'
import { tellWaiting } from '#app/features/availability/tell-waiting.server.ts'
import { exportPerson } from '#app/features/desk/export-person.server.ts'
import { erasePerson } from '#app/features/desk/erase-person.server.ts'
import { findPerson } from '#app/features/desk/find-person.server.ts'
import { forgetOld } from '#app/features/desk/forget-old.server.ts'
import { drainOutbox } from '#app/features/messages/drain-outbox.server.ts'
import { fromPayload } from '#app/features/messages/mail-payload.server.ts'
import { receiveAndAnnounce } from '#app/features/settlement/receive-run.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { makeFormStamp } from '#app/platform/http/form-stamp.server.ts'
import type { Locale } from '#app/domain/locale.ts'
import { anEdition, anOrder, anOrganisation, aRun } from '#tests/support/factories.ts'
import { DAY, HOUR, passTime, useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()
beforeEach(anOrganisation)

/** A reader asks; @returns the secret of her link. */
async function ask(email: string, { sku = 'NOOSE-2', locale = 'ja' as Locale } = {}): Promise<string> {
  const edition = await loadAwaited({ slug: sku.toLowerCase(), sku }, { locale })
  if (!edition?.isAwaited) throw new Error('nothing to wait for')
  const stamp = makeFormStamp('notify-form', new Date(now().getTime() - 60_000))
  const asked = await askToBeTold(email, { edition, stamp, locale, now: now() })
  expect(asked).toEqual({ ok: true })
  const mail = await db.outboxMail.findFirstOrThrow({ where: { toEmail: email }, orderBy: { id: 'desc' } })
  return (fromPayload(mail) as { url: string }).url.split('/').at(-1) ?? ''
}

/** She asks and confirms, and a minute goes by. */
async function wait(email: string, options: Parameters<typeof ask>[1] = {}): Promise<void> {
  expect(await confirmRequest(await ask(email, options), { now: now() })).toBe(true)
  await passTime(60_000)
}

/** Who was told so far, in turn. */
async function told(): Promise<string[]> {
  const mails = await db.outboxMail.findMany({
    where: { template: 'availability-there' },
    orderBy: { id: 'asc' },
  })
  return mails.map(({ toEmail, locale }) => `${toEmail} ${locale}`)
}

const tick = () => tellWaiting({ now: now() })

describe('readers who wait for an edition', () => {
  test('are told once, in their turn, when a run comes in, after those who had ordered', async () => {
    const { editionId } = await anEdition({ sku: 'NOOSE-2', state: 'forthcoming', copies: 0 })
    await wait('second@example.org', { locale: 'ko' })
    await ask('never-confirms@example.org')
    const late = await ask('confirms-late@example.org')
    await wait('third@example.org', { locale: 'tl' })
    await confirmRequest(late, { now: now() })
    expect(await countWaiting(editionId)).toBe(3)
    expect(await tick()).toBe(0)

    const receivedOn = tokyoDay('2026-11-24')
    const received = await receiveAndAnnounce(
      { sku: 'NOOSE-2', copies: 900, run: 1, receivedOn },
      { now: now() },
    )
    expect(received.ok).toBe(true)
    expect(await tick()).toBe(3)
    expect(await told()).toEqual([
      'second@example.org ko',
      'third@example.org tl',
      'confirms-late@example.org ja',
    ])
    expect(await tick()).toBe(0)
    expect(await countWaiting(editionId)).toBe(0)

    // Nothing of them is left with the request; the mail has what it needs.
    const rows = await db.availabilityRequest.findMany({ where: { toldAt: { not: null } } })
    expect(rows.map(({ email, endedAt }) => [email, endedAt !== null])).toEqual(Array(3).fill([null, true]))
    expect(await drainOutbox({ now: now() })).toMatchObject({ sent: 7, failed: 0 })
    const sent = await db.sandboxObject.findMany({ where: { type: 'mail' } })
    const letter = sent
      .map(({ data }) => data as { to: string[]; text: string; replyTo: string[] })
      .find(({ to, text }) => to.includes('second@example.org') && text.includes('#NOOSE-2'))
    expect(letter?.text).toContain('/ko/publications/noose-2#NOOSE-2')
    expect(letter?.replyTo).toEqual(['shop@example.org'])
  })

  test('leave the last copies to those who were told first', async () => {
    const { editionId } = await anEdition({ sku: 'NOOSE-2', copies: 0 })
    for (const name of ['a', 'b', 'c']) await wait(`${name}@example.org`)
    await aRun(editionId, { copies: 1 })
    expect(await tick()).toBe(1)
    await passTime(47 * HOUR)
    expect(await tick()).toBe(0)
    await passTime(2 * HOUR)
    expect(await tick()).toBe(1)
    expect(await told()).toEqual(['a@example.org ja', 'b@example.org ja'])
    // It is sold: the third waits on.
    await anOrder([{ sku: 'NOOSE-2', copies: 1 }], { now: now() })
    await passTime(3 * DAY)
    expect(await tick()).toBe(0)
    await aRun(editionId, { number: 2, copies: 5 })
    expect(await tick()).toBe(1)
  })

  test('hear nothing while copies are held, of pre-orders, of what has no price or is not shown', async () => {
    const { editionId, titleId } = await anEdition({ sku: 'NOOSE-2', copies: 0 })
    await wait('a@example.org')
    await db.stockLevel.update({ where: { editionId }, data: { preorderLimit: 10 } })
    expect(await tick()).toBe(0)
    await aRun(editionId, { copies: 2 })
    const order = await anOrder([{ sku: 'NOOSE-2', copies: 2 }], { now: now() })
    expect(order.orderId).toBeTruthy()
    expect(await tick()).toBe(0)
    await aRun(editionId, { number: 2, copies: 2 })
    await db.title.update({ where: { id: titleId }, data: { listed: false } })
    expect(await tick()).toBe(0)
    await db.title.update({ where: { id: titleId }, data: { listed: true } })
    await db.edition.update({ where: { id: editionId }, data: { state: 'withdrawn' } })
    expect(await tick()).toBe(0)
    await db.edition.update({ where: { id: editionId }, data: { state: 'on_sale' } })
    expect(await tick()).toBe(1)
  })

  test('for a PDF are all told when it is on sale', async () => {
    const { editionId } = await anEdition({ sku: 'NOOSE-2', format: 'pdf', state: 'forthcoming' })
    for (const name of ['a', 'b', 'c']) await wait(`${name}@example.org`)
    expect(await tick()).toBe(0)
    await db.edition.update({ where: { id: editionId }, data: { state: 'on_sale' } })
    expect(await tick()).toBe(3)
  })

  test('are told once by two processes at once', async () => {
    const { editionId } = await anEdition({ sku: 'NOOSE-2', copies: 0 })
    for (const name of ['a', 'b', 'c', 'd']) await wait(`${name}@example.org`)
    await aRun(editionId, { copies: 3 })
    const counts = await Promise.all([tick(), tick(), tick()])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(await told()).toHaveLength(3)
  })

  test('are forgotten after a week without a confirmation, and after two years of waiting', async () => {
    await anEdition({ sku: 'NOOSE-2', copies: 0 })
    await ask('forgotten@example.org')
    await wait('waits@example.org')
    await passTime(6 * DAY)
    await forgetOld({ now: now() })
    expect(await db.availabilityRequest.count()).toBe(2)
    await passTime(2 * DAY)
    await forgetOld({ now: now() })
    expect(await db.availabilityRequest.findMany()).toMatchObject([{ email: 'waits@example.org' }])
    await passTime(2 * 366 * DAY)
    await forgetOld({ now: now() })
    expect(await db.availabilityRequest.findMany()).toMatchObject([{ email: null, toldAt: null }])
  })

  test('are found, handed out and erased by their address', async () => {
    await anEdition({ sku: 'NOOSE-2', copies: 0 })
    await wait('waits@example.org')
    await db.outboxMail.deleteMany()
    expect(await findPerson('Waits@example.org')).toMatchObject({ requests: 1, orders: [] })
    expect(JSON.stringify(await exportPerson('waits@example.org'))).toMatch(/NOOSE-2/)
    expect(await erasePerson('waits@example.org', { now: now() })).toMatchObject({ ok: true })
    expect(await db.availabilityRequest.findMany()).toMatchObject([{ email: null }])
    expect(await findPerson('waits@example.org')).toBeNull()
  })
})
