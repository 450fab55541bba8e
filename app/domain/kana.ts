/**
 * Brings width and voicing marks of kana to one form: NFKC, with marks that stand by themselves put onto their kana first,
 * which NFKC alone would part from it by a space. Example: `ｶﾞ` and `カ゛` are `ガ`.
 */
export function composeKana(text: string): string {
  return text.replace(/゛/g, '\u3099').replace(/゜/g, '\u309A').normalize('NFKC')
}

/**
 * Furigana in the one form that is stored: full-width katakana, half-width digits and signs, single spaces, every hyphen `-`.
 * Hiragana and half-width katakana are accepted; other characters stay as they are for `isFurigana` to refuse.
 * Example: `やまだ　はなこ` and `ﾔﾏﾀﾞ ﾊﾅｺ` are `ヤマダ ハナコ`.
 */
export function toFurigana(text: string): string {
  return composeKana(text)
    .replace(/[ぁ-ゖゝゞ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .normalize('NFC')
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * Says whether a text can be the reading of a name: katakana or hiragana of any width, with `ー`, `・`, spaces, digits and the
 * signs `( ) . - /` that banks use in the names of organisations (gumroad in PEERS.md 4). At least one kana is needed.
 * Example: `カ)グローバルウイザ` and `やまだ はなこ` can, `山田` and `Yamada` cannot.
 */
export function isFurigana(text: string): boolean {
  const furigana = toFurigana(text)
  return /^[ァ-ヺー・ヽヾ ().\-/0-9]+$/.test(furigana) && /[ァ-ヺ]/.test(furigana)
}
