import { Text } from '@react-email/components'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { stylesFor } from './theme.ts'

type EditionLineProps = { edition: { titleName: string; textLanguage: string; editionName: string } }

/** A publication by its name, and which edition of it is meant. */
export function EditionLine({ edition }: EditionLineProps) {
  const { locale } = useTexts()
  const styles = stylesFor(locale)
  return (
    <Text className="ink" style={styles.text}>
      <strong>
        <span lang={edition.textLanguage}>{edition.titleName}</span>
      </strong>
      <br />
      <span className="soft" style={styles.note}>
        {edition.editionName}
      </span>
    </Text>
  )
}
