import type { Locale } from '#app/domain/locale.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { env } from '#app/platform/env.server.ts'

export type Frame = {
  /** No money moves: the pages say so. */
  demo: boolean
  /** Where the site is, without a slash at the end. */
  baseUrl: string
  publisher: { name: string; address: string; phone: string; email: string }
}

/** What stands around every public page. */
export async function loadFrame({ locale }: { locale: Locale }): Promise<Frame> {
  const organisation = await loadOrganisation()
  return {
    demo: isDemo(),
    baseUrl: env.baseUrl,
    publisher: {
      name: organisation.name[locale],
      address: organisation.address[locale],
      phone: organisation.phone,
      email: organisation.email,
    },
  }
}

/** Whether this shop only plays: no money moves, and no mail leaves. */
export function isDemo(): boolean {
  return env.mode === 'demo'
}
