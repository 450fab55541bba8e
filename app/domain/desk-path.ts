const ANYWHERE = 'https://desk.invalid'

/**
 * A page of the desk to go on to. Read and written anew as a browser would read it, so that nothing that looks like a page of the desk
 * leads elsewhere; whatever is none, another site above all, becomes the first page.
 * Example: `/desk/orders?q=M-Net` stays; `//elsewhere.example`, `/desk/../ja` and `/desk\@elsewhere.example` become `/desk`.
 */
export function safeDeskPath(wanted: string | null): string {
  if (!wanted || !/^\/desk(?:[/?]|$)/.test(wanted) || !URL.canParse(wanted, ANYWHERE)) return '/desk'
  const { origin, pathname, search } = new URL(wanted, ANYWHERE)
  const isDesk = origin === ANYWHERE && /^\/desk(?:\/[^/]+)*\/?$/.test(pathname)
  return isDesk ? `${pathname}${search}` : '/desk'
}
