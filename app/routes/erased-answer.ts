import type { Locale } from '#app/domain/locale.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

/** The answer to whoever asks for the file of a paper whose time is over. */
export function erasedAnswer(locale: Locale): Response {
  return new Response(textsFor(locale)('documents:erased'), {
    status: 410,
    headers: { ...privateHeaders(), 'Content-Type': 'text/plain; charset=utf-8' },
  })
}
