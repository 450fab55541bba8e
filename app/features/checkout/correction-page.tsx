import { useForm } from '@conform-to/react'
import { DefaultButton, FormErrors } from '#app/features/checkout/checkout-page.tsx'
import {
  DetailsFields,
  type AddressChoices,
  type DetailsFieldset,
} from '#app/features/checkout/details-fields.tsx'
import type { FieldProblem, FormReply, TypedDetails } from '#app/features/checkout/details-form.ts'
import type { CorrectionView } from '#app/features/checkout/load-correction.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

type CorrectionPageProps = {
  view: CorrectionView
  reply: FormReply | null
  choices: AddressChoices
  /** Why nothing was saved, beyond what stands at the fields. */
  notice: TextKey | null
}

/** The reader corrects her name, addresses and how we write to her. */
export function CorrectionPage({ view, reply, choices, notice }: CorrectionPageProps) {
  const { t, locale } = useTexts()
  const back = `/${locale}/orders/${view.token}`
  return (
    <div className="narrow">
      <PageHeader
        title={t('order:correct.title')}
        lead={view.isOpen ? t('order:correct.lead') : undefined}
        crumbs={[{ label: `${t('order:title')} ${view.code}`, href: back }]}
      />
      <div className="stack">
        <CorrectionForm view={view} reply={reply} choices={choices} notice={notice} back={back} />
      </div>
    </div>
  )
}

type CorrectionFormProps = CorrectionPageProps & {
  /** Where leaving without saving leads. */
  back: string
  /** The newest event that its maker had seen, where two people may be at work. */
  seen?: string
}

/** The form of a correction, or why there is none any more; the reader's page and the desk share it. */
export function CorrectionForm({ view, reply, choices, notice, back, seen }: CorrectionFormProps) {
  const { t } = useTexts()
  const [, fields] = useForm<TypedDetails, TypedDetails, FieldProblem[]>({
    id: 'correction',
    lastResult: reply,
    defaultValue: view.typed,
  })
  return (
    <>
      {notice ? <Notice tone="error">{t(notice)}</Notice> : null}
      {view.isOpen ? (
        <>
          <FormErrors reply={reply} />
          <form method="post" className="form" noValidate>
            <DefaultButton />
            <input type="hidden" name="version" value={view.version} />
            {seen ? <input type="hidden" name="seen" value={seen} /> : null}
            <DetailsFields
              fields={fields as unknown as DetailsFieldset}
              needs={view.needs}
              choices={choices}
            />
            <div className="row">
              <button type="submit" className="button" name="intent" value="continue">
                {t('common:action.save')}
              </button>
              <a href={back}>{t('order:correct.leave')}</a>
            </div>
          </form>
        </>
      ) : (
        <>
          {notice ? null : <Notice tone="info">{t('order:correct.tooLate')}</Notice>}
          <p>
            <a href={back}>{t('order:correct.leave')}</a>
          </p>
        </>
      )}
    </>
  )
}
