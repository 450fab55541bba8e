import type { ReactNode } from 'react'
import type { TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { estimatedWidth, fitText, type FittedText } from '#app/features/catalogue/cover-text.ts'
import type { TitleKind } from '#app/features/catalogue/title.ts'

export const COVER_WIDTH = 420
export const COVER_HEIGHT = 594

export type CoverSubject = {
  slug: string
  kind: TitleKind
  /** In the language the book is set in. */
  text: { locale: Locale; name: string; subtitle: string | null }
  /** The same name in another language, for the band. */
  otherName: { locale: Locale; name: string } | null
  issue: { periodical: string; numberFrom: number; numberTo: number; datedOn: TokyoDay } | null
}

type Cloth = { ground: string; line: string }

const PAPER = '#f7f6ef'
const INK = '#1e2528'
const GOLD = '#dcb65a'
const MARGIN = 36
const INNER = COVER_WIDTH - 2 * MARGIN
const BAND_TOP = 440
const DATE_SIZE = 24
const FONTS: Record<Locale, string> = {
  ja: "'Hiragino Mincho ProN','Yu Mincho','Noto Serif CJK JP','Noto Serif JP',serif",
  ko: "AppleMyungjo,'Nanum Myeongjo','Noto Serif CJK KR','Noto Serif KR',Batang,serif",
  en: "'Iowan Old Style','Palatino Linotype',Palatino,P052,'Noto Serif',serif",
  tl: "'Iowan Old Style','Palatino Linotype',Palatino,P052,'Noto Serif',serif",
}

/** Bookcloths by their Japanese names: 藍, 松葉, 蘇芳, 鉄紺, 朽葉. Issues of a periodical go through them by number. */
const CLOTHS: readonly [Cloth, ...Cloth[]] = [
  { ground: '#1b4d69', line: '#3f7896' },
  { ground: '#2f5a45', line: '#568672' },
  { ground: '#6f2b38', line: '#9a5562' },
  { ground: '#2b3a4f', line: '#566a84' },
  { ground: '#7a4a21', line: '#a8744a' },
]

/**
 * A cover drawn from type alone, the same every time: each kind has its ground pattern (a net for the periodical, waves, tortoiseshell,
 * stripes), an issue shows its number large, and a paper band (obi) carries the subtitle.
 */
export function Cover({ subject }: { subject: CoverSubject }) {
  const cloth = clothOf(subject)
  const { text } = subject
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${COVER_WIDTH} ${COVER_HEIGHT}`}
      width={COVER_WIDTH}
      height={COVER_HEIGHT}
      role="img"
      lang={text.locale}
      xmlLang={text.locale}
    >
      <title>{text.name}</title>
      <defs>
        <Ground kind={subject.kind} cloth={cloth} />
      </defs>
      <rect width={COVER_WIDTH} height={COVER_HEIGHT} fill={cloth.ground} />
      <rect width={COVER_WIDTH} height={COVER_HEIGHT} fill="url(#ground)" />
      {subject.issue ? (
        <IssueFace issue={subject.issue} cloth={cloth} />
      ) : (
        <BookFace subject={subject} cloth={cloth} />
      )}
      <Band subject={subject} cloth={cloth} />
      <rect width="9" height={COVER_HEIGHT} fill="#000" opacity="0.16" />
    </svg>
  )
}

function IssueFace({ issue, cloth }: { issue: NonNullable<CoverSubject['issue']>; cloth: Cloth }) {
  const numbers = [...new Set([issue.numberFrom, issue.numberTo])].map(String)
  const widest = Math.max(...numbers.map(estimatedWidth))
  const numberSize = Math.min(numbers.length > 1 ? 145 : 230, Math.floor((COVER_WIDTH - 2 * 16) / widest))
  const [year, month] = issue.datedOn.split('-').map(Number)
  const date = `${year}.${month}`
  // Both stand on one line. Bold type, and the serif of a system without ours, run an eighth wider than estimated.
  const masthead = fitText(issue.periodical, {
    locale: 'en',
    width: (INNER - estimatedWidth(date) * DATE_SIZE - DATE_SIZE / 2) * 0.88,
    maxLines: 1,
    sizes: [88, 72, 60, 48, 36, 28],
  })
  return (
    <>
      <rect width={COVER_WIDTH} height="140" fill={cloth.ground} />
      <Lines
        fitted={masthead}
        x={MARGIN}
        top={122 - masthead.size * 1.08}
        fill={PAPER}
        locale="en"
        weight="bold"
      />
      <text
        x={COVER_WIDTH - MARGIN}
        y="122"
        textAnchor="end"
        fontSize={DATE_SIZE}
        fill={PAPER}
        fontFamily={FONTS.en}
      >
        {date}
      </text>
      <rect y="140" width={COVER_WIDTH} height="2" fill={PAPER} />
      {numbers.map((number, index) => (
        <text
          key={number}
          x={COVER_WIDTH / 2}
          y={292 + numberSize * (0.36 + (index - (numbers.length - 1) / 2) * 0.94)}
          textAnchor="middle"
          fontSize={numberSize}
          fontWeight="bold"
          fill={PAPER}
          fontFamily={FONTS.en}
          data-number={number}
        >
          {number}
        </text>
      ))}
    </>
  )
}

function BookFace({ subject, cloth }: { subject: CoverSubject; cloth: Cloth }) {
  const { locale, name } = subject.text
  const fitted = fitText(name, { locale, width: INNER - 48, maxLines: 6, sizes: [48, 42, 37, 33, 29, 26] })
  const height = Math.max(170, fitted.lines.length * fitted.size * 1.4 + 84)
  return (
    <>
      <rect x={MARGIN} y="48" width={INNER} height={height} fill={PAPER} />
      <rect
        x={MARGIN + 9}
        y="57"
        width={INNER - 18}
        height={height - 18}
        fill="none"
        stroke={cloth.ground}
        strokeWidth="2"
      />
      <rect
        x={MARGIN + 14}
        y="62"
        width={INNER - 28}
        height={height - 28}
        fill="none"
        stroke={cloth.ground}
        strokeWidth="0.8"
      />
      <Lines
        fitted={fitted}
        x={COVER_WIDTH / 2}
        top={48 + (height - fitted.lines.length * fitted.size * 1.4) / 2}
        fill={INK}
        locale={locale}
        weight="bold"
        anchor="middle"
      />
    </>
  )
}

/** The paper band around the lower part, as Japanese books wear it. */
function Band({ subject, cloth }: { subject: CoverSubject; cloth: Cloth }) {
  const { text, otherName } = subject
  const isJubilee = subject.issue !== null && subject.issue.numberFrom % 100 === 0
  const second = subject.issue ? null : otherName
  const main = text.subtitle
    ? fitText(text.subtitle, {
        locale: text.locale,
        width: INNER,
        maxLines: second ? 2 : 3,
        sizes: second ? [25, 22, 19, 17] : [28, 25, 22, 19, 17],
      })
    : null
  const other = second
    ? fitText(second.name, {
        locale: second.locale,
        width: INNER,
        maxLines: main ? 2 : 4,
        sizes: main ? [16, 15, 14] : [20, 18, 16, 14],
      })
    : null
  return (
    <>
      <rect
        y={BAND_TOP}
        width={COVER_WIDTH}
        height={COVER_HEIGHT - BAND_TOP}
        fill={isJubilee ? GOLD : PAPER}
      />
      <rect y={BAND_TOP + 7} width={COVER_WIDTH} height="1.5" fill={cloth.ground} />
      {main ? <Lines fitted={main} x={MARGIN} top={BAND_TOP + 22} fill={INK} locale={text.locale} /> : null}
      {other && second ? (
        <Lines
          fitted={other}
          x={MARGIN}
          top={BAND_TOP + 22 + (main ? main.lines.length * main.size * 1.4 + 8 : 6)}
          fill="#4d575b"
          locale={second.locale}
        />
      ) : null}
    </>
  )
}

type LinesProps = {
  fitted: FittedText
  x: number
  /** The upper edge of the first line. */
  top: number
  fill: string
  locale: Locale
  weight?: 'bold'
  anchor?: 'middle'
}

function Lines({ fitted, x, top, fill, locale, weight, anchor }: LinesProps): ReactNode {
  return fitted.lines.map((line, index) => (
    <text
      key={index}
      x={x}
      y={top + index * fitted.size * 1.4 + fitted.size * 1.08}
      fontSize={fitted.size}
      fontFamily={FONTS[locale]}
      fontWeight={weight}
      textAnchor={anchor}
      fill={fill}
      lang={locale}
      xmlLang={locale}
    >
      {line}
    </text>
  ))
}

function Ground({ kind, cloth }: { kind: TitleKind; cloth: Cloth }) {
  const stroke = { fill: 'none', stroke: cloth.line, strokeWidth: 1.6, opacity: 0.75 }
  switch (kind) {
    case 'periodical_issue':
      return (
        <pattern id="ground" width="42" height="42" patternUnits="userSpaceOnUse">
          <path {...stroke} d="M0 0C0 14 21 7 21 21S0 28 0 42M42 0C42 14 21 7 21 21S42 28 42 42" />
        </pattern>
      )
    case 'manual':
      return (
        <pattern id="ground" width="56" height="28" patternUnits="userSpaceOnUse">
          {[
            [28, 0],
            [0, 14],
            [56, 14],
            [28, 28],
            [0, 42],
            [56, 42],
          ].map(([cx, cy]) => (
            <g key={`${cx} ${cy}`} fill={cloth.ground} stroke={cloth.line} strokeWidth="1.6">
              {[28, 20, 12, 4].map((r) => (
                <circle key={r} cx={cx} cy={cy} r={r} />
              ))}
            </g>
          ))}
        </pattern>
      )
    case 'policy_proposals':
      return (
        <pattern id="ground" width="41.57" height="72" patternUnits="userSpaceOnUse">
          <path {...stroke} d="M0 12 20.785 0 41.57 12V36L20.785 48 0 36ZM20.785 48V72" />
        </pattern>
      )
    case 'book':
      return (
        <pattern id="ground" width="30" height="30" patternUnits="userSpaceOnUse">
          <path d="M0 0h5v30h-5zM11 0h1.5v30h-1.5zM17 0h1.5v30h-1.5zM23 0h1.5v30h-1.5z" fill={cloth.line} />
        </pattern>
      )
  }
}

function clothOf(subject: CoverSubject): Cloth {
  const fixed: Record<TitleKind, number> = { periodical_issue: 0, manual: 1, policy_proposals: 2, book: 3 }
  const index = subject.issue ? subject.issue.numberFrom % CLOTHS.length : fixed[subject.kind]
  return CLOTHS[index] ?? CLOTHS[0]
}
