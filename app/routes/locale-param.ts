import { isLocale, type Locale } from '#app/domain/locale.ts'

/**
 * The language a page stands under.
 * @throws Response 404 when the first part of the address is none of ours
 */
export function localeParam(params: { locale?: string }): Locale {
  if (!isLocale(params.locale)) throw new Response(null, { status: 404 })
  return params.locale
}
