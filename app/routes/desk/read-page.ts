/** The page of a list that is asked for: 1 unless `?page=` names a later one. */
export function readPage(request: Request): number {
  const asked = new URL(request.url).searchParams.get('page') ?? ''
  return /^[1-9]\d{0,4}$/.test(asked) ? Number(asked) : 1
}
