import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readEnv } from '#app/platform/env.server.ts'
import { isUploadPath, UPLOAD_BODY_LIMIT_BYTES } from '#app/platform/http/upload.server.ts'

// A handbook is believed until it is wrong once. What can be compared with the code is compared.

const root = path.resolve(import.meta.dirname, '../..')
const readme = read('README.md')
const operating = read('docs/operating.md')
const documents = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true }).map((name) => `docs/${String(name)}`),
].filter((name) => name.endsWith('.md'))

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

function operatingFile(file: string): string {
  return read(`docs/operating/${file}`)
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

describe('operating.md', () => {
  test("names every event of Stripe's that is handled, and no other", () => {
    const handled = [
      ...read('app/features/settlement/handle-stripe-event.server.ts').matchAll(/case '([a-z_.]+)'/g),
    ]
    const told = codeIn(section(operating, "Stripe's events:", '\n5. '))
    expect(handled.length).toBeGreaterThan(10)
    expect(told.sort()).toEqual(handled.map(([, type]) => type).sort())
  })

  test("names the version of Stripe's API that the code speaks", () => {
    const [, version] = /STRIPE_API_VERSION = '([^']+)'/.exec(read('app/platform/stripe.server.ts')) ?? []
    expect(codeIn(section(operating, '\n## Stripe', "Stripe's events:"))).toContain(version)
  })

  test("names every event of Resend's that is handled, and no other", () => {
    const handled = [
      ...read('app/features/messages/handle-resend-event.server.ts').matchAll(/case '(email\.[a-z_]+)'/g),
    ]
    const told = codeIn(section(operating, '\n## Mail: Resend', '\n## ')).filter((code) =>
      code.startsWith('email.'),
    )
    expect(handled.length).toBeGreaterThan(1)
    expect(told.sort()).toEqual(handled.map(([, type]) => type).sort())
  })

  test('names every file that it brings, and brings every file that those name', () => {
    const files = readdirSync(path.join(root, 'docs/operating'))
    expect(files.length).toBeGreaterThan(10)
    expect(files.filter((file) => !operating.includes(file.replace(/\.(service|timer)$/, '')))).toEqual([])
    const named = files.flatMap((file) =>
      [...operatingFile(file).matchAll(/\/s?bin\/(shop[\w-]*)|\/system\/(shop[\w@.-]*)/g)].map(
        ([, command, unit]) => command ?? unit ?? '',
      ),
    )
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((file) => !files.includes(file))).toEqual([])
  })

  test('shop.env, filled in, is the environment of a live shop', () => {
    const secrets: Record<string, string> = {
      SESSION_SECRET: 'x'.repeat(64),
      STRIPE_SECRET_KEY: 'sk_live_x',
      STRIPE_WEBHOOK_SECRET: 'whsec_x',
      RESEND_API_KEY: 're_x',
      RESEND_WEBHOOK_SECRET: 'whsec_y',
    }
    const lines = operatingFile('shop.env').matchAll(/^([A-Z_]+)='([^']*)'$/gm)
    const environment = Object.fromEntries(
      [...lines].map(([, name = '', value = '']) => [name, value || secrets[name]]),
    )
    expect(readEnv(environment)).toMatchObject({
      mode: 'live',
      isProduction: true,
      trustProxy: true,
      baseUrl: 'https://shop.example.org',
      databaseUrl: 'postgresql://shop@localhost/shop?host=/var/run/postgresql',
    })
    expect(Object.keys(secrets).filter((name) => environment[name] !== secrets[name])).toEqual([])
  })

  test('proxy and restart know the same processes, and the proxy hands on nothing that a visitor claims', () => {
    const ports = [...operatingFile('shop-servers.conf').matchAll(/:(\d+)/g)].map(([, port]) => port)
    expect(operatingFile('shop-restart')).toContain(`all=(${ports.join(' ')})`)
    const site = operatingFile('nginx-site.conf')
    for (const header of ['Host', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'Forwarded'])
      expect(site).toMatch(new RegExp(`proxy_set_header ${header} `))
    expect(site).not.toContain('$proxy_add_x_forwarded_for')
  })

  test('the proxy lets the files of the desk through, and nothing else of their size', () => {
    const [, place = '', megabytes] =
      /location ~ (\S+) \{\s+client_max_body_size (\d+)m;/.exec(operatingFile('nginx-site.conf')) ?? []
    expect(Number(megabytes) * 1024 * 1024).toBeGreaterThan(UPLOAD_BODY_LIMIT_BYTES)
    for (const path of ['/desk/titles/x/upload', '/desk/titles/x/editions/Y/upload', '/ja/cart', '/desk/x'])
      expect(new RegExp(place).test(path), path).toBe(isUploadPath(path))
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
