import { createHash } from 'node:crypto'

// Files that staff send. Nothing else of the shop takes bodies beyond a form's size: server.ts lets a larger one through only to an
// address of `isUploadPath`, as multipart/form-data, and after it has seen that the sender is signed in at the desk.

/** The largest file that is taken: what a scanned book has. */
export const UPLOAD_LIMIT_BYTES = 30 * 1024 * 1024

/** The whole body: the file, the few fields beside it, and what separates them. */
export const UPLOAD_BODY_LIMIT_BYTES = UPLOAD_LIMIT_BYTES + 64 * 1024

/** How long a body may take at most: 30 MB through half a megabit a second. */
export const UPLOAD_MOST_MS = 10 * 60_000

/** What a page that takes files is called by when the server has refused one unread, as too large. */
const TOO_LARGE = 'too-large'

const FIRST_BYTES = { 'application/pdf': '%PDF-' } as const

export type UploadType = keyof typeof FIRST_BYTES

export type UploadedFile = {
  /** As the sender's machine calls it, without folders. */
  name: string
  mediaType: UploadType
  content: Uint8Array<ArrayBuffer>
  /** Of the content, in hexadecimal: what it is stored by. */
  sha256: string
}

/** `type`: its first bytes are not those of a file that is wanted, whatever its name and its browser say. */
export type UploadRefusal = 'missing' | 'too-large' | 'type'

export type Upload = {
  fields: URLSearchParams
  file: { ok: true; file: UploadedFile } | { ok: false; reason: UploadRefusal }
}

/** Whether an address takes files: those of the desk that end in `/upload`. Where no route is, nothing reads what is sent. */
export function isUploadPath(path: string): boolean {
  return /^\/desk\/(?:[^/]+\/)+upload$/.test(path)
}

/** The address of the page that tells a member of staff that her file is too large; the page asks `wasTooLarge`. */
export function tooLargePath(path: string): string {
  return `${path}?${TOO_LARGE}`
}

/** Whether a page that takes files is shown because the server has refused one unread. Its answer has status 413. */
export function wasTooLarge(request: Request): boolean {
  return new URL(request.url).searchParams.has(TOO_LARGE)
}

/**
 * Reads a form with one file. What is wrong with the file is told, not thrown, since a person chose it; the type is read from its first bytes.
 * A form that came without its file (over plain fields too) has the reason `missing`.
 * @throws Response 400 when the body is no form, or holds more than one file or more fields than such a form has
 */
export async function readUpload(
  request: Request,
  { field = 'file', types = ['application/pdf'], mostFields = 50 } = {} as {
    field?: string
    types?: readonly UploadType[]
    mostFields?: number
  },
): Promise<Upload> {
  let body: FormData
  try {
    body = await request.formData()
  } catch {
    throw new Response(null, { status: 400 })
  }
  const fields = new URLSearchParams()
  const files: File[] = []
  for (const [name, value] of body) {
    if (typeof value !== 'string') files.push(value)
    else if (!name.startsWith('__')) fields.append(name, value)
  }
  if (files.length > 1 || fields.size > mostFields) throw new Response(null, { status: 400 })
  const sent = body.get(field)
  // A browser sends a field without a file as an empty one without a name.
  if (sent === null || typeof sent === 'string' || (sent.size === 0 && sent.name === ''))
    return { fields, file: { ok: false, reason: 'missing' } }
  if (sent.size > UPLOAD_LIMIT_BYTES) return { fields, file: { ok: false, reason: 'too-large' } }
  const content = new Uint8Array(await sent.arrayBuffer())
  const mediaType = types.find((type) => startsWith(content, FIRST_BYTES[type]))
  if (!mediaType) return { fields, file: { ok: false, reason: 'type' } }
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { fields, file: { ok: true, file: { name: plainName(sent.name), mediaType, content, sha256 } } }
}

function startsWith(content: Uint8Array, text: string): boolean {
  return Buffer.from(content.subarray(0, text.length)).toString('latin1') === text
}

/** A name of a file that means nothing to any machine: no folders, no controls, not too long, and its ending kept. */
function plainName(name: string): string {
  const plain = (name.split(/[/\\]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}"<>:|?*]/gu, '')
    .trim()
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(plain)?.[0] ?? ''
  const stem = plain.slice(0, plain.length - ending.length).replace(/^\.+/, '')
  return `${[...stem].slice(0, 100).join('') || 'file'}${ending}`
}
