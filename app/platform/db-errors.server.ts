/** SQLSTATEs that our own triggers raise; see the foundation migration. */
export const DB_CODE = {
  copiesGone: 'SH001',
  copiesHeld: 'SH002',
  appendOnly: 'SH003',
  wrongRun: 'SH004',
  unbalanced: 'SH005',
  priceBegun: 'SH010',
  pricePaid: 'SH011',
  editionFixed: 'SH012',
  consigneeFixed: 'SH015',
  unique: '23505',
} as const

/**
 * Whether a database error carries one of these codes. Prisma wraps the driver's error several times over, each time under
 * another property, and has a code of its own for a unique violation.
 */
export function hasDatabaseCode(error: unknown, codes: ReadonlySet<string> | string, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 6) return false
  const wanted = typeof codes === 'string' ? new Set([codes]) : codes
  const { code, originalCode, kind, cause, meta, driverAdapterError } = error as Record<string, unknown>
  if (wanted.has(DB_CODE.unique) && code === 'P2002') return true
  if ([code, originalCode, kind].some((value) => typeof value === 'string' && wanted.has(value))) return true
  return [cause, meta, driverAdapterError].some((inner) => hasDatabaseCode(inner, wanted, depth + 1))
}
