/**
 * The last line of `npm test`, from the report of vitest's JSON reporter. A file that could not be loaded, and an error outside
 * of any test, count as a failure each; a run without any test is a failure too.
 * @param {{
 *   numPassedTests: number,
 *   numFailedTests: number,
 *   numPendingTests: number,
 *   numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[],
 * }} report
 * @param {number} status vitest's exit status
 */
export function sumOf(report, status) {
  const passed = report.numPassedTests
  const skipped = report.numPendingTests + report.numTodoTests
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const counted = report.numFailedTests + brokenFiles
  const failed = counted === 0 && (status !== 0 || passed === 0) ? 1 : counted
  return {
    ok: failed === 0,
    line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  }
}
