import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

type FieldFrame = {
  /** Also the id of the control, unless `id` is given. */
  name: string
  label: ReactNode
  hint?: ReactNode
  /** The problem with what was typed, in the reader's language. */
  error?: string | undefined
}

type FieldProps = FieldFrame & Omit<InputHTMLAttributes<HTMLInputElement>, 'name'>

/** A labelled input line; hint and error are linked to it by `aria-describedby`. */
export function Field({ label, hint, error, className, type = 'text', ...input }: FieldProps) {
  const id = input.id ?? input.name
  return (
    <Frame id={id} label={label} hint={hint} error={error} required={input.required}>
      <input {...input} {...describe(id, hint, error)} type={type} className={controlClass(className)} />
    </Frame>
  )
}

type SelectFieldProps = FieldFrame &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'name'> & {
    options: readonly { value: string; label: string; disabled?: boolean }[]
  }

/** A labelled choice from a list. */
export function SelectField({ label, hint, error, className, options, ...select }: SelectFieldProps) {
  const id = select.id ?? select.name
  return (
    <Frame id={id} label={label} hint={hint} error={error} required={select.required}>
      <select {...select} {...describe(id, hint, error)} className={controlClass(className)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  )
}

type TextAreaFieldProps = FieldFrame & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'name'>

/** A labelled box for longer text. */
export function TextAreaField({ label, hint, error, className, ...textarea }: TextAreaFieldProps) {
  const id = textarea.id ?? textarea.name
  return (
    <Frame id={id} label={label} hint={hint} error={error} required={textarea.required}>
      <textarea {...textarea} {...describe(id, hint, error)} className={controlClass(className)} />
    </Frame>
  )
}

type CheckFieldProps = FieldFrame & Omit<InputHTMLAttributes<HTMLInputElement>, 'name' | 'type'>

/** One box to tick. */
export function CheckField({ label, hint, error, ...input }: CheckFieldProps) {
  const id = input.id ?? input.name
  return (
    <div className="field">
      <label className="check" htmlFor={id}>
        <input {...input} {...describe(id, hint, error)} type="checkbox" />
        <span>{label}</span>
      </label>
      <Notes id={id} hint={hint} error={error} />
    </div>
  )
}

type FrameProps = Omit<FieldFrame, 'name'> & {
  id: string
  required: boolean | undefined
  children: ReactNode
}

function Frame({ id, label, hint, error, required, children }: FrameProps) {
  const { t } = useTexts()
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
        {required ? <span className="tag">{t('common:form.required')}</span> : null}
      </label>
      <Notes id={id} hint={hint} error={error} />
      {children}
    </div>
  )
}

function Notes({ id, hint, error }: { id: string; hint?: ReactNode; error?: string | undefined }) {
  return (
    <>
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </>
  )
}

/** The attributes that tie a control to its hint and its error. */
function describe(id: string, hint: ReactNode, error: string | undefined) {
  const notes = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean)
  return {
    id,
    'aria-describedby': notes.length > 0 ? notes.join(' ') : undefined,
    'aria-invalid': error ? (true as const) : undefined,
  }
}

function controlClass(className: string | undefined): string {
  return className ? `input ${className}` : 'input'
}
