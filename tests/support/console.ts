import { format } from 'node:util'
import { afterEach, beforeEach } from 'vitest'

const original = console.error
let complaints: string[] = []

/** What was written with console.error in this test so far; taking it says that it was expected. */
export function takeConsoleErrors(): string[] {
  const taken = complaints
  complaints = []
  return taken
}

/** A test that makes the code complain fails, unless it takes the complaint. Called by the setup files. */
export function failOnConsoleError(): void {
  beforeEach(() => {
    complaints = []
    console.error = (...parts: unknown[]) => void complaints.push(format(...parts))
  })

  afterEach(() => {
    console.error = original
    const left = takeConsoleErrors()
    if (left.length > 0) throw new Error(`console.error was called:\n${left.join('\n')}`)
  })
}
