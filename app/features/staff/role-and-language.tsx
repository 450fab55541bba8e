import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { ROLES, type Role } from '#app/domain/roles.ts'
import { ROLE_TEXTS } from '#app/features/staff/role-texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { SelectField } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'

/** The two choices that a person's form has, here and on her own page. */
export function RoleAndLanguage({ role, locale }: { role: Role; locale: Locale }) {
  const { t } = useTexts()
  return (
    <>
      <SelectField
        name="role"
        label={t('deskAdmin:staff.role')}
        hint={t('deskAdmin:staff.roleHint')}
        defaultValue={role}
        options={ROLES.map((value) => ({ value, label: t(ROLE_TEXTS[value]) }))}
      />
      <SelectField
        name="locale"
        label={t('desk:me.language')}
        defaultValue={locale}
        options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
    </>
  )
}
