import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'

/** Resolves once a response takes more: true then, false when its reader is gone. */
export type Pace = () => Promise<boolean>

/**
 * How fast a reader takes a response, compressed or not. Remix's adapter writes what a body has as fast as it comes, whether or not
 * anybody reads it, so a long body has to wait by itself (`pacedBody`). Only responses that are asked for their pace are watched.
 */
export function paceOf(response: ServerResponse): Pace {
  let isFull = false
  let isWatched = false
  let waiting: (() => void)[] = []
  const release = (): void => {
    isFull = false
    const released = waiting
    waiting = []
    for (const go of released) go()
  }
  const watch = (): void => {
    isWatched = true
    // Compression has put its own in their places by now: what it holds back counts, too.
    const write = response.write.bind(response) as (...args: unknown[]) => boolean
    response.write = (...args: unknown[]): boolean => {
      const takesMore = write(...args)
      isFull = !takesMore
      return takesMore
    }
    response.on('drain', release)
    response.on('close', release)
  }
  return async () => {
    if (!isWatched) watch()
    if (isFull && !response.destroyed) await new Promise<void>((resolve) => waiting.push(resolve))
    return !response.destroyed
  }
}

/** A file as the body of a response, read only as fast as its reader takes it, and no further once the reader is gone. */
export function pacedBody(file: Readable, pace: Pace): ReadableStream<Uint8Array> {
  const parts = file[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!(await pace())) {
          file.destroy()
          controller.close()
          return
        }
        const part = await parts.next()
        if (part.done) controller.close()
        else controller.enqueue(typeof part.value === 'string' ? Buffer.from(part.value) : part.value)
      },
      cancel() {
        file.destroy()
      },
    },
    { highWaterMark: 0 },
  )
}

/** The pace that the server hands a route; where there is none, such as in a test of the route alone, nothing waits. */
export function paceFrom(context: { pace?: unknown } | undefined): Pace {
  return typeof context?.pace === 'function' ? (context.pace as Pace) : () => Promise.resolve(true)
}
