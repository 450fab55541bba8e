/** The operator typed something that cannot be: exit code 2 and one line that says what. */
export class UsageError extends Error {
  override name = 'UsageError'
}
