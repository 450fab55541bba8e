import { readFileSync } from 'node:fs'
import path from 'node:path'
import routes from '#app/routes.ts'

type RouteEntry = { path?: string; file: string; children?: RouteEntry[] }

export type SiteMapEntry = { url: string; file: string }

/** Every route of app/routes.ts with its address; parameters stand in it as `:name`. */
export function siteMap(): SiteMapEntry[] {
  return flatten(routes as RouteEntry[])
}

/** Whether the file of a route exports one of these names. */
export function exportsAny(file: string, names: readonly string[]): boolean {
  const source = readFileSync(path.join('app', file), 'utf8')
  return new RegExp(`^\\s*export (?:const|async function|function) (?:${names.join('|')})\\b`, 'm').test(
    source,
  )
}

function flatten(list: readonly RouteEntry[], parent = ''): SiteMapEntry[] {
  return list.flatMap((entry) => {
    const url = [parent, entry.path].filter(Boolean).join('/')
    return [{ url: `/${url}`, file: entry.file }, ...flatten(entry.children ?? [], url)]
  })
}
