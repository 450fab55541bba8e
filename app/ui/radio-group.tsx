import type { ReactNode } from 'react'

export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean }

type RadioGroupProps = {
  /** Also the id of the group, which an error summary links to. */
  name: string
  legend: ReactNode
  options: readonly RadioOption[]
  defaultValue?: string | undefined
  required?: boolean
  hint?: ReactNode
  error?: string | undefined
}

/** One choice of several, each a card large enough for a thumb. */
export function RadioGroup(props: RadioGroupProps) {
  const { name, legend, options, defaultValue, required, hint, error } = props
  const notes = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ')
  return (
    <fieldset id={name} aria-describedby={notes || undefined} aria-invalid={error ? true : undefined}>
      <legend>{legend}</legend>
      {hint ? (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="error" id={`${name}-error`}>
          {error}
        </p>
      ) : null}
      <div className="choices">
        {options.map((option) => (
          <RadioCard
            key={option.value}
            name={name}
            option={option}
            isChecked={option.value === defaultValue}
            required={required}
          />
        ))}
      </div>
    </fieldset>
  )
}

type RadioCardProps = {
  name: string
  option: RadioOption
  isChecked: boolean
  required: boolean | undefined
}

function RadioCard({ name, option, isChecked, required }: RadioCardProps) {
  const id = `${name}-${option.value}`
  return (
    <label className="choice" htmlFor={id}>
      <input
        type="radio"
        id={id}
        name={name}
        value={option.value}
        defaultChecked={isChecked}
        disabled={option.disabled}
        required={required}
        aria-describedby={option.hint ? `${id}-hint` : undefined}
      />
      <span>{option.label}</span>
      {option.hint ? (
        <span className="hint" id={`${id}-hint`}>
          {option.hint}
        </span>
      ) : null}
    </label>
  )
}
