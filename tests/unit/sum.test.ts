import { expect, test } from 'vitest'
import { sumOf } from '#tests/support/sum.mjs'

function aReport(
  counts: { passed?: number; failed?: number; skipped?: number; todo?: number },
  files: string[][] = [],
) {
  return {
    numPassedTests: counts.passed ?? 0,
    numFailedTests: counts.failed ?? 0,
    numPendingTests: counts.skipped ?? 0,
    numTodoTests: counts.todo ?? 0,
    testResults: files.map(([status = 'passed', ...tests]) => ({
      status,
      assertionResults: tests.map((outcome) => ({ status: outcome })),
    })),
  }
}

test('passed tests end well', () => {
  expect(sumOf(aReport({ passed: 3 }), 0)).toEqual({ ok: true, line: '3 passed, 0 failed' })
})

test('skipped and planned tests are told', () => {
  expect(sumOf(aReport({ passed: 3, skipped: 1, todo: 1 }), 0).line).toBe('3 passed, 0 failed, 2 skipped')
})

test('a failed test fails the run', () => {
  const report = aReport({ passed: 2, failed: 1 }, [['failed', 'passed', 'passed', 'failed']])
  expect(sumOf(report, 1)).toEqual({ ok: false, line: '2 passed, 1 failed' })
})

test('a file that cannot be loaded is a failure beside the failed tests', () => {
  const report = aReport({ passed: 2, failed: 1 }, [['failed', 'passed', 'failed'], ['failed']])
  expect(sumOf(report, 1).line).toBe('2 passed, 2 failed')
})

test('an error outside of any test is a failure', () => {
  expect(sumOf(aReport({ passed: 2 }), 1)).toEqual({ ok: false, line: '2 passed, 1 failed' })
})

test('a run without any test is a failure', () => {
  expect(sumOf(aReport({}), 0)).toEqual({ ok: false, line: '0 passed, 1 failed' })
})
