/**
 * The answer of a rule that may say no: expected refusals are values with a `reason`, the unexpected is thrown.
 * Example: `Result<{ priceYen: number }, { reason: 'too-heavy' }>` is `{ ok: true, priceYen: 180 }` or
 * `{ ok: false, reason: 'too-heavy' }`.
 */
export type Result<T, E> = ({ ok: true } & T) | ({ ok: false } & E)
