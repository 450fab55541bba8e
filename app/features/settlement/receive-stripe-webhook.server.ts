import type Stripe from 'stripe'
import { handleStripeEvent } from '#app/features/settlement/handle-stripe-event.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'

/** Seconds that a signature stays good; Stripe's own tolerance. Compared with the machine's clock. */
const TOLERANCE = 300

/**
 * Takes in a webhook of Stripe's as it came: the raw body is verified before anything of it is read. 400 with an empty body for a
 * signature that is missing, forged or old; 500 when the event could not be booked, so that Stripe sends it again; 200 otherwise.
 */
export async function receiveStripeWebhook(body: string, signature: string | null): Promise<200 | 400 | 500> {
  let event: Stripe.Event
  try {
    event = stripe().webhooks.constructEvent(body, signature ?? '', env.stripe.webhookSecret, TOLERANCE)
  } catch {
    log.warn('a webhook with a bad signature was refused')
    return 400
  }
  try {
    await handleStripeEvent(event, { now: now() })
    return 200
  } catch (error) {
    log.error({ err: error, eventId: event.id, eventType: event.type }, 'an event could not be booked')
    return 500
  }
}
