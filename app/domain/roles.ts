/** What a member of staff may do, from least to most: each role may do all that the ones before it may. */
export const ROLES = ['secretariat', 'treasurer', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/** Narrows a text to a role. */
export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text)
}

/** Whether somebody of this role may do what needs another. */
export function mayDo(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed)
}

/** Who handles money, or decides who may, shows a one-time code besides the mailed link. */
export function needsSecondFactor(role: Role): boolean {
  return mayDo(role, 'treasurer')
}
