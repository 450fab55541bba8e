// The operator's tool: npm run shop -- <command> [--json]. Results on standard output, as a table or, with --json, as one JSON document
// and nothing else. A wrong use exits 2 with one clear line on standard error; a failed check exits 1.
import { once } from 'node:events'
import { readArguments } from '#app/commands/arguments.ts'
import type { CommandResult } from '#app/commands/command.ts'
import { COMMANDS } from '#app/commands/commands.ts'
import { printTable } from '#app/commands/print-table.ts'
import { UsageError } from '#app/commands/usage.ts'

async function main(): Promise<number> {
  const words = process.argv.slice(2)
  if (words.length === 0 || words[0] === 'help' || words[0] === '--help') {
    process.stdout.write(`${help()}\n`)
    return words.length === 0 ? 2 : 0
  }
  const command = COMMANDS.find((candidate) => candidate.path.every((word, index) => words[index] === word))
  if (!command)
    throw new UsageError(`unknown command "${words.slice(0, 2).join(' ')}": see npm run shop -- help`)
  const args = readArguments(words.slice(command.path.length), command)
  // Wrong words end here, before a database is opened for them.
  const run = command.prepare(args)
  const { openShop } = await import('#app/commands/open-shop.ts')
  const { runAs } = await import('#app/platform/actor.server.ts')
  const shop = await openShop()
  try {
    return await report(await runAs({ kind: 'operator' }, run), args.json)
  } finally {
    await shop.close()
  }
}

async function report(result: CommandResult, asJson: boolean): Promise<number> {
  if (result.file) {
    // Whoever reads the pipe slowly must not fill our memory.
    for await (const part of result.file) {
      if (!process.stdout.write(part as Buffer)) await once(process.stdout, 'drain')
    }
  } else if (asJson) process.stdout.write(`${JSON.stringify(result.json)}\n`)
  else process.stdout.write(`${printTable(result.table)}\n`)
  if (!result.ok && result.message) process.stderr.write(`${result.message}\n`)
  return result.ok ? 0 : 1
}

function help(): string {
  const width = Math.max(...COMMANDS.map((command) => command.usage.length))
  return [
    'npm run shop -- <command> [--json]',
    '',
    ...COMMANDS.map((command) => `  ${command.usage.padEnd(width)}  ${command.about}`),
  ].join('\n')
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    const isUsage = error instanceof UsageError
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(isUsage ? 2 : 1)
  })
