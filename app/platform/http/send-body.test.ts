import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { createReadableStreamFromReadable } from '@remix-run/node'
import compression from 'compression'
import { expect, onTestFinished, test } from 'vitest'
import { sendBody } from '#app/platform/http/send-body.ts'

const PART = 16 * 1024
/** Far more than sockets and streams keep on the way. */
const PARTS = 4_000

/** A server whose only answer is a long file. @returns how far it has come */
async function aServer({ isCompressed }: { isCompressed: boolean }) {
  const made = { parts: 0, isOver: false }
  async function* parts() {
    try {
      for (; made.parts < PARTS; made.parts += 1) {
        // Like a file from a database: each part takes a moment, and is not the one before.
        await new Promise(setImmediate)
        yield Buffer.from(Array.from({ length: PART }, () => 32 + Math.floor(Math.random() * 90)))
      }
    } finally {
      made.isOver = true
    }
  }
  const answer = (response: ServerResponse): void => {
    response.setHeader('Content-Type', 'text/csv')
    const file = Readable.from(parts(), { objectMode: false, highWaterMark: PART })
    void sendBody(createReadableStreamFromReadable(file), response)
  }
  const compress = compression() as unknown as (
    request: IncomingMessage,
    response: ServerResponse,
    next: () => void,
  ) => void
  const server = createServer((request, response) => {
    if (isCompressed) compress(request, response, () => answer(response))
    else answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const visit = () =>
    new Promise<IncomingMessage>((resolve, reject) =>
      get(url, { headers: { 'Accept-Encoding': 'gzip' } }, resolve).on('error', reject),
    )
  return { made, visit }
}

async function untilStill(made: { parts: number }): Promise<number> {
  for (let seen = -1; seen !== made.parts; await sleep(250)) seen = made.parts
  return made.parts
}

test.each([{ isCompressed: false }, { isCompressed: true }])(
  'a reader who stops reading stops the file, one who goes on gets it, one who leaves ends it: %o',
  async ({ isCompressed }) => {
    const { made, visit } = await aServer({ isCompressed })
    const answer = await visit()
    const ahead = await untilStill(made)
    expect(ahead).toBeLessThan(PARTS / 4)
    let taken = 0
    for await (const chunk of answer) {
      taken += (chunk as Buffer).length
      if (taken > (ahead + 100) * PART) break
    }
    expect(made.parts).toBeGreaterThan(ahead)
    // Leaving the loop closed the connection.
    await expect.poll(() => made.isOver, { timeout: 5_000 }).toBe(true)
    expect(made.parts).toBeLessThan(PARTS)
  },
  30_000,
)

test('a whole file arrives, and a file that breaks ends the connection, so that its half is taken for no whole', async () => {
  const failures: unknown[] = []
  const server = createServer((request, response) => {
    async function* parts() {
      yield 'one'
      await new Promise(setImmediate)
      if (request.url === '/broken') throw new Error('no database')
      yield 'two'
    }
    const body = createReadableStreamFromReadable(Readable.from(parts()))
    sendBody(body, response).catch((error: unknown) => failures.push(error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await (await fetch(url)).text()).toBe('onetwo')
  expect(failures).toEqual([])
  await expect(fetch(`${url}/broken`).then((answer) => answer.text())).rejects.toThrow()
  await expect.poll(() => failures).toMatchObject([{ message: 'no database' }])
})
