import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  isUploadPath,
  readUpload,
  tooLargePath,
  UPLOAD_LIMIT_BYTES,
  wasTooLarge,
} from '#app/platform/http/upload.server.ts'

const PDF = '%PDF-1.7\n1 0 obj\n%%EOF\n'

function aForm(parts: Record<string, string | File | File[]>): Request {
  const body = new FormData()
  for (const [name, part] of Object.entries(parts)) {
    for (const one of Array.isArray(part) ? part : [part]) body.append(name, one)
  }
  return new Request('http://shop.test/desk/x/upload', { method: 'POST', body })
}

describe('addresses that take files', () => {
  test.each([
    ['/desk/titles/m-net-100/editions/MNET-100-PDF/upload', true],
    ['/desk/x/upload', true],
    ['/desk/upload', false],
    ['/desk/x/upload/y', false],
    ['/desk/x/upload.data', false],
    ['/desk//upload', false],
    ['/ja/x/upload', false],
    ['/x/desk/y/upload', false],
  ])('%s: %s', (path, isOne) => {
    expect(isUploadPath(path)).toBe(isOne)
  })

  test('one that refused a file unread says so to its page', () => {
    const path = '/desk/x/upload'
    expect(wasTooLarge(new Request(`http://shop.test${tooLargePath(path)}`))).toBe(true)
    expect(wasTooLarge(new Request(`http://shop.test${path}`))).toBe(false)
  })
})

describe('a form with a file', () => {
  test('gives its fields and the file, by its content', async () => {
    const file = new File([PDF], 'C:\\papers\\../見本 1.pdf', { type: 'text/plain' })
    const upload = await readUpload(aForm({ seen: '7', __proto: 'x', file }))
    expect(Object.fromEntries(upload.fields)).toEqual({ seen: '7' })
    if (!upload.file.ok) throw new Error(upload.file.reason)
    const { content, ...rest } = upload.file.file
    expect(Buffer.from(content).toString()).toBe(PDF)
    expect(rest).toEqual({
      name: '見本 1.pdf',
      mediaType: 'application/pdf',
      sha256: createHash('sha256').update(PDF).digest('hex'),
    })
  })

  test.each([
    ['../../..', 'file'],
    ['.pdf', 'file.pdf'],
    ['a\u0000b\n"c".PDF', 'abc.PDF'],
    [`${'長'.repeat(101)}.pdf`, `${'長'.repeat(100)}.pdf`],
  ])('calls a file named %j %j', async (sent, name) => {
    const upload = await readUpload(aForm({ file: new File([PDF], sent) }))
    expect(upload.file).toMatchObject({ ok: true, file: { name } })
  })

  test.each([
    ['a picture that calls itself a PDF', new File(['\x89PNG....'], 'a.pdf', { type: 'application/pdf' })],
    ['a page', new File(['<!doctype html>%PDF-'], 'a.pdf')],
    ['a PDF after something else', new File([` ${PDF}`], 'a.pdf')],
    ['an empty file', new File([], 'a.pdf')],
    ['a few bytes', new File(['%PDF'], 'a.pdf')],
  ])('refuses %s', async (_name, file) => {
    expect((await readUpload(aForm({ file }))).file).toEqual({ ok: false, reason: 'type' })
  })

  test('says when there is none', async () => {
    const missing = { ok: false, reason: 'missing' }
    expect((await readUpload(aForm({ seen: '7' }))).file).toEqual(missing)
    expect((await readUpload(aForm({ file: 'text' }))).file).toEqual(missing)
    const plain = new Request('http://shop.test/desk/x/upload', {
      method: 'POST',
      body: new URLSearchParams({ file: 'x' }),
    })
    expect((await readUpload(plain)).file).toEqual(missing)
  })

  test('says when it is too large, by the very byte', async () => {
    const filled = (length: number) => {
      const content = new Uint8Array(length).fill(32)
      content.set(Buffer.from(PDF))
      return new File([content], 'a.pdf')
    }
    expect((await readUpload(aForm({ file: filled(UPLOAD_LIMIT_BYTES) }))).file.ok).toBe(true)
    expect((await readUpload(aForm({ file: filled(UPLOAD_LIMIT_BYTES + 1) }))).file).toEqual({
      ok: false,
      reason: 'too-large',
    })
  })

  test.each([
    ['two files', () => aForm({ file: [new File([PDF], 'a.pdf'), new File([PDF], 'b.pdf')] })],
    ['a file too many', () => aForm({ file: new File([PDF], 'a.pdf'), other: new File([PDF], 'b.pdf') })],
    ['no form', () => new Request('http://shop.test/', { method: 'POST', body: '{}' })],
    [
      'too many fields',
      () => aForm(Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`f${index}`, 'x']))),
    ],
  ])('refuses %s as no form of ours', async (_name, request) => {
    await expect(readUpload(request())).rejects.toMatchObject({ status: 400 })
  })
})
