import type { ServerBuild } from '@remix-run/node'
import { matchRoutes } from '@remix-run/react'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { narrowBuilds } from '#app/platform/http/narrow-build.ts'
import siteMap from '#app/routes.ts'

type Entry = { id?: string; path?: string; index?: boolean; file: string; children?: Entry[] }
type Routes = ServerBuild['routes']
type RouteObject = Parameters<typeof matchRoutes>[0][number]

/** The routes of app/routes.ts as Remix's build holds them. */
function routesOf(entries: readonly Entry[], parentId: string): [string, Routes[string]][] {
  return entries.flatMap(({ id = '', path, index, file, children }) => {
    const own = id || file
    const route = { id: own, parentId, path, index, module: {} } as Routes[string]
    return [[own, route], ...routesOf(children ?? [], own)]
  })
}

const all = {
  root: { id: 'root', path: '', module: {} } as unknown as Routes[string],
  ...Object.fromEntries(routesOf(siteMap as Entry[], 'root')),
}
const build = { routes: all, assets: { routes: all } } as unknown as ServerBuild
const buildFor = narrowBuilds(build)

/** Which routes show an address, as Remix finds them. */
function found(routes: Routes, pathname: string): string[] | undefined {
  const below = (parentId: string | undefined): RouteObject[] =>
    Object.values(routes)
      .filter((route) => route.parentId === parentId)
      .map(
        ({ id, path, index }) =>
          ({ id, path, index, children: index ? undefined : below(id) }) as RouteObject,
      )
  return matchRoutes(below(undefined), pathname)?.map(({ route }) => route.id ?? '')
}

const parts = Object.values(build.routes).flatMap((route) => (route.path ?? '').split('/'))
const segment = fc.oneof(
  fc.constantFrom(...new Set(parts)),
  fc.constantFrom('ja', 'tl', 'Desk', 'd%65sk', 'nothing', 'desk.data', '__manifest', '*', '..'),
)

test('an address finds the same routes among those of its build as among all', () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
      const pathname = `/${segments.join('/')}`
      expect(found(buildFor(pathname).routes, pathname)).toEqual(found(build.routes, pathname))
    }),
    { numRuns: 150 },
  )
})

test('a page is looked for among a few routes, and pages alike share one build', () => {
  const { routes, assets } = buildFor('/ja/publications')
  expect(Object.keys(routes)).toEqual([
    'root',
    'routes/shop/layout.tsx',
    'routes/shop/publications.tsx',
    'routes/shop/not-found.tsx',
  ])
  expect(Object.keys(assets.routes)).toEqual(Object.keys(routes))
  expect(buildFor('/ko/publications/')).toBe(buildFor('/JA/Publications'))
  expect(buildFor('/desk/orders/A')).toBe(buildFor('/desk/orders/B'))
  expect(buildFor('/desk/orders')).not.toBe(buildFor('/desk/bills'))
})

test('what Remix decodes, or asks of all routes, gets them all', () => {
  for (const pathname of ['/d%65sk', '//desk', '/desk.data', '/__manifest', 'desk', ''])
    expect(buildFor(pathname)).toBe(build)
})
