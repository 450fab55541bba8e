import path from 'node:path'
import ts from 'typescript'

/** Something in a value that the SDK's typings do not say, or the other way round. */
export type Mismatch = string

export type SdkTypings = {
  /** Compares a JSON value with an interface of Stripe's typings, such as `Checkout.Session`; empty when they agree. */
  mismatches: (value: unknown, typeName: string) => Mismatch[]
  /** The fields of an interface that may be absent. */
  optionalFields: (typeName: string) => Set<string>
  /** The fields of an interface that may be null. */
  nullableFields: (typeName: string) => Set<string>
}

const WANTED = 'wanted.ts'

/** Reads the typings of the `stripe` package with the TypeScript compiler. Takes some seconds. */
export function readStripeTypings(typeNames: readonly string[]): SdkTypings {
  const root = path.resolve(import.meta.dirname, '../..')
  const file = path.join(root, 'tests/support', WANTED)
  const source = [
    `import type Stripe from 'stripe'`,
    ...typeNames.map((name) => `export type ${aliasOf(name)} = Stripe.${name}`),
  ].join('\n')
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true)
      : getSourceFile.call(host, name, ...rest)
  host.fileExists = (name) => name === file || fileExists.call(host, name)
  host.readFile = (name) => (name === file ? source : readFile.call(host, name))
  const program = ts.createProgram([file], options, host)
  const checker = program.getTypeChecker()
  const wanted = program.getSourceFile(file)
  if (!wanted) throw new Error('The typings were not read')

  const types = new Map<string, ts.Type>()
  for (const statement of wanted.statements) {
    if (ts.isTypeAliasDeclaration(statement)) {
      types.set(statement.name.text, checker.getTypeFromTypeNode(statement.type))
    }
  }

  function typeOf(name: string): ts.Type {
    const type = types.get(aliasOf(name))
    if (!type || type.flags & ts.TypeFlags.Any) throw new Error(`Stripe's typings have no ${name}`)
    return type
  }

  function fieldsWhere(name: string, matches: (field: ts.Symbol, type: ts.Type) => boolean): Set<string> {
    const fields = checker.getPropertiesOfType(typeOf(name))
    return new Set(
      fields.filter((field) => matches(field, checker.getTypeOfSymbol(field))).map((field) => field.name),
    )
  }

  function isAllowed(value: unknown, type: ts.Type): boolean {
    return compare(value, type, '').length === 0
  }

  function compare(value: unknown, type: ts.Type, at: string): Mismatch[] {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return []
    // Decimals travel as texts; the SDK turns them into objects.
    if (checker.typeToString(type) === 'Decimal')
      return typeof value === 'string' ? [] : [`${at}: not a decimal text`]
    if (type.isUnion()) return compareUnion(value, type, at)
    if (value === null) return type.flags & ts.TypeFlags.Null ? [] : [`${at}: null is not allowed`]
    if (Array.isArray(value)) {
      const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number)
      if (!checker.isArrayType(type) || !element) return [`${at}: a list is not allowed`]
      return value.flatMap((item, index) => compare(item, element, `${at}[${index}]`))
    }
    if (typeof value === 'object') return compareObject(value as Record<string, unknown>, type, at)
    return isPrimitive(value, type)
      ? []
      : [`${at}: ${JSON.stringify(value)} is not ${checker.typeToString(type)}`]
  }

  function compareUnion(value: unknown, type: ts.UnionType, at: string): Mismatch[] {
    if (type.types.some((option) => isAllowed(value, option))) return []
    const objects = type.types.filter((option) => option.flags & ts.TypeFlags.Object)
    const [first] = objects
    if (typeof value === 'object' && value !== null && objects.length === 1 && first)
      return compare(value, first, at)
    return [`${at}: ${JSON.stringify(value)} is not ${checker.typeToString(type)}`]
  }

  function compareObject(value: Record<string, unknown>, type: ts.Type, at: string): Mismatch[] {
    if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) || checker.isArrayType(type)) {
      return [`${at}: an object is not allowed`]
    }
    const found: Mismatch[] = []
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String)
    for (const [key, item] of Object.entries(value)) {
      const field = checker.getPropertyOfType(type, key)
      const fieldType = field ? checker.getTypeOfSymbol(field) : index
      if (fieldType) found.push(...compare(item, fieldType, `${at}.${key}`))
      else found.push(`${at}.${key}: unknown to the typings`)
    }
    for (const field of checker.getPropertiesOfType(type)) {
      const isOptional = Boolean(field.flags & ts.SymbolFlags.Optional)
      // `lastResponse` is the SDK's own.
      if (!isOptional && !(field.name in value) && field.name !== 'lastResponse') {
        found.push(`${at}.${field.name}: missing`)
      }
    }
    return found
  }

  function isPrimitive(value: unknown, type: ts.Type): boolean {
    if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value
    if (type.flags & ts.TypeFlags.BooleanLiteral) return String(value) === checker.typeToString(type)
    if (type.flags & ts.TypeFlags.String) return typeof value === 'string'
    if (type.flags & ts.TypeFlags.Number) return typeof value === 'number'
    if (type.flags & ts.TypeFlags.Boolean) return typeof value === 'boolean'
    // `OtherString`: any text, written so that editors still propose the known ones.
    if (type.isIntersection()) return type.types.some((part) => isPrimitive(value, part))
    return false
  }

  return {
    mismatches: (value, name) => compare(value, typeOf(name), name),
    optionalFields: (name) => fieldsWhere(name, (field) => Boolean(field.flags & ts.SymbolFlags.Optional)),
    nullableFields: (name) => fieldsWhere(name, (_field, type) => isAllowed(null, type)),
  }
}

function aliasOf(name: string): string {
  return `T_${name.replaceAll('.', '_')}`
}
