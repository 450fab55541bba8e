import type { Role } from '#app/domain/roles.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

/** What each role is called. */
export const ROLE_TEXTS: Record<Role, TextKey> = {
  secretariat: 'desk:role.secretariat',
  treasurer: 'desk:role.treasurer',
  administrator: 'desk:role.administrator',
}
