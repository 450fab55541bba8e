import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const [lightCss = '', darkCss = ''] = css.split('@media (prefers-color-scheme: dark)')
const light = colours(lightCss)
const dark = { ...light, ...colours(darkCss) }

// [text, ground, least ratio]: 4.5 for text, 3 for the edges of controls and the focus ring.
const PAIRS: [string, string, number][] = [
  ['ink', 'paper', 4.5],
  ['ink', 'sheet', 4.5],
  ['ink', 'wash', 4.5],
  ['ink', 'warn-wash', 4.5],
  ['ink', 'danger-wash', 4.5],
  ['ink', 'good-wash', 4.5],
  ['ink-soft', 'paper', 4.5],
  ['ink-soft', 'sheet', 4.5],
  ['ink-soft', 'wash', 4.5],
  ['accent', 'paper', 4.5],
  ['accent', 'sheet', 4.5],
  ['accent', 'wash', 4.5],
  ['accent', 'warn-wash', 4.5],
  ['accent', 'good-wash', 4.5],
  ['accent-deep', 'paper', 4.5],
  ['accent-deep', 'wash', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-deep', 4.5],
  ['on-obi', 'obi', 4.5],
  ['danger', 'paper', 4.5],
  ['danger', 'sheet', 4.5],
  ['danger', 'danger-wash', 4.5],
  ['danger-deep', 'danger-wash', 4.5],
  ['warn', 'paper', 4.5],
  ['warn', 'sheet', 4.5],
  ['good', 'paper', 4.5],
  ['good', 'sheet', 4.5],
  ['rule-strong', 'sheet', 3],
  ['rule-strong', 'paper', 3],
  ['focus', 'paper', 3],
  ['focus', 'sheet', 3],
]

describe.each([
  ['light', light],
  ['dark', dark],
])('colours, %s', (_scheme, palette) => {
  it.each(PAIRS)('%s on %s has a contrast of at least %d', (text, ground, least) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(least)
  })
})

function colours(block: string): Record<string, string> {
  const found = block.matchAll(/--([\w-]+):\s*(#[\da-f]{6})/g)
  return Object.fromEntries([...found].map(([, name, value]) => [name, value]))
}

/** WCAG 2.2, contrast ratio of two sRGB colours. */
function contrast(a: string | undefined, b: string | undefined): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string | undefined): number {
  if (!colour) throw new Error('no such token')
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(colour.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
