/** Whether a text can be the secret of an order's page; anything else never reaches the database. */
export function isOrderToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{20,64}$/.test(text)
}
