import { newId } from '#app/platform/id.server.ts'
import { sqlRows, type Tx } from '#app/platform/db.server.ts'

type NewFile = { name: string; mediaType: string; content: Uint8Array; sha256: string }

/**
 * Keeps a file, and gives its id. One that is there already, by its content, is not stored twice and keeps its first name. Goes through
 * the driver, which sends the bytes as they are.
 */
export async function storeFile(tx: Tx, file: NewFile, { now }: { now: Date }): Promise<string> {
  const { content } = file
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  await sqlRows(
    tx,
    `INSERT INTO stored_files (id, sha256, name, media_type, byte_length, content, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (sha256) DO NOTHING`,
    [newId(), file.sha256, file.name, file.mediaType, content.byteLength, bytes, now],
  )
  const [stored] = await sqlRows<{ id: string }>(tx, 'SELECT id FROM stored_files WHERE sha256 = $1', [
    file.sha256,
  ])
  if (!stored) throw new Error('A file that was just stored is not there')
  return stored.id
}
