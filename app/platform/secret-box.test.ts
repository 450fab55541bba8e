import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSecret, sealSecret } from '#app/platform/secret-box.server.ts'

const KEY = 'a session secret of more than 32 letters'

test('what was sealed opens with the same secret for the same purpose', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(openSecret(sealSecret(text, 'totp:1', KEY), 'totp:1', KEY)).toBe(text)
    }),
  )
})

test('the same text is never sealed to the same bytes, and does not show in them', () => {
  const one = sealSecret('JBSWY3DPEHPK3PXP', 'totp:1', KEY)
  expect(one.equals(sealSecret('JBSWY3DPEHPK3PXP', 'totp:1', KEY))).toBe(false)
  expect(one.toString('latin1')).not.toContain('JBSWY3DPEHPK3PXP')
})

test('another secret or another purpose opens nothing', () => {
  const box = sealSecret('JBSWY3DPEHPK3PXP', 'totp:1', KEY)
  expect(openSecret(box, 'totp:1', `${KEY}!`)).toBeNull()
  expect(openSecret(box, 'totp:2', KEY)).toBeNull()
})

test('a box with any byte changed, cut short or made longer opens to nothing', () => {
  const box = sealSecret('JBSWY3DPEHPK3PXP', 'totp:1', KEY)
  for (let index = 0; index < box.length; index += 1) {
    const changed = Buffer.from(box)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(openSecret(changed, 'totp:1', KEY), `byte ${index}`).toBeNull()
    expect(openSecret(box.subarray(0, index), 'totp:1', KEY), `cut at ${index}`).toBeNull()
  }
  expect(openSecret(Buffer.concat([box, Buffer.alloc(1)]), 'totp:1', KEY)).toBeNull()
})
