import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'

/** A browser for route tests: it keeps cookies, and calls loaders and actions with real requests. */
export type Visitor = {
  cookies: Map<string, string>
  get: <T>(loader: Handler<T>, path: string, params?: Params) => Promise<Answer<T>>
  post: <T>(action: Handler<T>, path: string, fields: Fields, params?: Params) => Promise<Answer<T>>
}

type Params = Record<string, string>
/** A `FormData` is sent as multipart: for forms with files. */
type Fields = Record<string, string> | [string, string][] | FormData
type Handler<T> = (args: LoaderFunctionArgs & ActionFunctionArgs) => T | Promise<T>

/** What a route answered, whether it returned or threw it. */
export type Answer<T> = {
  status: number
  headers: Headers
  location: string | null
  /** What the page is rendered from; null for a redirect or a bare response. */
  data: DataOf<T>
  response: Response | null
}

/** `data()` of Remix wraps what a page gets; a Response is no page. */
type DataOf<T> = T extends Response
  ? never
  : T extends { type: string; data: infer Inner; init: ResponseInit | null }
    ? Inner
    : T

let visitors = 0

/** Each visitor has an address of her own, unless one is given: limits count by it. */
export function aVisitor(ip = `192.0.2.${(visitors += 1)}`): Visitor {
  const cookies = new Map<string, string>()
  async function call<T>(handler: Handler<T>, request: Request, params: Params): Promise<Answer<T>> {
    const full = { locale: request.url.split('/')[3] ?? '', ...params }
    const args = { request, params: full, context: { ip } } as unknown as LoaderFunctionArgs &
      ActionFunctionArgs
    const answer = await readAnswer<T>(async () => await handler(args))
    for (const cookie of answer.headers.getSetCookie()) keep(cookies, cookie)
    return answer
  }
  const cookieHeader = (): Record<string, string> =>
    cookies.size === 0 ? {} : { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  return {
    cookies,
    get: (loader, path, params = {}) =>
      call(loader, new Request(`http://shop.test${path}`, { headers: cookieHeader() }), params),
    post: (action, path, fields, params = {}) =>
      call(
        action,
        new Request(`http://shop.test${path}`, {
          method: 'POST',
          headers: cookieHeader(),
          body: fields instanceof FormData ? fields : new URLSearchParams(fields),
        }),
        params,
      ),
  }
}

async function readAnswer<T>(call: () => Promise<T>): Promise<Answer<T>> {
  let answer: unknown
  try {
    answer = await call()
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown
    answer = thrown
  }
  if (answer instanceof Response) {
    const { status, headers } = answer
    return { status, headers, location: headers.get('Location'), data: null as DataOf<T>, response: answer }
  }
  const wrapped = answer as { type?: string; data?: unknown; init?: ResponseInit | null }
  const isWrapped = wrapped?.type === 'DataWithResponseInit'
  const headers = new Headers(isWrapped ? (wrapped.init?.headers ?? {}) : {})
  return {
    status: isWrapped ? (wrapped.init?.status ?? 200) : 200,
    headers,
    location: null,
    data: (isWrapped ? wrapped.data : answer) as DataOf<T>,
    response: null,
  }
}

function keep(cookies: Map<string, string>, setCookie: string): void {
  const [pair = '', ...attributes] = setCookie.split('; ')
  const name = pair.slice(0, pair.indexOf('='))
  const isOver = attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')
  if (isOver) cookies.delete(name)
  else cookies.set(name, pair.slice(name.length + 1))
}
