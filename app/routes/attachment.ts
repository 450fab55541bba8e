type StoredContent = { name: string; mediaType: string; content: Uint8Array }

/**
 * Headers that make a browser save a file under its name and never guess what it is. A name beyond ASCII goes as RFC 8187 wants it, with a
 * plain one for old browsers.
 */
export function attachmentHeaders(file: StoredContent): Headers {
  const plain = file.name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  const encoded = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return new Headers({
    'Content-Type': file.mediaType,
    'Content-Length': String(file.content.byteLength),
    'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  })
}
