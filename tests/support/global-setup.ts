import type { TestProject } from 'vitest/node'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

type Running = TestServer & { stop(): Promise<void> }

// Two projects use it, each with its own copy of this module; a run needs one server.
const key = Symbol.for('mnet-shop.test-server')
const shared = globalThis as typeof globalThis & { [key]?: { server: Promise<Running>; users: number } }

/** Starts the run's PostgreSQL and its migrated template database; the last project to end drops it all. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = (shared[key] ??= { server: startTestServer(), users: 0 })
  running.users += 1
  const server = await running.server
  project.provide('testServer', { adminUrl: server.adminUrl, prefix: server.prefix })
  return async () => {
    running.users -= 1
    if (running.users > 0) return
    delete shared[key]
    await server.stop()
  }
}
