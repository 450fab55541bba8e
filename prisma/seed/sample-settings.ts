import type { Organisation } from '#app/features/catalogue/organisation.server.ts'

// SAMPLES. The name is the organisation's own; representative, address, telephone and accounts are made up for the demo
// and marked as samples wherever they are shown. A live shop writes its own row of the setting `organisation`.
export const SAMPLE_ORGANISATION: Organisation = {
  name: {
    ja: '移住者と連帯する全国ネットワーク',
    en: 'Solidarity Network with Migrants Japan',
    ko: '이주자와 연대하는 전국 네트워크',
    tl: 'Solidarity Network with Migrants Japan',
  },
  representative: {
    ja: '見本 花子（見本）',
    en: 'Hanako Mihon (sample)',
    ko: '미혼 하나코(견본)',
    tl: 'Hanako Mihon (halimbawa)',
  },
  address: {
    ja: '〒100-0000 東京都千代田区見本町1-2-3（見本）',
    en: '1-2-3 Mihoncho, Chiyoda-ku, Tokyo 100-0000, Japan (sample)',
    ko: '(우)100-0000 도쿄도 지요다구 미혼초 1-2-3(견본)',
    tl: '1-2-3 Mihoncho, Chiyoda-ku, Tokyo 100-0000, Japan (halimbawa)',
  },
  phone: '03-0000-0000',
  email: 'office@example.org',
  hours: {
    ja: '平日10時から17時まで（祝日と年末年始を除く）',
    en: 'Monday to Friday, 10:00 to 17:00, except holidays (Japan time)',
    ko: '평일 10시부터 17시까지(공휴일과 연말연시 제외, 일본 시각)',
    tl: 'Lunes hanggang Biyernes, 10:00 hanggang 17:00, maliban kung holiday (oras ng Japan)',
  },
  registrationNumber: null,
  registeredOn: null,
  bank: {
    bankName: '見本銀行',
    branchName: '見本支店（000）',
    accountType: '普通',
    accountNumber: '0000000',
    holder: 'ミホンゼンコクネツトワーク',
  },
  postal: { accountNumber: '00000-0-000000', holder: '移住者と連帯する全国ネットワーク（見本）' },
  certified: false,
  sample: true,
}

/** SAMPLES after the manner of Japan Post's letters and parcels: zone, from that day on, up to so many grams, yen with tax. */
export const SAMPLE_SHIPPING_FROM = '2006-01-01'
export const SAMPLE_SHIPPING_RATES: Record<
  'japan' | 'asia' | 'world',
  readonly [grams: number, yen: number][]
> = {
  japan: [
    [150, 180],
    [250, 215],
    [500, 310],
    [1_000, 430],
    [3_000, 600],
    [10_000, 1_200],
    [25_000, 1_800],
  ],
  asia: [
    [250, 480],
    [500, 760],
    [1_000, 1_300],
    [2_000, 2_200],
    [5_000, 4_600],
  ],
  world: [
    [250, 620],
    [500, 1_050],
    [1_000, 1_900],
    [2_000, 3_400],
    [5_000, 7_900],
  ],
}
