import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { startSandbox, stopSandbox } from '#app/sandbox/msw.server.ts'
import { payCard } from '#app/sandbox/stripe/actions.server.ts'
import { sessionParams, stripeSdk } from '#tests/support/sandbox-kit.ts'

const stripe = stripeSdk()

afterEach(stopSandbox)

async function until(holds: () => Promise<boolean>): Promise<boolean> {
  for (let waited = 0; waited < 15_000; waited += 100) {
    if (await holds()) return true
    await sleep(100)
  }
  return false
}

test('the demo lets time pass by itself, in one loop however often it is started', async () => {
  startSandbox()
  startSandbox()
  const session = await stripe.checkout.sessions.create(sessionParams())
  await payCard(session.id)
  const booked = async () => (await stripe.events.list({ type: 'charge.updated' })).data.length > 0
  expect(await until(booked)).toBe(true)
  await stopSandbox()
  expect((globalThis as { sandbox?: unknown }).sandbox).toBeUndefined()
})

test('what stopped goes on after the next start', async () => {
  startSandbox()
  const session = await stripe.checkout.sessions.create(sessionParams())
  await stopSandbox()
  startSandbox()
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open')
})

test('requests to this machine pass', async () => {
  const server = createServer((_request, response) => response.end('here'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  startSandbox()
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  expect(await response.text()).toBe('here')
  await new Promise((resolve) => server.close(resolve))
})
