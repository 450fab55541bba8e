const BROWSERS: [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/.*Safari\//, 'Safari'],
]

const SYSTEMS: [RegExp, string][] = [
  [/\b(?:iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/**
 * What kind of browser a `User-Agent` names, in two words, so that people know their sessions apart. Deliberately no more: the whole
 * header would be a fingerprint. Example: `Firefox, Windows`; `?` for what is not known.
 */
export function deviceOf(userAgent: string): string {
  return `${firstOf(BROWSERS, userAgent)}, ${firstOf(SYSTEMS, userAgent)}`
}

function firstOf(known: readonly [RegExp, string][], text: string): string {
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? '?'
}
