import { describe, expect, test } from 'vitest'
import {
  asTyped,
  ASKING_FIELDS,
  parseAsking,
  typedAsking,
  type TypedAsking,
} from '#app/features/lectures/asking-form.ts'

const TYPED: TypedAsking = {
  organisation: '見本市役所',
  name: '見本 太郎',
  email: 'City@Example.org',
  phone: '０３-0000-0000',
  postalCode: '110-0005',
  prefecture: '東京都',
  city: '台東区',
  street: '上野9-9-9',
  building: '',
  topic: '多文化共生',
  wishes: '来月の\r\n平日',
  place: '見本公民館',
  isOnline: '',
  audience: '４０人',
  message: '',
}

const read = (changes: Partial<TypedAsking>, needsEmail = true) =>
  parseAsking({ ...TYPED, ...changes }, { needsEmail })

describe('what is asked for a lecturer', () => {
  test('is read as people write it', () => {
    expect(read({})).toEqual({
      ok: true,
      asking: {
        organisation: '見本市役所',
        name: '見本 太郎',
        email: 'City@example.org',
        phone: '03-0000-0000',
        address: {
          name: '-',
          country: 'JP',
          postalCode: '1100005',
          prefecture: '東京都',
          city: '台東区',
          street: '上野9-9-9',
          building: null,
        },
        topic: '多文化共生',
        wishes: '来月の\n平日',
        place: '見本公民館',
        isOnline: false,
        audience: 40,
        message: null,
      },
    })
  })

  test('goes back into the form as it was kept', () => {
    const first = read({ isOnline: 'on' })
    if (!first.ok) throw new Error('refused')
    expect(parseAsking(asTyped(first.asking), { needsEmail: true })).toEqual(first)
    expect(Object.keys(asTyped(first.asking)).toSorted()).toEqual([...ASKING_FIELDS].toSorted())
  })

  test('needs a name, a topic and a wish; over the public form an address to answer to', () => {
    const nothing = typedAsking(new URLSearchParams())
    const fieldsOf = (needsEmail: boolean) => {
      const answer = parseAsking(nothing, { needsEmail })
      return answer.ok ? [] : answer.problems.map(([field, { key }]) => [field, key])
    }
    const needed = ['name', 'topic', 'wishes'].map((field) => [field, 'errors:required'])
    expect(fieldsOf(false)).toEqual(needed)
    expect(fieldsOf(true)).toEqual([needed[0], ['email', 'errors:required'], needed[1], needed[2]])
  })

  test.each<[Partial<TypedAsking>, string, string]>([
    [{ email: 'city@' }, 'email', 'errors:email'],
    [{ phone: 'call me' }, 'phone', 'errors:phone'],
    [{ postalCode: '' }, 'postalCode', 'errors:postalCode'],
    [{ street: '' }, 'street', 'errors:required'],
    [{ street: 'x'.repeat(161) }, 'street', 'errors:tooLong'],
    [{ topic: 'x'.repeat(121) }, 'topic', 'errors:tooLong'],
    [{ wishes: 'x'.repeat(501) }, 'wishes', 'errors:tooLong'],
    [{ message: 'x'.repeat(4_001) }, 'message', 'errors:tooLong'],
    [{ audience: '0' }, 'audience', 'errors:quantity'],
    [{ audience: 'many' }, 'audience', 'errors:quantity'],
    [{ audience: '100001' }, 'audience', 'errors:quantity'],
  ])('%j is wrong at its field', (changes, field, key) => {
    const answer = read(changes)
    expect(answer.ok ? [] : answer.problems).toEqual([[field, expect.objectContaining({ key })]])
    const problem = answer.ok ? null : answer.problems[0]?.[1]
    if (key === 'errors:tooLong') expect(problem?.values).toEqual({ max: expect.any(Number) })
  })

  test('an address may be left out altogether', () => {
    const none = { postalCode: '', prefecture: ' ', city: '', street: '' }
    expect(read(none)).toMatchObject({ ok: true, asking: { address: null } })
  })
})
