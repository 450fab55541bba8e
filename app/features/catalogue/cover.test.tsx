import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { breakLines, estimatedWidth, fitText } from '#app/features/catalogue/cover-text.ts'
import { Cover, COVER_WIDTH, type CoverSubject } from '#app/features/catalogue/cover.tsx'

const NAMES: [Locale, string][] = [
  ['ja', '外国籍住民との共生にむけて'],
  ['ja', 'サバイバル・マニュアル 新版'],
  [
    'ja',
    '「テロ対策」のターゲット――『外国人包囲網』を読みとくための、とても長い題名をもつ一冊の本（増補改訂版）',
  ],
  ['en', 'Living Together with Migrants and Ethnic Minorities in Japan'],
  ['en', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'],
  ['ko', '일본에서 이주자·소수민족과 함께 살기 위하여'],
  ['tl', 'Sama-samang Pamumuhay kasama ng mga Migrante at Etnikong Minorya sa Japan'],
]

describe('lines of a cover', () => {
  it.each(NAMES)('%s: %s is broken without loss and within the measure', (locale, name) => {
    for (const width of [6, 9, 14]) {
      const lines = breakLines(name, { locale, width })
      for (const line of lines) expect(estimatedWidth(line)).toBeLessThanOrEqual(width)
      expect(lines.join('').replace(/\s/g, '')).toBe(name.replace(/\s/g, ''))
    }
  })

  it('keeps the rules for the ends of Japanese lines', () => {
    const text = 'ここに「とじ括弧」、そして、句点。ラッシュ・アワー（夕方）のエッセー、ヴァージョン「二」。'
    for (let width = 4; width <= 20; width += 1) {
      const lines = breakLines(text, { locale: 'ja', width })
      for (const line of lines.slice(1)) expect(line).not.toMatch(/^[、。」）・ーッュョァ]/u)
      for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[「（]$/u)
    }
  })

  it('breaks Korean and Latin scripts at spaces only', () => {
    expect(breakLines('일본에서 이주자와 함께 살기 위하여', { locale: 'ko', width: 8 })).toEqual([
      '일본에서',
      '이주자와 함께',
      '살기 위하여',
    ])
    const words = breakLines('Policy Proposals by NGOs', { locale: 'en', width: 9 }).join(' ')
    expect(words).toBe('Policy Proposals by NGOs')
  })

  it('makes lines even instead of leaving one word over', () => {
    const lines = breakLines('Living Together with Migrants and Minorities', { locale: 'en', width: 16 })
    const widths = lines.map(estimatedWidth)
    expect(Math.min(...widths)).toBeGreaterThan(Math.max(...widths) * 0.5)
  })

  it('ends lines of Japanese where phrases end, if the type need not get much smaller', () => {
    const options = { locale: 'ja', width: 300, maxLines: 6, sizes: [48, 42, 37, 33, 29, 26] } as const
    expect(fitText('外国籍住民との共生にむけて', options).lines).toEqual(['外国籍住民との', '共生にむけて'])
    expect(fitText('外国人包囲網 PART2', options).lines).toEqual(['外国人包囲網', 'PART2'])
    expect(fitText('サバイバル・マニュアル 新版', options).lines).toEqual([
      'サバイバル・',
      'マニュアル',
      '新版',
    ])
  })

  it('takes the largest size that fits, and an ellipsis when none does', () => {
    const options = { locale: 'ja' as const, width: 200, sizes: [40, 20] as const }
    expect(fitText('共生にむけて', { ...options, maxLines: 2 }).size).toBe(40)
    expect(fitText('外国籍住民との共生にむけて', { ...options, maxLines: 2 }).size).toBe(20)
    const cut = fitText('外国籍住民との共生にむけて、NGOからの政策提言', { ...options, maxLines: 1 })
    expect(cut.lines).toHaveLength(1)
    expect(cut.lines[0]).toMatch(/^外国籍住民.*…$/)
    expect(estimatedWidth(cut.lines[0] ?? '') * cut.size).toBeLessThanOrEqual(200)
  })
})

