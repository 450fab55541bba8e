import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRegistrationNumber } from '#app/domain/registration-number.ts'

describe('the registration number of an invoice', () => {
  test.each([
    'T1180301018771',
    'T7000012050002',
    'T8000012010038',
    'ｔ１１８０３０１０１８７７１',
    ' T1-1803-0101-8771 ',
  ])('%s is ok', (text) => {
    expect(checkRegistrationNumber(text)).toBe('ok')
  })

  test.each(['1180301018771', 'T118030101877', 'T11803010187711', 'T118030101877X', 'TT1180301018771', ''])(
    '%j is malformed',
    (text) => {
      expect(checkRegistrationNumber(text)).toBe('malformed')
    },
  )

  test('its check digit is told apart from its form', () => {
    expect(checkRegistrationNumber('T2180301018771')).toBe('check-digit')
    expect(checkRegistrationNumber('T0180301018771')).toBe('check-digit')
  })

  test('exactly one first digit fits the other twelve, and never 0', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12}$/), (rest) => {
        const fitting = [...'0123456789'].filter(
          (first) => checkRegistrationNumber(`T${first}${rest}`) === 'ok',
        )
        expect(fitting).toHaveLength(1)
        expect(fitting).not.toContain('0')
      }),
    )
  })
})
