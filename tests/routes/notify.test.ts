import { beforeEach, describe, expect, it } from 'vitest'
import { fromPayload } from '#app/features/messages/mail-payload.server.ts'
import { markAddress } from '#app/features/messages/mark-address.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { makeFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { action as linkAction, loader as linkLoader } from '#app/routes/shop/notify-link.tsx'
import { action, headers, loader } from '#app/routes/shop/notify.tsx'
import { loader as titleLoader } from '#app/routes/shop/title.tsx'
import { anEdition, anOrganisation, aRun } from '#tests/support/factories.ts'
import { aVisitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()
let editionId: string
beforeEach(async () => {
  await anOrganisation()
  editionId = (await anEdition({ sku: 'MNET-100', copies: 0 })).editionId
})

const PARAMS = { slug: 'mnet-100', sku: 'MNET-100' }
const WHO = 'Reader@example.org'

const stampOf = (seconds: number): string =>
  makeFormStamp('notify-form', new Date(now().getTime() - seconds * 1000))

function ask(changes: Record<string, string> = {}, { visitor = aVisitor(), locale = 'ja' } = {}) {
  const fields = { stamp: stampOf(60), email: WHO, website: '', ...changes }
  return visitor.post(action, `/${locale}/publications/mnet-100/notify/MNET-100`, fields, PARAMS)
}

/** The secret of the newest mailed link. */
async function mailedToken(): Promise<string> {
  const mail = await db.outboxMail.findFirstOrThrow({ orderBy: { id: 'desc' } })
  const { url } = fromPayload(mail) as { url: string }
  return url.split('/').at(-1) ?? ''
}

const open = (token: string) => aVisitor().get(linkLoader, `/ja/notify/${token}`, { token })
const press = (token: string, intent: string) =>
  aVisitor().post(linkAction, `/ja/notify/${token}`, { intent }, { token })

describe('"tell me when it is available"', () => {
  it('is offered for what cannot be bought and may be there some day, and for nothing else', async () => {
    const words = async (sku: string) => {
      const { data } = await aVisitor().get(titleLoader, `/ja/publications/${sku}`, {
        slug: sku.toLowerCase(),
      })
      return data.title.editions[0]?.stock.word
    }
    const statusOf = async (sku: string) => {
      const params = { slug: sku.toLowerCase(), sku }
      const { status, location } = await aVisitor().get(loader, '/ja/x', params)
      return [await words(sku), status, location]
    }
    await anEdition({ sku: 'NOOSE-2', state: 'forthcoming', copies: 0 })
    await anEdition({ sku: 'NOOSE-3', state: 'forthcoming', copies: 0, preorderLimit: 5 })
    await anEdition({ sku: 'MNET-1', state: 'out_of_print', copies: 0 })
    await anEdition({ sku: 'MNET-2', copies: 3 })
    const back = (slug: string, sku: string) => `/ja/publications/${slug}#${sku}`
    expect(await statusOf('MNET-100')).toEqual(['sold_out', 200, null])
    expect(await statusOf('NOOSE-2')).toEqual(['announced', 200, null])
    expect(await statusOf('NOOSE-3')).toEqual(['preorder', 303, back('noose-3', 'NOOSE-3')])
    expect(await statusOf('MNET-1')).toEqual(['out_of_print', 303, back('mnet-1', 'MNET-1')])
    expect(await statusOf('MNET-2')).toEqual(['last_copies', 303, back('mnet-2', 'MNET-2')])
    for (const params of [
      { slug: 'mnet-100', sku: 'NONE' },
      { slug: 'none', sku: 'MNET-100' },
      { slug: 'mnet-2', sku: 'MNET-100' },
    ])
      expect((await aVisitor().get(loader, '/ja/x', params)).status).toBe(404)
  })

  it.each(['ja', 'en', 'ko', 'tl'] as const)('takes an address in %s and mails a link', async (locale) => {
    const sent = await ask({}, { locale })
    expect([sent.status, sent.location]).toEqual([
      303,
      `/${locale}/publications/mnet-100/notify/MNET-100?sent`,
    ])
    const request = await db.availabilityRequest.findFirstOrThrow()
    expect(request).toMatchObject({ editionId, email: 'reader@example.org', locale, confirmedAt: null })
    const mail = await db.outboxMail.findFirstOrThrow()
    expect(mail).toMatchObject({ template: 'availability-confirm', locale, toEmail: 'reader@example.org' })
    // The link is in nothing that is stored.
    const token = await mailedToken()
    expect(token).toMatch(/^[\w-]{32}$/)
    expect(JSON.stringify([request, mail])).not.toContain(token)
    expect(headers()['Cache-Control']).toBe('private, no-store')
  })

  it.each([
    ['', 'email'],
    ['reader@', 'email'],
    ['a@example.org\nBcc: x@example.org', 'email'],
  ])('refuses the address %j, with what was typed kept', async (email, reason) => {
    const stamp = stampOf(60)
    const answer = await ask({ email, stamp })
    expect([answer.status, answer.data]).toEqual([422, { typed: email, reason, stamp }])
    expect(await db.outboxMail.count()).toBe(0)
  })

  it.each([
    ['sent at once', () => stampOf(1)],
    ['a day old', () => stampOf(86_401)],
    ['of another form', () => makeFormStamp('inquiry-form', new Date(now().getTime() - 60_000))],
    ['that is none', () => 'x'],
  ])('asks to press again for a form %s', async (_what, stamp) => {
    const answer = await ask({ stamp: stamp() })
    expect([answer.status, answer.data]).toEqual([422, { typed: WHO, reason: 'stamp', stamp: null }])
    expect(await db.availabilityRequest.count()).toBe(0)
  })

  it('says the same to a program, an address that bounced, one that waits, and one that asks too often', async () => {
    const asked = async (changes: Record<string, string>) => {
      const { status, location } = await ask(changes)
      return [status, location]
    }
    const fine = [303, '/ja/publications/mnet-100/notify/MNET-100?sent']
    expect(await asked({ website: 'x' })).toEqual(fine)
    expect(await db.availabilityRequest.count()).toBe(0)
    await inTransaction((tx) => markAddress(tx, { email: 'gone@example.org', reason: 'bounced', now: now() }))
    expect(await asked({ email: 'gone@example.org' })).toEqual(fine)
    for (let count = 0; count < 6; count += 1) expect(await asked({})).toEqual(fine)
    const states = await db.outboxMail.groupBy({
      by: ['toEmail', 'state'],
      _count: true,
      orderBy: { toEmail: 'asc' },
    })
    expect(states.map(({ toEmail, state, _count }) => [toEmail, state, _count])).toEqual([
      ['gone@example.org', 'suppressed', 1],
      ['reader@example.org', 'pending', 5],
    ])
    expect(await db.availabilityRequest.count()).toBe(2)
  })

  it('takes the same form twice once', async () => {
    const stamp = stampOf(60)
    await ask({ stamp })
    const token = await mailedToken()
    expect((await ask({ stamp })).status).toBe(303)
    expect(await db.outboxMail.count()).toBe(1)
    expect((await open(token)).status).toBe(200)
  })

  it('stops a sender who sends far too many', async () => {
    const visitor = aVisitor()
    const statuses: number[] = []
    for (let count = 0; count < 21; count += 1) statuses.push((await ask({ email: 'x' }, { visitor })).status)
    expect([statuses[19], statuses[20]]).toEqual([422, 429])
  })

  it('leads to the title when a run has come in meanwhile', async () => {
    await aRun(editionId, { copies: 5 })
    const answer = await ask()
    expect([answer.status, answer.location]).toEqual([303, '/ja/publications/mnet-100#MNET-100'])
    expect(await db.availabilityRequest.count()).toBe(0)
  })
})

describe('the link in the mail', () => {
  it('does nothing when it is opened, confirms by its button, and ends by the other', async () => {
    await ask()
    const token = await mailedToken()
    for (let count = 0; count < 2; count += 1) {
      const { status, data } = await open(token)
      expect([status, data.request]).toMatchObject([
        200,
        { state: 'asked', slug: 'mnet-100', sku: 'MNET-100', titleName: '見本 MNET-100' },
      ])
    }
    expect(await db.availabilityRequest.count({ where: { confirmedAt: null } })).toBe(1)
    const confirmed = await press(token, 'confirm')
    expect([confirmed.status, confirmed.location]).toEqual([303, `/ja/notify/${token}`])
    expect((await open(token)).data.request?.state).toBe('waiting')
    await press(token, 'confirm')
    await press(token, 'end')
    expect((await open(token)).data.request?.state).toBe('ended')
    expect(await db.availabilityRequest.findFirstOrThrow()).toMatchObject({ email: null, toldAt: null })
    // What is over does not begin again.
    await press(token, 'confirm')
    expect((await open(token)).data.request?.state).toBe('ended')
  })

  it('can be taken back without being confirmed, and asked for anew', async () => {
    await ask()
    await press(await mailedToken(), 'end')
    await ask()
    expect((await open(await mailedToken())).data.request?.state).toBe('asked')
    expect(await db.availabilityRequest.count()).toBe(2)
  })

  it('is replaced by the next one; what was confirmed stays so', async () => {
    await ask()
    const first = await mailedToken()
    await press(first, 'confirm')
    await ask({}, { locale: 'ko' })
    const second = await mailedToken()
    expect([(await open(first)).status, (await open(second)).data.request?.state]).toEqual([410, 'waiting'])
    expect(await db.availabilityRequest.findMany()).toMatchObject([{ locale: 'ko' }])
  })

  it('that is none says so; a button that is none is refused', async () => {
    const { status, data } = await open('x'.repeat(32))
    expect([status, data.request]).toEqual([410, null])
    expect((await press('x'.repeat(32), 'confirm')).status).toBe(303)
    expect((await press('x'.repeat(32), 'delete')).status).toBe(400)
  })
})
