/** Endings and words of bodies that are written to as such. Names of people hold none of them. */
const ORGANISATION =
  /(株式会社|有限会社|合同会社|合資会社|合名会社|[（(][株有同][)）]|㈱|㈲|法人|協会|協同組合|組合|連合|連盟|同盟|財団|社団|大学|大學|短期大学|高専|学校|学院|学園|学部|学科|研究[所室科会]|図書館|図書室|資料室|博物館|書店|書房|書籍|ブックス|センター|事務所|事務局|委員会|実行委|支援会|連絡会|ネットワーク|教会|病院|役所|役場|[都道府県市区町村]庁|教育委員会|部|課|係|室|会|団|社|店|館|院|省|庁)$/u
const ORGANISATION_INSIDE =
  /(株式会社|有限会社|合同会社|㈱|㈲|[（(][株有][)）]|法人|財団|社団|大学|図書館|協会|協同組合|生協|労働組合|ユニオン|委員会|NPO|NGO|주식회사|대학교|도서관|협회|재단)/u
const ORGANISATION_LATIN =
  /\b(university|college|library|institute|center|centre|association|foundation|network|union|church|inc|ltd|llc|corp|corporation|company|office|school|npo|ngo|society|committee)\b\.?/i
const HAS_ONE = /(様|さま|殿|御中|宛|先生|각하|귀하|귀중|님)$/u

/**
 * How Japanese mail and papers address a name: 様 for people, 御中 for organisations, never both, and nothing where the writer has put one
 * (PEERS.md 5.12). A guess by the words of the name.
 * Example: 山田花子 様, 見本大学図書館 御中, 上様 as it is.
 */
export function japaneseHonorific(name: string): '様' | '御中' | '' {
  return choose(name, { person: '様', organisation: '御中' } as const)
}

/** The same in Korean: 귀하 for people, 귀중 for organisations. */
export function koreanHonorific(name: string): '귀하' | '귀중' | '' {
  return choose(name, { person: '귀하', organisation: '귀중' } as const)
}

function choose<Person extends string, Body extends string>(
  name: string,
  words: { person: Person; organisation: Body },
): Person | Body | '' {
  const plain = name.normalize('NFKC').trim()
  if (HAS_ONE.test(plain)) return ''
  return isOrganisation(plain) ? words.organisation : words.person
}

/** A body's form that stands apart from its name: 株式会社 見本. */
const BARE_FORM = /^(株式会社|有限会社|合同会社|.{0,8}法人|주식회사)$/u

/** A person named after her organisation (見本大学 山田花子) is a person: the last word decides, if it is not a body's itself. */
function isOrganisation(name: string): boolean {
  if (ORGANISATION_LATIN.test(name)) return true
  const words = name.split(/\s+/)
  const last = words.at(-1) ?? ''
  if (words.length === 1)
    return ORGANISATION_INSIDE.test(name) || (name.length > 4 && ORGANISATION.test(name))
  if (words.length === 2 && BARE_FORM.test(words[0] ?? '')) return true
  // Two signs are a family name like 渡部 or 大社 sooner than a department.
  return ORGANISATION_INSIDE.test(last) || (last.length > 2 && ORGANISATION.test(last))
}
