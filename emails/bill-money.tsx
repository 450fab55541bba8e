import { z } from 'zod'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { billMail, day, yen } from './parts/props.ts'
import { BillSummary } from './parts/tables.tsx'
import { Transfer } from './parts/transfer.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const billMoneyProps = billMail.extend({
  /** What it did to the bill: `late` is money for a bill that was cancelled. */
  news: z.enum(['paid', 'part-paid', 'overpaid', 'late']),
  receivedYen: yen.positive(),
  receivedOn: day,
  missingYen: yen,
  surplusYen: yen,
})

type Words = { title: TextKey; next: TextKey }

const WORDS: Record<z.infer<typeof billMoneyProps>['news'], Words> = {
  paid: { title: 'mail:billMoney.paidTitle', next: 'mail:billMoney.paid' },
  'part-paid': { title: 'mail:billMoney.partPaidTitle', next: 'mail:billMoney.partPaid' },
  overpaid: { title: 'mail:billMoney.overpaidTitle', next: 'mail:billMoney.overpaid' },
  late: { title: 'mail:billMoney.lateTitle', next: 'mail:billMoney.late' },
}

/** Money came for a bill that no order stands behind: all of it, part of it, too much, or when it was cancelled. */
export function BillMoney(props: z.infer<typeof billMoneyProps>) {
  const { t, locale } = useTexts()
  const { news, account } = props
  const intro = t('mail:billMoney.intro', {
    received: formatYen(props.receivedYen, locale),
    day: formatDay(props.receivedOn, locale),
  })
  const next = t(WORDS[news].next, {
    missing: formatYen(props.missingYen, locale),
    surplus: formatYen(props.surplusYen, locale),
  })
  return (
    <Layout title={t(WORDS[news].title)} preview={intro} organisation={props.organisation}>
      <Greeting name={props.payerName} />
      <Paragraph>{intro}</Paragraph>
      <Paragraph>{next}</Paragraph>
      {news === 'part-paid' && account ? (
        <Transfer
          account={account}
          reference={props.reference}
          amountYen={props.missingYen}
          dueOn={props.dueOn}
        />
      ) : null}
      <BillSummary bill={props} />
    </Layout>
  )
}
