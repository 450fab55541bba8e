import type { ServerBuild } from '@remix-run/node'

type Routes = ServerBuild['routes']

/**
 * Remix ranks all routes and compares an address with one after the other, twice for each page, and remembers nothing of it: with the desk's
 * hundred that takes longer than rendering. So each address is answered by a build with the few routes alone that may be meant by it.
 * @returns for the path of an address the build to answer it with; there are about as many of them as routes
 */
export function narrowBuilds(build: ServerBuild): (pathname: string) => ServerBuild {
  const routes = Object.values(build.routes).map(({ id }) => ({
    id,
    pattern: partsOf(build.routes, id),
    above: idsAbove(build.routes, id),
  }))
  const narrowed = new Map<string, ServerBuild>()
  return (pathname) => {
    if (!isPlain(pathname)) return build
    const address = pathname.toLowerCase().split('/').filter(isPart)
    const fitting = routes.filter(({ pattern }) => fits(pattern, address))
    const key = fitting.map(({ id }) => id).join(' ')
    const made =
      narrowed.get(key) ?? withRoutes(build, new Set(fitting.flatMap(({ id, above }) => [id, ...above])))
    narrowed.set(key, made)
    return made
  }
}

/** The build with these routes alone, in what the browser is told of them too: Remix takes it for whole. */
function withRoutes(build: ServerBuild, ids: ReadonlySet<string>): ServerBuild {
  const only = <Value>(all: Record<string, Value>): Record<string, Value> =>
    Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)))
  return {
    ...build,
    routes: only(build.routes as Record<string, Routes[string]>),
    assets: { ...build.assets, routes: only(build.assets.routes) },
  }
}

function idsAbove(routes: Routes, id: string): string[] {
  const parent = routes[id]?.parentId
  return parent === undefined ? [] : [...idsAbove(routes, parent), parent]
}

/** The address of a route, part by part, in small letters. */
function partsOf(routes: Routes, id: string): string[] {
  return [...idsAbove(routes, id), id].flatMap((one) =>
    (routes[one]?.path ?? '').toLowerCase().split('/').filter(isPart),
  )
}

function isPart(part: string): boolean {
  return part !== ''
}

/** Whether an address may be meant by a pattern; what comes after the first `*` or optional part is left to Remix. */
function fits(pattern: readonly string[], address: readonly string[]): boolean {
  for (const [index, part] of pattern.entries()) {
    if (/[*?]/.test(part)) return true
    if (index >= address.length) return false
    if (!part.startsWith(':') && part !== address[index]) return false
  }
  return pattern.length === address.length
}

/** An address that means what is written. Remix decodes others first, or wants to know all routes for them. */
function isPlain(pathname: string): boolean {
  return /^\/[^%]*$/.test(pathname) && !/\/\/|\.data\/*$/.test(pathname) && pathname !== '/__manifest'
}
