import type { CSSProperties } from 'react'
import type { Locale } from '#app/domain/locale.ts'

// Mail programs read no custom properties and few style sheets: the values of app/ui/styles/tokens.css are written out here,
// inline for daylight and as `!important` classes for the dark.
const light = {
  paper: '#f4f5f1',
  sheet: '#fdfdfb',
  ink: '#1e2528',
  soft: '#4d575b',
  rule: '#d2d5cd',
  accent: '#17506b',
}
const dark = {
  paper: '#14191b',
  sheet: '#1b2224',
  ink: '#e7e8e1',
  soft: '#b0b8b7',
  rule: '#363f42',
  accent: '#8cc3dc',
}

const latinSerif = "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia"
const latinSans = "'Avenir Next', 'Segoe UI', Roboto, 'Helvetica Neue', Arial"

const SERIF: Record<Locale, string> = {
  ja: "'Hiragino Mincho ProN', 'Yu Mincho', YuMincho, 'Noto Serif CJK JP', 'Noto Serif JP', serif",
  ko: "'Apple SD Myungjo', AppleMyungjo, 'Nanum Myeongjo', 'Noto Serif CJK KR', Batang, serif",
  en: `${latinSerif}, serif`,
  tl: `${latinSerif}, serif`,
}

const SANS: Record<Locale, string> = {
  ja: "'Hiragino Sans', 'Yu Gothic Medium', 'Yu Gothic', 'Noto Sans CJK JP', Meiryo, sans-serif",
  ko: "'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', 'Noto Sans KR', sans-serif",
  en: `${latinSans}, sans-serif`,
  tl: `${latinSans}, sans-serif`,
}

export const darkModeCss = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .paper, .paper > table > tbody > tr > td { background-color: ${dark.paper} !important; color: ${dark.ink} !important; }
  .sheet { background-color: ${dark.sheet} !important; border-color: #c9a54d ${dark.rule} ${dark.rule} !important; }
  .ink { color: ${dark.ink} !important; }
  .soft { color: ${dark.soft} !important; }
  .rule { border-color: ${dark.rule} !important; }
  .accent { color: ${dark.accent} !important; }
  .button { background-color: ${dark.accent} !important; color: #0d1a20 !important; }
}
@media (max-width: 480px) {
  .sheet { padding: 24px 18px !important; }
}`

type Style = CSSProperties

/** The styles of one language's mail. */
export function stylesFor(locale: Locale): Record<StyleName, Style> {
  const leading = locale === 'ja' ? 1.85 : locale === 'ko' ? 1.75 : 1.6
  const wrap: Style =
    locale === 'ja' ? { lineBreak: 'strict' } : locale === 'ko' ? { wordBreak: 'keep-all' } : {}
  const text: Style = {
    ...wrap,
    color: light.ink,
    fontSize: '16px',
    lineHeight: leading,
    overflowWrap: 'break-word',
  }
  return {
    body: {
      backgroundColor: light.paper,
      color: light.ink,
      fontFamily: SANS[locale],
      margin: 0,
      padding: '24px 8px',
    },
    sheet: {
      backgroundColor: light.sheet,
      border: `1px solid ${light.rule}`,
      borderTop: '6px solid #e3c064',
      margin: '0 auto',
      maxWidth: '600px',
      padding: '32px 36px',
    },
    shop: {
      color: light.soft,
      fontFamily: SERIF[locale],
      fontSize: '15px',
      letterSpacing: '0.06em',
      margin: '0 0 24px',
    },
    title: {
      ...wrap,
      color: light.ink,
      fontFamily: SERIF[locale],
      fontSize: '24px',
      fontWeight: 600,
      lineHeight: 1.4,
      margin: '0 0 20px',
    },
    heading: {
      ...wrap,
      borderBottom: `1px solid ${light.rule}`,
      color: light.ink,
      fontFamily: SERIF[locale],
      fontSize: '18px',
      fontWeight: 600,
      lineHeight: 1.5,
      margin: '32px 0 12px',
      paddingBottom: '6px',
    },
    text: { ...text, margin: '0 0 14px' },
    note: { ...text, color: light.soft, fontSize: '14px', margin: '0 0 10px' },
    big: {
      color: light.ink,
      fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Courier New', monospace",
      fontSize: '30px',
      fontWeight: 700,
      letterSpacing: '0.08em',
      lineHeight: 1.3,
      margin: '0 0 8px',
    },
    table: { borderCollapse: 'collapse', margin: '0 0 14px', width: '100%' },
    label: {
      ...text,
      color: light.soft,
      fontSize: '14px',
      fontWeight: 400,
      padding: '6px 12px 6px 0',
      textAlign: 'left',
      verticalAlign: 'top',
      width: '34%',
    },
    value: { ...text, padding: '6px 0', textAlign: 'left', verticalAlign: 'top' },
    item: {
      ...text,
      borderBottom: `1px solid ${light.rule}`,
      padding: '8px 8px 8px 0',
      textAlign: 'left',
      verticalAlign: 'top',
    },
    count: {
      ...text,
      borderBottom: `1px solid ${light.rule}`,
      color: light.soft,
      padding: '8px 8px',
      textAlign: 'right',
      verticalAlign: 'top',
      whiteSpace: 'nowrap',
    },
    money: {
      ...text,
      borderBottom: `1px solid ${light.rule}`,
      fontVariantNumeric: 'tabular-nums',
      padding: '8px 0',
      textAlign: 'right',
      verticalAlign: 'top',
      whiteSpace: 'nowrap',
    },
    total: { ...text, fontWeight: 700, padding: '10px 8px 4px 0', textAlign: 'left' },
    totalMoney: { ...text, fontWeight: 700, padding: '10px 0 4px', textAlign: 'right', whiteSpace: 'nowrap' },
    button: {
      backgroundColor: light.accent,
      borderRadius: '2px',
      color: '#ffffff',
      display: 'inline-block',
      fontSize: '16px',
      fontWeight: 600,
      lineHeight: '20px',
      padding: '13px 24px',
      textDecoration: 'none',
    },
    link: { color: light.accent, textDecoration: 'underline' },
    foot: { borderTop: `1px solid ${light.rule}`, margin: '36px 0 0', paddingTop: '16px' },
  }
}

export type StyleName =
  | 'body'
  | 'sheet'
  | 'shop'
  | 'title'
  | 'heading'
  | 'text'
  | 'note'
  | 'big'
  | 'table'
  | 'label'
  | 'value'
  | 'item'
  | 'count'
  | 'money'
  | 'total'
  | 'totalMoney'
  | 'button'
  | 'link'
  | 'foot'
