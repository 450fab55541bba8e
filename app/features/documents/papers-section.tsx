import type { ReactNode } from 'react'
import {
  type OrderPapers,
  type PaperFile,
  paperPath,
  type WrongName,
} from '#app/features/documents/order-papers.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'

type Props = { papers: OrderPapers; wrong?: WrongName | undefined }

/** The papers of an order: those that are there, and buttons for those that may be issued. Also part of the order's page. */
export function PapersSection({ papers, wrong }: Props) {
  const { t, locale } = useTexts()
  const { token, receipt, creditNotes, erased, deliveries } = papers
  return (
    <div className="stack">
      {receipt.canIssue || receipt.files.length > 0 ? <Receipt papers={papers} wrong={wrong} /> : null}
      {papers.invoices.length > 0 ? (
        <Group title={t('documents:title.invoice')}>
          <Files token={token} files={papers.invoices} />
        </Group>
      ) : null}
      {creditNotes.length > 0 ? (
        <Group title={t('documents:page.creditNotes')}>
          {creditNotes.map(({ refundId, isCredit, refundedOn, amountYen, canIssue, files }) => (
            <div key={refundId} className="stack-s">
              <p>
                {t(isCredit ? 'documents:page.billCredit' : 'documents:page.refund', {
                  day: formatDay(refundedOn, locale),
                  amount: formatYen(amountYen, locale),
                })}
              </p>
              <Files token={token} files={files} />
              {canIssue ? (
                <IssueForm token={token} kind="credit_note">
                  <input type="hidden" name="refundId" value={refundId} />
                  <button type="submit" className="button secondary">
                    {t(files.length > 0 ? 'documents:page.reissue' : issueText(isCredit))}
                  </button>
                </IssueForm>
              ) : null}
            </div>
          ))}
        </Group>
      ) : null}
      {erased.map((code) => (
        <p key={code} className="soft">
          {t('documents:page.erased', { code })}
        </p>
      ))}
      {deliveries.length > 0 ? (
        <Group title={t('documents:title.deliveryNote')}>
          <ul role="list">
            {deliveries.map(({ file, postedOn }) => (
              <li key={file}>
                <a className="target" href={`${paperPath(token, file)}?language=${locale}`}>
                  {t('documents:page.delivery', { day: formatDay(postedOn, locale) })}
                </a>
              </li>
            ))}
          </ul>
        </Group>
      ) : null}
    </div>
  )
}

function issueText(isCredit: boolean): TextKey {
  return isCredit ? 'documents:page.issueBillCredit' : 'documents:page.issueCreditNote'
}

function Receipt({ papers, wrong }: Props) {
  const { t } = useTexts()
  const { token, receipt } = papers
  const isIssued = receipt.files.length > 0
  return (
    <Group title={t('documents:title.receipt')}>
      <Files token={token} files={receipt.files} />
      {receipt.canIssue ? (
        <IssueForm token={token} kind="receipt">
          {isIssued ? (
            <p className="small soft">{t('documents:page.otherName')}</p>
          ) : (
            <Field
              name="name"
              id="paper-name"
              label={t('checkout:receipt.name')}
              defaultValue={wrong?.typed ?? receipt.name}
              error={wrong?.message}
              autoComplete="off"
            />
          )}
          <button type="submit" className="button secondary">
            {t(isIssued ? 'documents:page.reissue' : 'documents:page.issueReceipt')}
          </button>
        </IssueForm>
      ) : null}
    </Group>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="stack-s">
      <h3>{title}</h3>
      {children}
    </div>
  )
}

function Files({ token, files }: { token: string; files: readonly PaperFile[] }) {
  const { t } = useTexts()
  if (files.length === 0) return null
  return (
    <ul role="list">
      {files.map(({ name, code, number }) => (
        <li key={name}>
          <a className="target" href={paperPath(token, name)}>
            {number === 1
              ? t('documents:page.file', { code })
              : t('documents:page.reissuedFile', { code, number })}
          </a>
        </li>
      ))}
    </ul>
  )
}

function IssueForm({ token, kind, children }: { token: string; kind: string; children: ReactNode }) {
  const { locale } = useTexts()
  return (
    <form
      method="post"
      action={`/${locale}/orders/${token}/documents`}
      className="stack-s no-print"
      noValidate
    >
      <input type="hidden" name="kind" value={kind} />
      {children}
    </form>
  )
}
