/** An answer of Stripe's that is not 2xx. */
export class StripeRefusal extends Error {
  readonly status: number
  readonly body: { error: StripeErrorBody }

  constructor(status: number, error: StripeErrorBody) {
    super(error.message)
    this.name = 'StripeRefusal'
    this.status = status
    this.body = { error }
  }
}

export type StripeErrorBody = {
  type: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'card_error'
  message: string
  code?: string
  param?: string
}

/** A request that asks for what cannot be done. */
export function invalidRequest(
  message: string,
  details: { code?: string; param?: string } = {},
): StripeRefusal {
  return new StripeRefusal(400, { type: 'invalid_request_error', message, ...details })
}

/** An id that names nothing. */
export function noSuch(kind: string, id: string, param: string): StripeRefusal {
  return new StripeRefusal(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  })
}
