import { expect, test } from 'vitest'
import { MAIL_WORDS } from '#app/features/desk/order-words.ts'
import { LOCALES } from '#app/domain/locale.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { templates } from '#emails/templates.ts'

/** Mails that are about no order. */
const OTHERS = [
  'inquiry-received',
  'inquiry-answer',
  'availability-confirm',
  'availability-there',
  'supplement-published',
  'staff-digest',
  'staff-link',
]

test.each(Object.keys(templates).filter((name) => !OTHERS.includes(name)))(
  'the history of an order calls the mail %s by its own name in every language',
  (name) => {
    for (const locale of LOCALES) {
      const t = textsFor(locale)
      const words = Object.entries(MAIL_WORDS).map(([template, key]) => [template, t(key)] as const)
      const own = words.filter(([template]) => template === name).map(([, text]) => text)
      expect(own).toHaveLength(1)
      expect(words.filter(([, text]) => text === own[0])).toHaveLength(1)
    }
  },
)
