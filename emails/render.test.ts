import { describe, expect, test } from 'vitest'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { typedText } from './parts/typed-text.ts'
import { renderMail } from './render.tsx'
import { mailSamples } from './samples.ts'
import { isMailTemplate, templates, type MailTemplate, type MailTemplates } from './templates.ts'

const names = Object.keys(templates) as MailTemplate[]
const all = names.flatMap((name) => LOCALES.map((locale) => [name, locale] as const))

describe.each(all)('%s in %s', (name, locale) => {
  const sample = mailSamples[name]
  const mail = () => renderMail(name, locale, sample)

  test('is a whole page in its language', async () => {
    const { subject, html } = await mail()
    expect(html).toMatch(/^<!DOCTYPE html/)
    expect(html).toMatch(new RegExp(`<html[^>]* lang="${locale}"`))
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).toContain('color-scheme')
    expect(html).not.toMatch(/<img|url\(|@import|<link /)
    expect(subject).not.toMatch(/[\r\n]|\{\{|…/)
    expect(subject.length).toBeGreaterThan(10)
  })

  test('leaves no value open and no text missing', async () => {
    const { html, text } = await mail()
    for (const body of [html, text]) expect(body).not.toMatch(/\{\{|…|undefined|NaN|\[object|mail:/)
  })

  test('shows the same links and figures in both versions', async () => {
    const { html, text } = await mail()
    for (const body of [html, text]) {
      for (const expected of mustShow(sample)) expect(body).toContain(expected)
    }
  })

  test('prints markup in names as letters', async () => {
    const { html, text } = await mail()
    expect(html).not.toMatch(/<script|<b>|<i>/)
    if ('contactName' in sample) {
      expect(html).toContain('山田 &lt;b&gt;花子&lt;/b&gt; &amp; 子')
      expect(text).toContain('山田 <b>花子</b> & 子')
      expect(html).toContain('<span lang="en">Living Together &lt;script&gt;')
    }
  })

  test('has a text version without markup and without long gaps', async () => {
    const { text } = await mail()
    expect(text).not.toMatch(/<\/?(p|td|table|span|br|div|style)\b|&nbsp;|&amp;/)
    expect(text).not.toMatch(/\n{3}|[ \t]\n/)
    expect(text.split('\n').length).toBeGreaterThan(6)
  })

  test('comes out the same each time', async () => {
    expect(await renderMail(name, locale, JSON.parse(JSON.stringify(sample)))).toEqual(await mail())
  })
})

async function textOf<Name extends MailTemplate>(name: Name, locale: Locale, change: object = {}) {
  return (await renderMail(name, locale, { ...mailSamples[name], ...change })).text
}

test('a transfer mail tells number, amount, account and day', async () => {
  const text = await textOf('order-received', 'ja')
  expect(text).toContain('\n1234567\n')
  expect(text).toContain('お支払い金額: 4,110円')
  expect(text).toContain('お支払い期限: 2026年12月6日(日)')
  expect(text).toContain('銀行: 見本銀行')
  expect(text).toContain('口座: 普通 7654321')
})

test('a bill is asked for with what is still open of it, and without a day that has passed', async () => {
  const text = await textOf('bill-reminder', 'ja')
  expect(text).toContain('2,110円のご入金をまだ確認できておりません')
  expect(text).toContain('お支払い金額: 2,110円')
  expect(text).not.toContain('お支払い期限:')
  expect(await textOf('order-billed', 'ja')).toContain('お支払い期限: 2026年12月31日(木)')
})

test('a bill that no order stands behind tells what it is for and how it is paid', async () => {
  const issued = await textOf('bill-issued', 'ja')
  for (const part of [
    'L-7K2M',
    '講師派遣料',
    '\n12345671\n',
    'お支払い金額: 34,205円',
    '2026年12月31日(木)',
  ]) {
    expect(issued).toContain(part)
  }
  expect(await textOf('bill-issued', 'ja', { account: null })).not.toContain('銀行')
  const reminded = await textOf('bill-reminded', 'ja')
  expect(reminded).toContain('お支払い金額: 30,205円')
  expect(reminded).not.toContain('お支払い期限:')
})

test('money for such a bill is told as what it did', async () => {
  expect(await textOf('bill-money', 'en')).toContain('¥30,205 of the bill is still missing')
  const paid = await textOf('bill-money', 'en', { news: 'paid', missingYen: 0 })
  expect(paid).toContain('The bill is paid in full')
  expect(paid).not.toContain('7654321')
  expect(await textOf('bill-money', 'en', { news: 'overpaid', surplusYen: 95 })).toContain('¥95 more')
  expect(await textOf('bill-money', 'en', { news: 'late' })).toContain('already been cancelled')
})

test('a part payment asks for the rest with the same number', async () => {
  const text = await textOf('order-part-paid', 'en')
  expect(text).toContain('We have received ¥4,000 of ¥4,110. ¥110 is still missing.')
  expect(text).toContain('Amount: ¥110')
  expect(text).toContain('00120-1-000000')
  expect(await textOf('order-part-paid', 'en', { transfer: null })).not.toContain('00120-1-000000')
})

test('the paid mail states all that a receipt states', async () => {
  const text = await textOf('order-paid', 'ja')
  for (const part of [
    '領収書',
    '宛名: 株式会社 "見本" <i> 様',
    '但し書き: 書籍代として',
    '領収日: 2026年11月23日',
    'お支払い方法: コンビニ払い',
    '4,110円',
    '10%対象 4,110円（うち消費税 373円）',
    '移住者と連帯する全国ネットワーク',
    '登録番号 T1234567890123',
  ]) {
    expect(text).toContain(part)
  }
})

test('without a registration number and a receipt name the receipt does without', async () => {
  const organisation = { ...mailSamples['order-paid'].organisation, registrationNumber: null }
  const text = await textOf('order-paid', 'ja', { organisation, receiptName: null })
  expect(text).not.toContain('登録番号')
  expect(text).toContain('宛名: 山田')
})

test('a voucher mail carries the hosted voucher and its last day', async () => {
  const text = await textOf('voucher', 'en')
  expect(text).toContain('https://payments.example.org/konbini/voucher/test_1')
  expect(text).toContain('by 23:59 (Japan time) on Wed, November 25, 2026')
})

test('a tracked parcel links to Japan Post, an untracked one says so', async () => {
  expect(await textOf('order-posted', 'ko')).toContain('reqCodeNo1=123456789012')
  const untracked = await textOf('order-posted', 'en', { trackingNumber: null, remaining: [] })
  expect(untracked).not.toContain('reqCodeNo1')
  expect(untracked).toContain('ordinary mail')
})

test('a replacement says that it is one', async () => {
  expect(await textOf('order-posted', 'en', { replacement: true })).toContain('free of charge')
  expect(await textOf('order-posted', 'en')).not.toContain('free of charge')
})

test('nothing of an order code can reach another header', async () => {
  const { subject } = await renderMail('order-paid', 'en', {
    ...mailSamples['order-paid'],
    orderCode: 'K7M2\r\nBcc: everyone@example.org\u2028x',
  })
  expect(subject).toBe('M-Net Shop: payment received for order K7M2 Bcc: everyone@example.org x')
})

test('a payload that is not what the template takes is refused', async () => {
  await expect(renderMail('order-paid', 'en', mailSamples.voucher)).rejects.toThrow()
  await expect(
    renderMail('voucher', 'en', { ...mailSamples.voucher, voucherUrl: 'javascript:alert(1)' }),
  ).rejects.toThrow()
  expect(isMailTemplate('order-paid')).toBe(true)
  expect(isMailTemplate('toString')).toBe(false)
})

test('a typed name cannot carry a link to a stranger', async () => {
  expect(typedText('Win at https://x.example.com/a now')).toBe('Win at https: // x. example. com/a now')
  expect(typedText('山田 花子')).toBe('山田 花子')
  expect(typedText('J. R. Tolkien\r\nBcc: x')).toBe('J. R. Tolkien Bcc: x')
  const text = await textOf('order-received', 'en', { contactName: 'http://evil.example' })
  expect(text).not.toContain('http://evil')
})

test('an answer about a lecture says what was agreed on, and nothing of it where the request ends', async () => {
  const agreed = await textOf('lecture-answer', 'ja')
  for (const part of ['講演日: 2026年12月12日(土)', '会場: オンライン開催, 見本公民館 & 別館', 'L-7K2M']) {
    expect(agreed).toContain(part)
  }
  const ended = await textOf('lecture-answer', 'ja', { agreed: null })
  expect(ended).toContain('はよろしくお願いします。')
  expect(ended).not.toMatch(/講演日|33,000/)
})

/** Links and figures that a mail cannot do without. */
function mustShow(sample: MailTemplates[keyof MailTemplates]): string[] {
  if ('orderUrl' in sample) return [sample.orderUrl, '4,110', '3,000', '310', '373', sample.orderCode]
  if ('agreed' in sample)
    return [sample.subjectCode, '2026', '22', '33,000', '1,205', 'はよろしくお願いします。']
  if ('subjectCode' in sample && !('totalYen' in sample)) return [sample.subjectCode, '2026', '22']
  if ('subjectCode' in sample) return [sample.subjectCode, '34,205', '33,000', '1,205', '3,109']
  if ('orders' in sample) return [...sample.orders.map((order) => order.url), 'K7M2-9QXA']
  if ('deskUrl' in sample) return [`${sample.deskUrl}/packing`, '1,200', '3']
  if ('fileUrl' in sample) return [sample.fileUrl, sample.titleUrl, 'It was left out', 'Free of charge.']
  if ('titleUrl' in sample) return [sample.url, sample.titleUrl, sample.editionName]
  if ('editionName' in sample) return [sample.url, sample.editionName]
  if ('answer' in sample) return ['2026', '22', 'お問い合わせの本は在庫があります。', 'に発送できます。']
  if ('receivedOn' in sample) return ['2026', '22']
  return [sample.url, String(sample.minutes)]
}
