/** Letters and digits that nobody takes for another when they are read out or written down: no 0 and O, 1 and I, 5 and S, 8 and B. */
const ALPHABET = '234679ACDEFGHJKLMNPQRTUVWXYZ'
const LENGTH = 5

/**
 * A code for people, as `C-7K2MH`: a letter for what it is of, and five signs at random (17 million); unique keys catch the rest.
 * @param random gives a whole number from 0 up to, but not including, its argument
 */
export function makeCode(kind: string, random: (below: number) => number): string {
  const signs = Array.from({ length: LENGTH }, () => ALPHABET[random(ALPHABET.length)] ?? '')
  return `${kind}-${signs.join('')}`
}
