import { defineConfig } from 'vitest/config'

// Four projects: `unit` needs nothing, `db` real PostgreSQL (one database per worker), `faults` the built server, whose processes it
// kills, `browser` the built server and Chromium. Remix's Vite plugin stays out: tests import the modules as they are.
export default defineConfig({
  test: {
    globals: false,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'app/**/*.test.{ts,tsx}',
            'emails/**/*.test.{ts,tsx}',
            'prisma/**/*.test.ts',
            'tests/unit/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/*.db.test.{ts,tsx}', 'app/generated/**'],
          setupFiles: ['tests/support/setup-unit.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: [
            'tests/{routes,stories,db,sandbox}/**/*.test.{ts,tsx}',
            '{app,emails,prisma}/**/*.db.test.{ts,tsx}',
          ],
          globalSetup: ['tests/support/global-setup.ts'],
          setupFiles: ['tests/support/setup-db.ts'],
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          setupFiles: ['tests/support/setup-db.ts'],
          // Each file has several processes at work already.
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/support/global-setup.ts'],
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})
