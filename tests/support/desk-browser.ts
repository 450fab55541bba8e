import { createHash, randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { Role } from '#app/domain/roles.ts'
import type { Shop, Visitor } from '#tests/support/browser.ts'

/** The made-up people of the demo. */
const EMAILS: Record<Role, string> = {
  secretariat: 'office@example.org',
  treasurer: 'treasurer@example.org',
  administrator: 'admin@example.org',
}

/**
 * The `desk` cookie of a browser that came into a running shop by a mailed link, one-time code included; its pages have tests of their own.
 * @returns the whole `Set-Cookie` line
 */
export async function deskCookie(
  shop: Pick<Shop, 'query'>,
  role: Role,
  press: (path: string) => Promise<string>,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest('base64url')
  await shop.query(
    `INSERT INTO sign_in_links (token_hash, staff_id, created_at, expires_at)
     SELECT $1, id, now(), now() + interval '20 minutes' FROM staff WHERE email = $2`,
    [hash, EMAILS[role]],
  )
  const setCookie = await press(`/desk/sign-in/${token}`)
  await shop.query('UPDATE sessions SET second_factor_at = now()')
  return setCookie
}

/** A page of a browser that is signed in at the desk. */
export async function openDesk(shop: Shop, role: Role, visitor: Visitor = {}): Promise<Page> {
  const setCookie = await deskCookie(shop, role, async (path) => {
    const pressed = await fetch(`${shop.baseUrl}${path}`, { method: 'POST', redirect: 'manual' })
    return pressed.headers.getSetCookie().find((line) => line.startsWith('desk=')) ?? ''
  })
  const page = await shop.openPage(visitor)
  const value = /^desk=([^;]+)/.exec(setCookie)?.[1] ?? ''
  await page.context().addCookies([{ name: 'desk', value, url: `${shop.baseUrl}/desk` }])
  return page
}
