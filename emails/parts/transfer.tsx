import type { TokyoDay } from '#app/domain/day.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import type { TransferAccount } from './props.ts'
import { Details } from './tables.tsx'
import { BigCode, Note, Subheading } from './words.tsx'

type Props = { account: TransferAccount; reference: string; amountYen: number; dueOn: TokyoDay | null }

/** Everything a reader needs at the bank or the post office: number to write, amount, day, account. */
export function Transfer({ account, reference, amountYen, dueOn }: Props) {
  const { t, locale } = useTexts()
  const isBank = account.method === 'bank'
  return (
    <>
      <Subheading>{t('mail:transfer.reference')}</Subheading>
      <BigCode>{reference}</BigCode>
      <Note>
        {isBank ? t('mail:transfer.referenceBank', { reference }) : t('mail:transfer.referencePostal')}
      </Note>
      <Subheading>{isBank ? t('mail:transfer.bankTitle') : t('mail:transfer.postalTitle')}</Subheading>
      <Details
        rows={[
          { label: t('mail:transfer.amount'), value: <strong>{formatYen(amountYen, locale)}</strong> },
          ...(dueOn
            ? [
                {
                  label: t('mail:transfer.due'),
                  value: <strong>{formatDay(dueOn, locale, 'weekday')}</strong>,
                },
              ]
            : []),
          ...(account.method === 'bank'
            ? [
                { label: t('mail:transfer.bankName'), value: account.bankName },
                { label: t('mail:transfer.branch'), value: account.branchName },
                {
                  label: t('mail:transfer.account'),
                  value:
                    account.accountKind === 'ordinary'
                      ? t('mail:transfer.ordinary', { number: account.accountNumber })
                      : t('mail:transfer.current', { number: account.accountNumber }),
                },
              ]
            : [{ label: t('mail:transfer.postalAccount'), value: account.accountNumber }]),
          { label: t('mail:transfer.holder'), value: account.holder },
        ]}
      />
      <Note>{t('mail:transfer.fee')}</Note>
    </>
  )
}
