import { readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { mayDo, ROLES, type Role } from '#app/domain/roles.ts'
import { aReader } from '#tests/support/reader.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { exportsAny, siteMap } from '#tests/support/site-map.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'

type Guarded = ((args: never) => Promise<unknown>) & { needs?: Role }
type Module = { loader?: Guarded; action?: Guarded }

/** The way in and out: what a visitor who is nobody yet must be able to use. Each has tests of its own. */
const OPEN = ['gate.tsx', 'sign-in.tsx', 'sign-in-link.tsx', 'second-factor.tsx', 'sign-out.ts']

const entries = siteMap().filter((entry) => entry.file.startsWith('routes/desk/'))
const guarded = entries.filter((entry) => !OPEN.includes(path.basename(entry.file)))

describe('every route of the desk', () => {
  beforeEach(async () => {
    await anOrganisation()
    await anEdition({ sku: 'MNET-100' })
  })

  test('is walked: each file of app/routes/desk with a loader or an action is in the site map', () => {
    const files = readdirSync('app/routes/desk')
      .map((name) => `routes/desk/${name}`)
      .filter((file) => exportsAny(file, ['loader', 'action']))
    expect(files.toSorted()).toEqual([...new Set(entries.map((entry) => entry.file))].toSorted())
    expect(guarded.length).toBeGreaterThan(2)
  })

  test.each(guarded)('$url names the role it needs and lets nobody below it in', async ({ url, file }) => {
    const module = (await import(/* @vite-ignore */ pathToFileURL(`app/${file}`).href)) as Module
    const handlers = [module.loader, module.action].filter((handler) => handler !== undefined)
    expect(handlers.length).toBeGreaterThan(0)
    for (const handler of handlers) {
      expect(ROLES, `${file} is not made by deskLoader or deskAction`).toContain(handler.needs)
      await expectClosed(handler, url)
    }
  })
})

/** Nobody and a reader are led to the sign-in page; a lower role is refused; a high enough one passes the guard. */
async function expectClosed(handler: Guarded, url: string): Promise<void> {
  for (const visitor of [aVisitor(), await aReader(['MNET-100', 1])]) {
    expect(await statusOf(visitor, handler, url)).toEqual({ status: 303, to: '/desk/sign-in' })
  }
  for (const role of ROLES) {
    const answer = await statusOf(await aDeskVisitor(role), handler, url)
    if (mayDo(role, handler.needs as Role))
      expect([303, 403]).not.toContain(answer.status === 303 ? signIn(answer) : answer.status)
    else expect({ role, ...answer }).toEqual({ role, status: 403, to: null })
  }
}

function signIn(answer: { to: string | null }): number {
  return answer.to === '/desk/sign-in' ? 303 : 200
}

async function statusOf(
  visitor: Visitor,
  handler: Guarded,
  url: string,
): Promise<{ status: number; to: string | null }> {
  try {
    const answer = await visitor.get(handler as never, url.replace(/:[a-zA-Z]+|\*/g, 'none'), paramsOf(url))
    return { status: answer.status, to: answer.location?.split('?')[0] ?? null }
  } catch {
    // Past the guard, and unhappy with an address that names nothing: not the guard's business.
    return { status: 500, to: null }
  }
}

function paramsOf(url: string): Record<string, string> {
  return Object.fromEntries([...url.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => [name as string, 'none']))
}
