import { parsePostalCode } from '#app/domain/postal-code.ts'
import { typedDetails, type FormReply } from '#app/features/checkout/details-form.ts'
import type { AddressChoices } from '#app/features/checkout/details-fields.tsx'
import { fillAddress } from '#app/features/checkout/fill-address.ts'
import { lookupAddress } from '#app/features/checkout/lookup-address.server.ts'

/**
 * Answers the buttons that fill in an address from its postal code, `lookup:delivery` and the like, and `use:delivery` for a place
 * that was chosen. Null for any other button. Everything typed stays in the reply.
 */
export async function answerAddressIntent(
  form: URLSearchParams,
): Promise<{ reply: FormReply; choices: AddressChoices } | null> {
  const match = /^(lookup|use):(delivery|billing)$/.exec(form.get('intent') ?? '')
  if (!match) return null
  const which = match[2] as 'delivery' | 'billing'
  const typed = typedDetails(form)
  const address = typed[which] ?? {}
  const postalCode = address.postalCode ?? ''
  const filled = fillAddress(address, await lookupAddress(postalCode), {
    isPostalCode: parsePostalCode(postalCode) !== null,
    chosen: match[1] === 'use' ? form.get(`place.${which}`) : null,
  })
  return {
    reply: {
      initialValue: { ...typed, [which]: filled.address } as FormReply['initialValue'] & object,
      ...(filled.problem ? { error: { [`${which}.postalCode`]: [filled.problem] } } : {}),
    },
    choices: filled.choices.length > 0 ? { [which]: filled.choices } : {},
  }
}
