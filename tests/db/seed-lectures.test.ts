import { expect, test } from 'vitest'
import { LECTURE_STATES } from '#app/domain/lecture.ts'
import { listLectures } from '#app/features/desk/lectures/list-lectures.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { seedLectures } from '#prisma/seed/seed-lectures.ts'
import { seedStaff } from '#prisma/seed/seed-staff.ts'
import { anOrganisation } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()

test('the demo has a lecture in every state, once, the paid one through the books, and no mail', async () => {
  await anOrganisation()
  await seedStaff({ now: now() })
  await seedLectures({ now: now() })
  await seedLectures({ now: now() })
  const rows = await db.lectureRequest.findMany({ include: { charge: true } })
  expect(rows.map(({ state }) => state).toSorted()).toEqual([...LECTURE_STATES].toSorted())
  expect(rows.find(({ state }) => state === 'paid')?.charge).toMatchObject({
    state: 'covered',
    allocatedYen: 34_205,
  })
  expect(await checkBooks()).toMatchObject({ ok: true })
  expect([await db.outboxMail.count(), await db.task.count()]).toEqual([0, 0])
  const { lectures } = await listLectures({ state: 'todo', year: null, q: '', page: 1 }, { now: now() })
  expect(lectures.map(({ todo }) => todo).toSorted()).toEqual(['answer', 'bill'])
})
