// Acklam's rational approximation of the inverse normal distribution; its relative error is below 1.15e-9.
const A = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
]
const B = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
  1,
]
const C = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
]
const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1]
const TAIL = 0.02425

/**
 * How many standard deviations above the mean a normal quantity stays below with this probability.
 * Example: 0.5 gives 0, 0.975 gives 1.96.
 * @throws RangeError unless the probability lies between 0 and 1, both excluded
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`not a probability: ${probability}`)
  if (probability > 1 - TAIL) return -lowerTail(1 - probability)
  if (probability < TAIL) return lowerTail(probability)
  const q = probability - 0.5
  const r = q * q
  return (polynomial(A, r) * q) / polynomial(B, r)
}

function lowerTail(probability: number): number {
  const q = Math.sqrt(-2 * Math.log(probability))
  return polynomial(C, q) / polynomial(D, q)
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
}