describe('a drawn cover', () => {
  const issue = { periodical: 'M-Net', numberFrom: 100, numberTo: 100, datedOn: tokyoDay('2007-07-01') }
  const subject: CoverSubject = {
    slug: 'm-net-100',
    kind: 'periodical_issue',
    text: { locale: 'ja', name: 'M-Net 第100号', subtitle: '10周年記念号' },
    otherName: null,
    issue,
  }

  it('shows the number of an issue large, both of a double issue, always inside the page', () => {
    for (const [numberFrom, numberTo] of [
      [7, 7],
      [100, 100],
      [101, 102],
      [1001, 1010],
    ] as const) {
      const svg = draw({ ...subject, issue: { ...issue, numberFrom, numberTo } })
      const shown = [...svg.matchAll(/y="([\d.]+)"[^>]*font-size="(\d+)"[^>]*data-number="(\d+)"/g)]
      expect(shown.map(([, , , number]) => Number(number))).toEqual([...new Set([numberFrom, numberTo])])
      for (const [, y, size, number = ''] of shown) {
        expect(Number(size)).toBeGreaterThan(100)
        expect(estimatedWidth(number) * Number(size)).toBeLessThanOrEqual(COVER_WIDTH)
        expect(Number(y) - Number(size) * 0.75).toBeGreaterThan(142)
        expect(Number(y)).toBeLessThan(440)
      }
    }
  })

  it.each(['M-Net', 'Migrants Network News', 'MIGRANTS WITHOUT BORDERS QUARTERLY'])(
    'sets the name %s beside the date, never over it',
    (periodical) => {
      const svg = draw({ ...subject, issue: { ...issue, periodical, datedOn: tokyoDay('2007-12-01') } })
      const [, size = ''] = /font-size="(\d+)"[^>]*font-weight="bold"/.exec(svg) ?? []
      const [, name = ''] = /<text x="36"[^>]*>([^<]*)</.exec(svg) ?? []
      expect(name.slice(0, 4)).toBe(periodical.slice(0, 4))
      expect(svg).toContain('>2007.12<')
      expect(36 + estimatedWidth(name) * Number(size)).toBeLessThan(384 - estimatedWidth('2007.12') * 24)
    },
  )

  it('is the same every time, and its ground differs by kind', () => {
    expect(draw(subject)).toBe(draw(subject))
    const kinds = ['periodical_issue', 'manual', 'policy_proposals', 'book'] as const
    const grounds = kinds.map((kind) => /<defs>.*<\/defs>/.exec(draw({ ...subject, issue: null, kind }))?.[0])
    expect(new Set(grounds).size).toBe(kinds.length)
  })

  it.each(NAMES)('%s: %s stays inside the cover, as title, band and second name', (locale, name) => {
    const svg = draw({
      ...subject,
      kind: 'book',
      issue: null,
      text: { locale, name, subtitle: name },
      otherName: { locale, name },
    })
    const lines = [...svg.matchAll(/<text x="(\d+)" y="([\d.]+)" font-size="(\d+)"[^>]*>([^<]*)<\/text>/g)]
    expect(lines.length).toBeGreaterThan(2)
    for (const [, x, y, size, text = ''] of lines) {
      const width = estimatedWidth(decode(text)) * Number(size)
      const room = x === String(COVER_WIDTH / 2) ? COVER_WIDTH - 72 : COVER_WIDTH - Number(x) - 30
      expect(width).toBeLessThanOrEqual(room)
      expect(Number(y)).toBeLessThan(590)
    }
  })

  it('escapes what a title may hold', () => {
    const name = '<script>alert("1")</script> & \'x\''
    const svg = draw({ ...subject, issue: null, text: { locale: 'en', name, subtitle: name } })
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&lt;script&gt;')
    expect(svg).not.toMatch(/ style=/)
  })
})

function draw(subject: CoverSubject): string {
  return renderToStaticMarkup(<Cover subject={subject} />)
}

function decode(text: string): string {
  return text
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&')
}
