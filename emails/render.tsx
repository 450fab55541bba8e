import { render, toPlainText } from '@react-email/render'
import type { ComponentType } from 'react'
import type { z } from 'zod'
import type { Locale } from '#app/domain/locale.ts'
import { textsFor, type TextKey } from '#app/platform/i18n/texts.ts'
import { TextsProvider } from '#app/platform/i18n/texts-provider.tsx'
import { templates, type MailTemplate } from './templates.ts'

export type RenderedMail = { subject: string; html: string; text: string }

type AnyTemplate = { props: z.ZodType<object>; subject: TextKey; Mail: ComponentType<object> }

/**
 * Writes a mail. The same input gives the same bytes, whenever and however often it is called: a retry must send what was
 * sent before, or Resend refuses its idempotency key.
 * @throws ZodError when `props` are not what the template takes
 */
export async function renderMail(
  template: MailTemplate,
  locale: Locale,
  props: unknown,
): Promise<RenderedMail> {
  const { props: schema, subject, Mail } = templates[template] as unknown as AnyTemplate
  const values = schema.parse(props)
  const code = codeOf(values)
  const html = await render(
    <TextsProvider locale={locale}>
      <Mail {...values} />
    </TextsProvider>,
  )
  return { subject: oneLine(textsFor(locale)(subject, { code })), html, text: plainText(html) }
}

/** What the reader calls the matter by: her order, or the lecture that a bill is for. */
function codeOf(values: object): string {
  if ('orderCode' in values) return String(values.orderCode)
  return 'subjectCode' in values ? String(values.subjectCode) : ''
}

// html-to-text comes without types.
type TextBuilder = { addInline: (text: string) => void }
type Walk = (nodes: unknown[], builder: TextBuilder) => void

/** A subject is a header: nothing in it may end the line. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200)
}

function plainText(html: string): string {
  const row = { format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } }
  const heading = { options: { uppercase: false } }
  return toPlainText(html, {
    formatters: {
      // "label: value" and "title  2 ×  ¥1,200" instead of a line for each cell.
      label(element: { children: unknown[] }, walk: Walk, builder: TextBuilder) {
        walk(element.children, builder)
        builder.addInline(': ')
      },
      cell(element: { children: unknown[] }, walk: Walk, builder: TextBuilder) {
        walk(element.children, builder)
        builder.addInline('  ')
      },
    },
    selectors: [
      { selector: 'tr[data-text=row]', ...row },
      { selector: 'th[data-text=label]', format: 'label' },
      { selector: 'td[data-text=value]', format: 'inline' },
      { selector: 'th[data-text=cell]', format: 'cell' },
      { selector: 'td[data-text=cell]', format: 'cell' },
      { selector: 'h1', ...heading },
      { selector: 'h2', ...heading },
    ],
  })
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
