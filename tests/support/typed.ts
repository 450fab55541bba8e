/** What a reader in Tokyo types into the checkout form. */
export function typed(changes: Record<string, string> = {}): Record<string, string> {
  return {
    intent: 'continue',
    email: 'hana@example.jp',
    contactName: '山田 花子',
    furigana: 'やまだ はなこ',
    phone: '',
    mailLocale: 'ja',
    'delivery.country': 'JP',
    'delivery.postalCode': '110-0005',
    'delivery.prefecture': '東京都',
    'delivery.city': '台東区',
    'delivery.street': '上野1-2-3',
    'delivery.building': '',
    'delivery.name': '',
    receiptName: '',
    note: '',
    method: 'bank',
    ...changes,
  }
}
