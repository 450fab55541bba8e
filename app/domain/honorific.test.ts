import { expect, test } from 'vitest'
import { japaneseHonorific, koreanHonorific } from '#app/domain/honorific.ts'

test.each([
  '山田 花子',
  '山田花子',
  '渡部 陽子',
  '阿部',
  '服部 会',
  '見本大学 山田花子',
  '株式会社見本 山田 花子',
  '山田 信行',
  'Maria Santos',
  'Nguyễn Thị Hương',
  '김 철수',
])('%s is a person', (name) => {
  expect(japaneseHonorific(name)).toBe('様')
})

test.each([
  '株式会社見本',
  '株式会社 見本',
  '見本書店株式会社',
  '見本（株）',
  '見本大学附属図書館',
  '見本大学 文学部 社会学研究室',
  '特定非営利活動法人 見本の会',
  'NPO法人見本',
  '見本労働組合',
  '移住者を支援する会',
  '見本市役所 総務課',
  'Mihon University Library',
  '주식회사 견본',
])('%s is an organisation', (name) => {
  expect(japaneseHonorific(name)).toBe('御中')
})

test.each(['上様', '山田花子様', '見本大学御中', '見本株式会社 御中', '山田 太郎 先生'])(
  '%s has its own',
  (name) => {
    expect(japaneseHonorific(name)).toBe('')
  },
)

test('Korean', () => {
  expect([
    koreanHonorific('김철수'),
    koreanHonorific('서울대학교 도서관'),
    koreanHonorific('김철수 님'),
  ]).toEqual(['귀하', '귀중', ''])
})
