import { startOfDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { TitleView } from '#app/features/catalogue/title.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

type FeedContext = { locale: Locale; baseUrl: string; publisher: string; now: Date }

/** New publications as an Atom feed (RFC 4287). An entry keeps its id whatever the language or the address of the site. */
export function atomFeed(titles: readonly TitleView[], context: FeedContext): string {
  const { locale, baseUrl, publisher } = context
  const t = textsFor(locale)
  const updated = titles.map((title) => new Date(title.updatedAt).getTime())
  const newest = updated.length > 0 ? new Date(Math.max(...updated)) : context.now
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">`,
    `<id>${escapeXml(`${baseUrl}/${locale}/feed.atom`)}</id>`,
    `<title>${escapeXml(t('catalogue:feed.title'))}</title>`,
    `<updated>${newest.toISOString()}</updated>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(`${baseUrl}/${locale}/feed.atom`)}"/>`,
    `<link rel="alternate" type="text/html" hreflang="${locale}" href="${escapeXml(`${baseUrl}/${locale}/publications`)}"/>`,
    `<author><name>${escapeXml(publisher)}</name></author>`,
    ...titles.map((title) => entry(title, context)),
    '</feed>',
    '',
  ].join('\n')
}

/** Text for XML; what XML cannot hold at all is left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function entry(title: TitleView, { locale, baseUrl }: FeedContext): string {
  const { text } = title
  const host = new URL(baseUrl).hostname
  const name = text.subtitle ? `${text.name} – ${text.subtitle}` : text.name
  return [
    `<entry xml:lang="${text.locale}">`,
    `<id>tag:${host},2007:publications/${escapeXml(title.slug)}</id>`,
    `<title>${escapeXml(name)}</title>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(`${baseUrl}/${locale}/publications/${title.slug}`)}"/>`,
    `<published>${startOfDay(title.publishedOn).toISOString()}</published>`,
    `<updated>${new Date(title.updatedAt).toISOString()}</updated>`,
    `<summary>${escapeXml(text.description)}</summary>`,
    '</entry>',
  ].join('\n')
}
