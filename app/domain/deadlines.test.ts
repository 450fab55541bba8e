import { describe, expect, it } from 'vitest'
import { checkoutDeadline, transferDeadline, voucherDeadline } from '#app/domain/deadlines.ts'

const noHoliday = () => false

describe('deadlines', () => {
  it('a transfer is due in 14 days and expires three business days later, at the end of the day in Tokyo', () => {
    expect(transferDeadline(new Date('2026-11-24T03:00:00Z'), noHoliday)).toEqual({
      dueOn: '2026-12-08',
      expiresAt: new Date('2026-12-11T15:00:00Z'),
    })
  })

  it('over the turn of the year the banks are closed', () => {
    const placed = new Date('2026-12-15T03:00:00Z')
    expect(transferDeadline(placed, (day) => day === '2027-01-01')).toEqual({
      dueOn: '2026-12-29',
      expiresAt: new Date('2027-01-05T15:00:00Z'),
    })
  })

  it('late at night in UTC it is the next day in Tokyo', () => {
    expect(transferDeadline(new Date('2026-11-24T15:00:00Z'), noHoliday).dueOn).toBe('2026-12-09')
  })

  it('a page lives longer than Stripe demands and its hold longer than the page', () => {
    const opened = new Date('2026-11-24T03:00:00.789Z')
    const { sessionExpiresAt, expiresAt } = checkoutDeadline(opened)
    expect(sessionExpiresAt.getTime() - opened.getTime()).toBeGreaterThan(30 * 60_000)
    expect(sessionExpiresAt.getUTCMilliseconds()).toBe(0)
    expect(expiresAt.getTime()).toBeGreaterThan(sessionExpiresAt.getTime())
  })

  it('a voucher holds its copies past its own end', () => {
    const deadline = voucherDeadline(new Date('2026-11-28T14:59:59Z'))
    expect(deadline.dueOn).toBe('2026-11-28')
    expect(deadline.expiresAt.getTime()).toBeGreaterThan(new Date('2026-11-28T15:00:00Z').getTime())
  })
})
