import '#tests/support/environment.ts'
import { failOnConsoleError } from '#tests/support/console.ts'

failOnConsoleError()
