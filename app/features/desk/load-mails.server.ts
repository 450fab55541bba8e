import type { MailView } from '#app/features/desk/desk-order.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

/** The mails about an order, about a bill that no order stands behind, or about a lecture and its bill, oldest first. */
export async function loadMails(of: Prisma.OutboxMailWhereInput): Promise<MailView[]> {
  const mails = await db.outboxMail.findMany({
    where: of,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      template: true,
      toEmail: true,
      state: true,
      attempts: true,
      createdAt: true,
      sentAt: true,
      lastError: true,
    },
  })
  const marks = await db.mailAddress.findMany({
    where: { email: { in: [...new Set(mails.map((mail) => mail.toEmail.toLowerCase()))] } },
  })
  return mails.map((mail) => ({
    ...mail,
    // What came back after it was sent marks the address from then on.
    mark: marks.find((mark) => mark.email === mail.toEmail.toLowerCase())?.reason ?? null,
  }))
}
