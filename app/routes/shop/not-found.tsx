/** Every address that is no page: the frame shows its error page, in the reader's language. */
export function loader(): never {
  throw new Response(null, { status: 404 })
}

/** A form sent to an address that is no page. */
export function action(): never {
  throw new Response(null, { status: 404 })
}

export default function NotFound() {
  return null
}
