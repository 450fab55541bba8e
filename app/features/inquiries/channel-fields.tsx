import { CHANNEL_TEXTS, ENTERED_CHANNELS } from '#app/features/inquiries/inquiry.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field, SelectField } from '#app/ui/field.tsx'

type ChannelFieldsProps = {
  typed: { channel?: string; receivedOn?: string }
  problems: { channel?: string | undefined; receivedOn?: string | undefined }
}

/** How and when something came that did not come over the form. */
export function ChannelFields({ typed, problems }: ChannelFieldsProps) {
  const { t } = useTexts()
  return (
    <>
      <SelectField
        name="channel"
        label={t('inquiry:entry.channel')}
        required
        error={problems.channel}
        defaultValue={typed.channel ?? ''}
        options={[
          { value: '', label: '—' },
          ...ENTERED_CHANNELS.map((value) => ({ value, label: t(CHANNEL_TEXTS[value]) })),
        ]}
      />
      <Field
        name="receivedOn"
        type="date"
        label={t('inquiry:entry.receivedOn')}
        required
        className="short"
        error={problems.receivedOn}
        defaultValue={typed.receivedOn}
      />
    </>
  )
}
