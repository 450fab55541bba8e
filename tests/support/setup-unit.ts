import { failOnConsoleError } from '#tests/support/console.ts'

failOnConsoleError()
