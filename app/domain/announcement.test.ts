import { describe, expect, test } from 'vitest'
import { planAnnouncement, type Buyer } from './announcement.ts'

let orders = 0

function buyer(changes: Partial<Buyer>): Buyer {
  orders += 1
  return {
    orderId: `order-${String(orders).padStart(3, '0')}`,
    email: null,
    locale: 'ja',
    placedAt: new Date(Date.UTC(2007, 9, orders)),
    addressKey: null,
    ...changes,
  }
}

const nobody = {
  told: { emails: new Set<string>(), addresses: new Set<string>() },
  marked: new Set<string>(),
}

describe('who is told of a supplement', () => {
  test('one mail an address, in the language of its newest order, however it is written', () => {
    const first = buyer({ email: 'A@x.jp', locale: 'ja' })
    const other = buyer({ email: 'b@x.jp', locale: 'ko' })
    const second = buyer({ email: 'a@X.jp', locale: 'en' })
    const plan = planAnnouncement([second, other, first], nobody)
    expect(plan.mails).toEqual([
      { orderId: other.orderId, email: 'b@x.jp', locale: 'ko' },
      { orderId: second.orderId, email: 'a@X.jp', locale: 'en' },
    ])
    expect([plan.letters, plan.suppressed, plan.toldBefore]).toEqual([[], [], 0])
  })

  test('one letter an address of those without e-mail, none for whom neither is known', () => {
    const bought = [
      buyer({ addressKey: 'Yamada, Tokyo' }),
      buyer({ addressKey: 'Yamada, Tokyo', locale: 'tl' }),
      buyer({ addressKey: 'Kim, Osaka' }),
      buyer({}),
    ]
    expect(planAnnouncement(bought, nobody).letters).toEqual([
      { orderId: bought[1]?.orderId, email: null, locale: 'tl' },
      { orderId: bought[2]?.orderId, email: null, locale: 'ja' },
    ])
  })

  test('nobody twice, and addresses that take no mail apart', () => {
    const plan = planAnnouncement(
      [
        buyer({ email: 'Told@x.jp' }),
        buyer({ email: 'gone@x.jp' }),
        buyer({ email: 'new@x.jp' }),
        buyer({ addressKey: 'told' }),
        buyer({ addressKey: 'new' }),
      ],
      {
        told: { emails: new Set(['told@x.jp']), addresses: new Set(['told']) },
        marked: new Set(['gone@x.jp']),
      },
    )
    expect(plan.toldBefore).toBe(2)
    expect(plan.mails.map(({ email }) => email)).toEqual(['new@x.jp'])
    expect(plan.suppressed.map(({ email }) => email)).toEqual(['gone@x.jp'])
    expect(plan.letters).toHaveLength(1)
  })
})
