import type pg from 'pg'

/** What `pg` sends for COPY and does not declare: its connection knows the messages, its types do not. */
type CopyConnection = {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  stream: NodeJS.WritableStream
}

/** Rows are joined to chunks of about this many characters before they are sent. */
const CHUNK = 1 << 18

/**
 * Loads rows into a table by COPY, over `pg`'s own protocol messages. Values are written as PostgreSQL's text format has them:
 * null, numbers, booleans and strings as they are, dates as ISO instants, anything else as JSON.
 */
export async function copyIn(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly unknown[]>,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let failure: Error | undefined
    const settle = (): void => (failure ? reject(failure) : resolve())
    client.query({
      submit: (connection: CopyConnection) =>
        connection.query(`COPY ${table} (${columns.join(', ')}) FROM STDIN`),
      handleCopyInResponse: (connection: CopyConnection) => void send(connection, rows),
      handleError: (error: Error) => {
        failure = error
        settle()
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: settle,
    } as unknown as pg.Submittable)
  })
}

async function send(connection: CopyConnection, rows: Iterable<readonly unknown[]>): Promise<void> {
  let text = ''
  for (const row of rows) {
    text += `${row.map(encode).join('\t')}\n`
    if (text.length < CHUNK) continue
    connection.sendCopyFromChunk(Buffer.from(text))
    text = ''
    if (connection.stream.writable) await new Promise(setImmediate)
  }
  if (text !== '') connection.sendCopyFromChunk(Buffer.from(text))
  connection.endCopyFrom()
}

function encode(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (value instanceof Date) return value.toISOString()
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.replace(
    /[\\\n\r\t]/g,
    (sign) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[sign] ?? sign,
  )
}
