import { beforeEach, describe, expect, test, vi } from 'vitest'
import { drainOutbox } from '#app/features/messages/drain-outbox.server.ts'
import { fromPayload } from '#app/features/messages/mail-payload.server.ts'
import { changeStaff } from '#app/features/staff/change-staff.server.ts'
import { confirmSecondFactor, demoSecret } from '#app/features/staff/second-factor.server.ts'
import { loadSession } from '#app/features/staff/session.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { readDeskToken } from '#app/platform/http/cookies.server.ts'
import { presentCode } from '#app/platform/one-time-code.server.ts'
import { loader as homeLoader } from '#app/routes/desk/home.tsx'
import { action as codeAction, loader as codeLoader } from '#app/routes/desk/second-factor.tsx'
import { action as linkAction, loader as linkLoader } from '#app/routes/desk/sign-in-link.tsx'
import { action as signInAction, loader as signInLoader } from '#app/routes/desk/sign-in.tsx'
import { action as signOutAction } from '#app/routes/desk/sign-out.ts'
import { aVisitor, type Answer, type Visitor } from '#tests/support/route-kit.ts'
import { passTime, useSandbox } from '#tests/support/sandbox-kit.ts'
import { aStaffMember } from '#tests/support/staff.ts'

// The way in, from the address typed to the session's end. What each page of the desk asks for is in desk-access.test.ts.

useSandbox()
beforeEach(() => aStaffMember('secretariat', { email: 'hana@staff.example.org' }))

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function ask(visitor: Visitor, email: string, query = ''): Promise<Answer<unknown>> {
  return visitor.post(signInAction, `/desk/sign-in${query}`, { email })
}

/** The links that were mailed, newest last. */
async function mailedLinks(): Promise<string[]> {
  const mails = await db.outboxMail.findMany({
    where: { template: 'staff-link' },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return mails.map((mail) => new URL((fromPayload(mail) as { url: string }).url).href)
}

/** Asks for a link and gives the token in it. */
async function mailedToken(email = 'hana@staff.example.org'): Promise<string> {
  const asked = await ask(aVisitor(), email)
  expect(asked.status).toBe(303)
  return new URL((await mailedLinks()).at(-1) ?? '').pathname.split('/').at(-1) ?? ''
}

function press(visitor: Visitor, token: string, query = ''): Promise<Answer<unknown>> {
  return visitor.post(linkAction, `/desk/sign-in/${token}${query}`, {}, { token })
}

/** A browser that has come in by a mailed link and owes a code if the role asks for one. */
async function signedIn(email?: string): Promise<Visitor> {
  const visitor = aVisitor()
  expect((await press(visitor, await mailedToken(email))).status).toBe(303)
  return visitor
}

async function tokenOf(visitor: Visitor): Promise<string> {
  const request = new Request('http://shop.test/desk', {
    headers: { Cookie: `desk=${visitor.cookies.get('desk') ?? ''}` },
  })
  return (await readDeskToken(request)) ?? ''
}

/** Where the desk's first page sends this browser; null when it lets it in. */
async function sentTo(visitor: Visitor): Promise<string | null> {
  return (await visitor.get(homeLoader, '/desk')).location
}

function enter(visitor: Visitor, code: string, query = ''): Promise<Answer<unknown>> {
  return visitor.post(codeAction, `/desk/second-factor${query}`, { code })
}

/** The secret of the set-up page, as an app would have read it. */
async function readSecret(visitor: Visitor): Promise<string> {
  const { data } = await visitor.get(codeLoader, '/desk/second-factor')
  return (data as { enrolment: { secret: string } }).enrolment.secret.replaceAll(' ', '')
}

describe('asking for a link', () => {
  test('is answered alike for staff, strangers and those who left; only staff get a mail', async () => {
    const { staffId } = await aStaffMember('secretariat', { email: 'left@staff.example.org' })
    await changeStaff(staffId, { disabled: true }, { now: now() })
    const answers = []
    for (const email of ['hana@staff.example.org', 'stranger@example.org', 'left@staff.example.org']) {
      const { status, location, headers } = await ask(aVisitor(), email)
      answers.push({ status, location, headers: [...headers] })
    }
    expect(answers[0]).toMatchObject({ status: 303, location: '/desk/sign-in?sent' })
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await db.outboxMail.findMany({ select: { toEmail: true } })).toEqual([
      { toEmail: 'hana@staff.example.org' },
    ])
  })

  test('takes as long for a stranger as for staff', async () => {
    for (const email of ['hana@staff.example.org', 'stranger@example.org']) {
      const startedAt = performance.now()
      await ask(aVisitor(), email)
      expect(performance.now() - startedAt, email).toBeGreaterThan(295)
    }
  })

  test('works in any case and with full-width letters, and keeps what is no address', async () => {
    await ask(aVisitor(), ' Ｈａｎａ@STAFF.example.org ')
    expect(await mailedLinks()).toHaveLength(1)
    const wrong = await ask(aVisitor(), 'hana at staff')
    expect([wrong.status, wrong.data]).toEqual([422, { typed: 'hana at staff' }])
  })

  test('mails one address five times an hour at most, and says nothing of it', async () => {
    const locations = []
    for (let turn = 0; turn < 7; turn += 1)
      locations.push((await ask(aVisitor(), 'hana@staff.example.org')).location)
    expect(new Set(locations)).toEqual(new Set(['/desk/sign-in?sent']))
    expect(await mailedLinks()).toHaveLength(5)
  })

  test('is refused to one sender after 20 times in ten minutes, whichever addresses she tries', async () => {
    const visitor = aVisitor()
    const statuses = await Promise.all(
      Array.from({ length: 21 }, async (_, turn) => (await ask(visitor, `a${turn}@example.org`)).status),
    )
    expect(statuses.toSorted()).toEqual([...Array<number>(20).fill(303), 429])
    expect((await ask(aVisitor(), 'a@example.org')).status).toBe(303)
  })

  test('leaves no token in the database: hashed in its row, sealed in the mail that waits', async () => {
    const token = await mailedToken()
    const rows = await db.$queryRaw<{ row: string }[]>`
      SELECT l::text AS row FROM sign_in_links l UNION ALL SELECT m::text FROM outbox_mails m
      UNION ALL SELECT a::text FROM audit_entries a`
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.filter(({ row }) => row.includes(token))).toEqual([])
  })

  test('the mail that arrives holds the link', async () => {
    const token = await mailedToken()
    expect(await drainOutbox({ now: now() })).toMatchObject({ sent: 1 })
    const [mail] = await db.sandboxObject.findMany({ where: { type: 'mail' } })
    expect((mail?.data as { text: string }).text).toContain(`/desk/sign-in/${token}`)
  })
})

