import { LOCALES } from '#app/domain/locale.ts'
import { escapeXml } from '#app/features/catalogue/feed.ts'
import { isShown } from '#app/features/catalogue/title-conditions.server.ts'
import { db } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

const PAGES = ['', '/publications', '/contact', '/lectures', '/legal/commerce', '/legal/privacy']

/** Every public page in every language, each naming the others (sitemaps.org 0.9, hreflang as Google reads it). */
export async function loadSitemap(): Promise<string> {
  const titles = await db.$queryRaw<{ slug: string; updatedAt: Date }[]>`
    SELECT t.slug, t.updated_at AS "updatedAt" FROM titles t WHERE ${isShown()} ORDER BY t.published_on DESC, t.id DESC`
  const pages = [
    ...PAGES.map((path) => ({ path, updatedAt: null })),
    ...titles.map(({ slug, updatedAt }) => ({ path: `/publications/${slug}`, updatedAt })),
  ]
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...pages.flatMap(({ path, updatedAt }) => urls(path, updatedAt)),
    '</urlset>',
    '',
  ].join('\n')
}

/** What crawlers are asked to leave alone. A demo is no shop and asks for all of it to be left out. */
export function robotsTxt(): string {
  const rules =
    env.mode === 'demo'
      ? ['Disallow: /']
      : [
          ...LOCALES.flatMap((locale) =>
            ['cart', 'checkout', 'orders'].map((path) => `Disallow: /${locale}/${path}`),
          ),
          'Disallow: /orders/',
        ]
  return ['User-agent: *', ...rules, '', `Sitemap: ${env.baseUrl}/sitemap.xml`, ''].join('\n')
}

function urls(path: string, updatedAt: Date | null): string[] {
  const alternates = LOCALES.map(
    (locale) =>
      `<xhtml:link rel="alternate" hreflang="${locale}" href="${escapeXml(`${env.baseUrl}/${locale}${path}`)}"/>`,
  )
  const lastModified = updatedAt ? [`<lastmod>${updatedAt.toISOString()}</lastmod>`] : []
  return LOCALES.map((locale) =>
    [
      '<url>',
      `<loc>${escapeXml(`${env.baseUrl}/${locale}${path}`)}</loc>`,
      ...lastModified,
      ...alternates,
      '</url>',
    ].join(''),
  )
}
