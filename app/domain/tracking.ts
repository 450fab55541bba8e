import type { Locale } from './locale.ts'

/** Where Japan Post shows a parcel's way, in Japanese or English. */
export function japanPostTrackingUrl(trackingNumber: string, locale: Locale): string {
  const url = new URL('https://trackings.post.japanpost.jp/services/srv/search/direct')
  url.searchParams.set('reqCodeNo1', trackingNumber)
  url.searchParams.set('searchKind', 'S002')
  url.searchParams.set('locale', locale === 'ja' ? 'ja' : 'en')
  return url.toString()
}
