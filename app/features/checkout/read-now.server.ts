import { now } from '#app/platform/clock.server.ts'

/** The instant of a request, for the adapters in app/routes, which know nothing of the platform's clock. */
export function readNow(): Date {
  return now()
}
