import { execFile } from 'node:child_process'
import { workerUrl } from '#tests/support/db.ts'

export type Ran = { code: number; stdout: string; stderr: string }

/** Runs an operator's command on this worker's database, through npm, as an operator does. */
export function shop(...words: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    // Without what the npm that runs the tests hands down: an operator's shell has none of it.
    const own = Object.entries(process.env).filter(([key]) => !key.toLowerCase().startsWith('npm_'))
    const env: Record<string, string | undefined> = {
      ...Object.fromEntries(own),
      DATABASE_URL: workerUrl(),
      LOG_LEVEL: 'error',
      BASE_URL: '',
    }
    execFile(
      'npm',
      ['run', 'shop', '--', ...words],
      { env: env as NodeJS.ProcessEnv },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
      },
    )
  })
}

/** The same with --json: the whole of standard output is one document, so npm's banner or a stray line fails here. */
export async function shopJson(
  ...words: string[]
): Promise<{ code: number; value: Record<string, unknown> }> {
  const { code, stdout } = await shop(...words, '--json')
  return { code, value: JSON.parse(stdout) as Record<string, unknown> }
}
