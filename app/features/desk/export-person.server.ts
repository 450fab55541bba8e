import { exportBills, exportConsignees } from '#app/features/desk/export-payer.server.ts'
import { findPerson } from '#app/features/desk/find-person.server.ts'
import { db } from '#app/platform/db.server.ts'

/**
 * Everything that is held about somebody, for her to have (Act on the Protection of Personal Information, article 33): orders with what
 * happened to them, payments, parcels, papers, quotes, mails and what stood in them, questions, requests for a lecturer, editions she waits for,
 * consignments and bills of hers, notes and reports about her, and who changed what of it.
 * Without secrets: links to the order's page would open it for whoever the file is passed on to, and a mail that lets staff in is left out.
 * @returns null when nothing is held
 */
export async function exportPerson(typed: string): Promise<object | null> {
  const person = await findPerson(typed)
  if (!person) return null
  const ids = person.orders.map((order) => order.id)
  const chargeIds = person.bills.map((bill) => bill.chargeId)
  const consigneeIds = person.consignees.map((consignee) => consignee.id)
  const lectureIds = person.lectures.map(({ id }) => id)
  const [orders, consignees, bills, mails, marks, inquiries, lectures, requests, audit] = await Promise.all([
    db.order.findMany({
      where: { id: { in: ids } },
      omit: { token: true, placementKey: true },
      orderBy: { placedAt: 'asc' },
      include: {
        charge: {
          omit: { checkoutKey: true },
          include: {
            lines: true,
            payments: { include: { refunds: { include: { lines: true } }, disputes: true } },
            credits: { include: { lines: true } },
          },
        },
        lines: true,
        shipments: { include: { lines: true } },
        events: { omit: { seq: true }, orderBy: { at: 'asc' } },
        notes: { orderBy: { at: 'asc' } },
        parcelReports: true,
        documents: { include: { issues: true } },
        quote: { include: { issues: true } },
      },
    }),
    exportConsignees(consigneeIds),
    exportBills(chargeIds),
    db.$queryRaw<object[]>`
      SELECT template, locale, to_email AS "toEmail", state::text AS state, created_at AS "createdAt", sent_at AS "sentAt", payload
      FROM outbox_mails m WHERE m.template <> 'staff-link'
        AND (lower(m.to_email) = lower(${person.email}) OR m.order_id::text = ANY(${ids}) OR m.charge_id::text = ANY(${chargeIds})
          OR m.lecture_id::text = ANY(${lectureIds})) ORDER BY created_at`,
    person.email ? db.mailAddress.findMany({ where: { email: person.email.toLowerCase() } }) : [],
    db.$queryRaw<object[]>`
      SELECT topic::text AS topic, locale, name, email, message, channel::text AS channel, received_at AS "receivedAt",
        answer, answered_at AS "answeredAt", closed_at AS "closedAt"
      FROM inquiries WHERE lower(email) = lower(${person.email}) ORDER BY received_at`,
    db.lectureRequest.findMany({
      where: { id: { in: lectureIds } },
      orderBy: { receivedAt: 'asc' },
      omit: { staffId: true },
    }),
    db.availabilityRequest.findMany({
      where: { email: person.email ?? '' },
      orderBy: { requestedAt: 'asc' },
      select: {
        edition: { select: { sku: true } },
        email: true,
        locale: true,
        requestedAt: true,
        confirmedAt: true,
      },
    }),
    db.auditEntry.findMany({
      where: { rowId: { in: [...ids, ...consigneeIds, ...chargeIds, ...lectureIds] } },
      orderBy: { at: 'asc' },
      select: { at: true, change: true, tableName: true, rowId: true, before: true, after: true },
    }),
  ])
  return withoutSecrets({
    email: person.email,
    orders,
    consignees,
    bills,
    mails,
    mailAddresses: marks,
    inquiries,
    lectures,
    availabilityRequests: requests,
    changes: audit,
  })
}

/** Links of mails that open an order's page or a payment; whatever else is called a secret, now or in a later column. */
const LINKS = /(\/orders\/)[\w-]{20,}[^\s"]*/g
const SECRETS = /token|secret|voucherUrl/i

function withoutSecrets(held: object): object {
  return JSON.parse(
    JSON.stringify(held, (key, value: unknown) => {
      if (SECRETS.test(key)) return undefined
      return typeof value === 'string' ? value.replace(LINKS, '$1…') : value
    }),
  ) as object
}
