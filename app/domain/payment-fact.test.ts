import { describe, expect, it } from 'vitest'
import { toPaymentFact, type SessionFacts } from '#app/domain/payment-fact.ts'

const intent: NonNullable<SessionFacts['intent']> = {
  id: 'pi_1',
  status: 'succeeded',
  amountReceived: 800,
  currency: 'jpy',
  chargeId: 'charge',
  stripeChargeId: 'ch_1',
  hasFee: false,
  paidAt: new Date(0),
  method: 'card',
  voucher: null,
}
const session: SessionFacts = { id: 'cs_1', status: 'complete', isPaid: true, chargeId: 'charge', intent }
const voucher = { url: 'https://example.org/voucher', expiresAt: new Date(1) }

describe('toPaymentFact', () => {
  it.each([
    ['paid', session],
    ['paid', { ...session, isPaid: false }],
    ['pending', { ...session, status: 'open' as const, isPaid: false, intent: null }],
    ['expired', { ...session, status: 'expired' as const, isPaid: false, intent: null }],
    ['voucher', { ...session, isPaid: false, intent: { ...intent, status: 'requires_action', voucher } }],
    ['failed', { ...session, isPaid: false, intent: { ...intent, status: 'requires_payment_method' } }],
    ['failed', { ...session, isPaid: false, intent: { ...intent, status: 'canceled' } }],
    ['pending', { ...session, isPaid: false, intent: { ...intent, status: 'processing' } }],
    ['pending', { ...session, isPaid: false, intent: { ...intent, status: 'requires_action' } }],
    [
      'pending',
      {
        ...session,
        status: 'open' as const,
        isPaid: false,
        intent: { ...intent, status: 'requires_payment_method' },
      },
    ],
  ])('%s', (kind, facts) => {
    expect(toPaymentFact(facts).kind).toBe(kind)
  })

  it('takes the amount that was received, and the charge that the payment itself names', () => {
    expect(toPaymentFact({ ...session, intent: { ...intent, chargeId: 'other' } })).toMatchObject({
      amount: 800,
      namedChargeId: 'other',
    })
  })
})
