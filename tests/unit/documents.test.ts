import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

// A handbook is believed until it is wrong once. What can be compared with the code is compared.

const root = path.resolve(import.meta.dirname, '../..')
const readme = read('README.md')
const documents = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true }).map((name) => `docs/${String(name)}`),
].filter((name) => name.endsWith('.md'))

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

function section(text: string, from: string, to: string): string {
  const start = text.indexOf(from)
  const end = text.indexOf(to, start + from.length)
  if (start < 0 || end < 0) throw new Error(`No section from ${from} to ${to}`)
  return text.slice(start, end)
}

function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
}

describe('README', () => {
  test('names every key of the environment, and no other', () => {
    const keys = [
      ...section(read('app/platform/env.server.ts'), 'z.object({', '\n})').matchAll(/^ {2}([A-Z_]+):/gm),
    ]
    const rows = section(readme, '| environment |', '\n\n').split('\n').slice(2)
    const told = rows.flatMap((row) => codeIn(row.split(' | ')[0] ?? ''))
    expect(keys.length).toBeGreaterThan(10)
    expect(told.sort()).toEqual(keys.map(([, key]) => key).sort())
  })

  test("names every event of Stripe's that is handled, and no other", () => {
    const handled = [
      ...read('app/features/settlement/handle-stripe-event.server.ts').matchAll(/case '([a-z_.]+)'/g),
    ]
    const told = codeIn(section(readme, "Stripe's events:", '\n\n'))
    expect(handled.length).toBeGreaterThan(10)
    expect(told.sort()).toEqual(handled.map(([, type]) => type).sort())
  })

  test("names the version of Stripe's API that the code speaks", () => {
    const [, version] = /STRIPE_API_VERSION = '([^']+)'/.exec(read('app/platform/stripe.server.ts')) ?? []
    expect(codeIn(section(readme, '2. **Stripe**', '\n3. '))).toContain(version)
  })

  test("names every event of Resend's that is handled, and no other", () => {
    const handled = [
      ...read('app/features/messages/handle-resend-event.server.ts').matchAll(/case '(email\.[a-z_]+)'/g),
    ]
    const told = codeIn(section(readme, '3. **Resend**', '\n4. ')).filter((code) => code.startsWith('email.'))
    expect(handled.length).toBeGreaterThan(1)
    expect(told.sort()).toEqual(handled.map(([, type]) => type).sort())
  })

  test('names every command of the operator, and no other', () => {
    const usages = readdirSync(path.join(root, 'app/commands'))
      .flatMap((file) => [...read(`app/commands/${file}`).matchAll(/^ +usage:\s+'([^']+)'/gm)])
      .map(([, usage]) => usage)
    const told = section(readme, '| command | what |', '\n\n')
      .split('\n')
      .slice(2)
      .map((row) => codeIn(row)[0]?.replaceAll('\\|', '|'))
    expect(usages.length).toBeGreaterThan(5)
    expect(told.sort()).toEqual(usages.sort())
  })

  test('names files and folders that exist', () => {
    const paths = codeIn(section(readme, '## Where things are', '## Go live')).filter(
      (code) => /^[a-z.]+[/.][\w/.-]+$/.test(code) || /^[a-z]+\/$/.test(code),
    )
    expect(paths.length).toBeGreaterThan(12)
    expect(paths.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  })
})

test.each(documents)('%s names npm scripts that exist', (file) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const told = [...read(file).matchAll(/npm (?:run ([a-z:]+)|(start|test)\b)/g)].map(
    ([, run, short]) => run ?? short ?? '',
  )
  expect(told.filter((script) => !(script in scripts))).toEqual([])
})

test.each(documents)('%s links to what exists', (file) => {
  const links = [...read(file).matchAll(/\]\(([^)#\s]+)/g)].map(([, link = '']) => link)
  const broken = links.filter(
    (link) => !/^https?:/.test(link) && !existsSync(path.resolve(root, path.dirname(file), link)),
  )
  expect(broken).toEqual([])
})