describe('the mailed link', () => {
  test('is not used up by being looked at', async () => {
    const token = await mailedToken()
    const visitor = aVisitor()
    for (let turn = 0; turn < 3; turn += 1) {
      const page = await visitor.get(linkLoader, `/desk/sign-in/${token}`, { token })
      expect([page.status, page.data]).toEqual([200, { isGood: true }])
    }
    expect(visitor.cookies.has('desk')).toBe(false)
    expect((await press(visitor, token)).location).toBe('/desk')
    expect(await sentTo(visitor)).toBeNull()
  })

  test('works once, and pressed twice at once it makes one session', async () => {
    const token = await mailedToken()
    const presses = await Promise.all([1, 2, 3, 4].map(() => press(aVisitor(), token)))
    expect(presses.map(({ status }) => status).toSorted()).toEqual([303, 410, 410, 410])
    expect(await db.session.count()).toBe(1)
    expect((await press(aVisitor(), token)).status).toBe(410)
    expect((await aVisitor().get(linkLoader, `/desk/sign-in/${token}`, { token })).status).toBe(410)
  })

  test('works for 20 minutes', async () => {
    const [token, late] = [await mailedToken(), await mailedToken()]
    await passTime(19 * MINUTE)
    expect((await press(aVisitor(), token)).status).toBe(303)
    await passTime(MINUTE)
    expect((await press(aVisitor(), late)).status).toBe(410)
  })

  test('is worth nothing once its owner has left, nor with a letter changed', async () => {
    const token = await mailedToken()
    expect((await press(aVisitor(), `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).status).toBe(
      410,
    )
    const staff = await db.staff.findUniqueOrThrow({ where: { email: 'hana@staff.example.org' } })
    await changeStaff(staff.id, { disabled: true }, { now: now() })
    expect((await press(aVisitor(), token)).status).toBe(410)
  })

  test('leads on to the page that was wanted, and never off the site', async () => {
    await ask(aVisitor(), 'hana@staff.example.org', '?to=%2Fdesk%2Forders%3Fq%3Da')
    const link = new URL((await mailedLinks()).at(-1) ?? '')
    const token = link.pathname.split('/').at(-1) ?? ''
    expect(link.search).toBe('?to=%2Fdesk%2Forders%3Fq%3Da')
    expect((await press(aVisitor(), token, link.search)).location).toBe('/desk/orders?q=a')

    await ask(aVisitor(), 'hana@staff.example.org', '?to=https://elsewhere.example/desk')
    expect(new URL((await mailedLinks()).at(-1) ?? '').search).toBe('')
    const other = await press(aVisitor(), await mailedToken(), '?to=//elsewhere.example')
    expect(other.location).toBe('/desk')
  })
})

describe('the session', () => {
  test('is a cookie that scripts and other sites do not get, for the desk only', async () => {
    const answer = await press(aVisitor(), await mailedToken())
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^desk=[^;]+; Max-Age=604800; Path=\/desk; HttpOnly; SameSite=Lax$/,
    )
  })

  test('is kept as a hash: what the database holds opens nothing', async () => {
    const token = await tokenOf(await signedIn())
    const [row] = await db.$queryRaw<{ row: string }[]>`SELECT s::text AS row FROM sessions s`
    expect(row?.row).not.toContain(token)
    expect(await loadSession(row?.row ?? '', { now: now() })).toBeNull()
  })

  test('of the same browser ends when it signs in once more', async () => {
    const visitor = await signedIn()
    const before = await tokenOf(visitor)
    await press(visitor, await mailedToken())
    expect(await tokenOf(visitor)).not.toBe(before)
    expect(await loadSession(before, { now: now() })).toBeNull()
    expect(await sentTo(visitor)).toBeNull()
    expect(await db.session.count({ where: { endedAt: null } })).toBe(1)
  })

  test('ends after twelve hours without use', async () => {
    const visitor = await signedIn()
    await passTime(12 * HOUR - MINUTE)
    expect(await sentTo(visitor)).toBeNull()
    await passTime(12 * HOUR + MINUTE)
    expect(await sentTo(visitor)).toBe('/desk/sign-in')
  })

  test('ends after a week, however much it is used', async () => {
    const visitor = await signedIn()
    for (let hours = 11; hours < 7 * 24; hours += 11) {
      await passTime(11 * HOUR)
      expect(await sentTo(visitor), `after ${hours} hours`).toBeNull()
    }
    await passTime(11 * HOUR)
    expect(await sentTo(visitor)).toBe('/desk/sign-in')
  })

  test.each([
    ['a new role', { role: 'treasurer' as const }],
    ['the loss of access', { disabled: true }],
    ['new one-time codes', { resetSecondFactor: true as const }],
  ])('ends with %s', async (_name, change) => {
    const visitor = await signedIn()
    const staff = await db.staff.findUniqueOrThrow({ where: { email: 'hana@staff.example.org' } })
    await changeStaff(staff.id, change, { now: now() })
    expect(await sentTo(visitor)).toBe('/desk/sign-in')
  })

  test('ends when its owner signs out, and the cookie with it', async () => {
    const visitor = await signedIn()
    const token = await tokenOf(visitor)
    const out = await visitor.post(signOutAction, '/desk/sign-out', {})
    expect(out.location).toBe('/desk/sign-in?out')
    expect(visitor.cookies.has('desk')).toBe(false)
    expect(await loadSession(token, { now: now() })).toBeNull()
  })

  test('a cookie that was tampered with is nobody', async () => {
    const visitor = await signedIn()
    const value = visitor.cookies.get('desk') ?? ''
    visitor.cookies.set('desk', `${value.slice(0, -2)}xx`)
    expect(await sentTo(visitor)).toBe('/desk/sign-in')
  })

  test('who is in already is not asked to sign in', async () => {
    expect((await (await signedIn()).get(signInLoader, '/desk/sign-in')).location).toBe('/desk')
  })
})

describe('one-time codes', () => {
  test.each(['treasurer', 'administrator'] as const)('a %s gets nowhere without one', async (role) => {
    const { email } = await aStaffMember(role)
    const visitor = await signedIn(email)
    expect(await sentTo(visitor)).toBe('/desk/second-factor')
    const secret = await readSecret(visitor)
    expect((await enter(visitor, await presentCode(secret))).location).toBe('/desk')
    expect(await sentTo(visitor)).toBeNull()

    const again = await signedIn(email)
    expect(await sentTo(again)).toBe('/desk/second-factor')
    const { data } = await again.get(codeLoader, '/desk/second-factor')
    expect(data.enrolment, 'a secret is shown until it is confirmed, never again').toBeNull()
    expect(data.demoSecret, 'the demo has an authenticator at hand').toBe(secret)
  })

  test('a live shop shows no secret after the set-up', async () => {
    const staff = await aStaffMember('treasurer')
    const secret = await readSecret(await signedIn(staff.email))
    expect(await demoSecret(staff, 'live')).toBeNull()
    expect(await demoSecret(staff, 'demo')).toBe(secret)
  })

  test('the secretariat needs none', async () => {
    const visitor = await signedIn()
    expect(await sentTo(visitor)).toBeNull()
    expect((await visitor.get(codeLoader, '/desk/second-factor')).location).toBe('/desk')
  })

  test('the secret stays the same until it is confirmed, and is sealed in the database', async () => {
    const visitor = await signedIn((await aStaffMember('treasurer')).email)
    const secret = await readSecret(visitor)
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(await readSecret(visitor)).toBe(secret)
    const staff = await db.staff.findFirstOrThrow({ where: { role: 'treasurer' } })
    expect(Buffer.from(staff.totpSecret ?? []).toString('latin1')).not.toContain(secret)
    const audit = await db.auditEntry.findMany({ where: { tableName: 'staff' } })
    expect(JSON.stringify(audit)).not.toMatch(/totp_secret/)
  })

  test('a right code gives the browser a new token, and the old one is dead', async () => {
    const visitor = await signedIn((await aStaffMember('treasurer')).email)
    const before = await tokenOf(visitor)
    const answer = await enter(visitor, await presentCode(await readSecret(visitor)))
    expect(answer.headers.get('Set-Cookie')).toMatch(/; Path=\/desk; HttpOnly; SameSite=Lax$/)
    expect(await loadSession(before, { now: now() })).toBeNull()
    expect(await loadSession(await tokenOf(visitor), { now: now() })).toMatchObject({ secondFactor: 'done' })
  })

  test('a code works once, for one browser', async () => {
    const { email } = await aStaffMember('treasurer')
    const first = await signedIn(email)
    const code = await presentCode(await readSecret(first))
    const second = await signedIn(email)
    const answers = await Promise.all([enter(first, code), enter(second, code)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
    const refused = answers.find(({ status }) => status === 422)
    expect(refused?.data).toEqual({ problem: 'desk:code.used' })
    expect((await enter(await signedIn(email), code)).data).toEqual({ problem: 'desk:code.used' })
  })

  test.each(['000 0000', '12345', '', 'abcdef'])('%j is wrong', async (code) => {
    const visitor = await signedIn((await aStaffMember('treasurer')).email)
    await readSecret(visitor)
    const answer = await enter(visitor, code)
    expect([answer.status, answer.data]).toEqual([422, { problem: 'desk:code.wrong' }])
    expect(await sentTo(visitor)).toBe('/desk/second-factor')
  })

  test('may be typed with a space and in full-width digits', async () => {
    const visitor = await signedIn((await aStaffMember('treasurer')).email)
    const code = await presentCode(await readSecret(visitor))
    const wide = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
    expect((await enter(visitor, `${wide.slice(0, 3)} ${wide.slice(3)}`)).status).toBe(303)
  })

  test('after six tries in five minutes none counts any more, a right one neither, from whatever browser', async () => {
    const { email } = await aStaffMember('treasurer')
    const visitor = await signedIn(email)
    const secret = await readSecret(visitor)
    const right = await presentCode(secret)
    const wrong = right === '000000' ? '111111' : '000000'
    for (let turn = 0; turn < 6; turn += 1) expect((await enter(visitor, wrong)).status).toBe(422)
    const other = await signedIn(email)
    const answer = await enter(other, right)
    expect([answer.status, answer.data]).toEqual([429, { problem: 'desk:code.tooMany' }])
  })

  test('an expired code is wrong: codes live on real time', async () => {
    const visitor = await signedIn((await aStaffMember('treasurer')).email)
    const secret = await readSecret(visitor)
    const code = await presentCode(secret)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    try {
      expect((await enter(visitor, code)).data).toEqual({ problem: 'desk:code.wrong' })
    } finally {
      vi.useRealTimers()
    }
  })

  test('set up anew after a reset, which ends what was open', async () => {
    const { email, staffId } = await aStaffMember('treasurer')
    const visitor = await signedIn(email)
    const secret = await readSecret(visitor)
    await enter(visitor, await presentCode(secret))
    await changeStaff(staffId, { resetSecondFactor: true }, { now: now() })
    expect(await sentTo(visitor)).toBe('/desk/sign-in')
    expect(await readSecret(await signedIn(email))).not.toBe(secret)
  })

  test('a session that is ended while the code is looked at stays ended', async () => {
    const { email } = await aStaffMember('treasurer')
    const visitor = await signedIn(email)
    const secret = await readSecret(visitor)
    const staff = await loadSession(await tokenOf(visitor), { now: now() })
    if (!staff) throw new Error('nobody is signed in')
    await db.session.updateMany({ data: { endedAt: now() } })
    const result = await confirmSecondFactor(staff, await presentCode(secret), { now: now() })
    expect(result.ok && (await loadSession(result.sessionToken, { now: now() }))).toBeNull()
  })

  test('leads on to the page that was wanted, and never off the site', async () => {
    for (const [to, led] of [
      ['%2Fdesk%2Forders', '/desk/orders'],
      ['%2F%2Felsewhere.example', '/desk'],
    ]) {
      const visitor = await signedIn(
        (await aStaffMember('treasurer', { email: `${led?.length}@x.example.org` })).email,
      )
      const answer = await enter(visitor, await presentCode(await readSecret(visitor)), `?to=${to}`)
      expect(answer.location).toBe(led)
    }
  })
})
