import { tokyoDay } from '#app/domain/day.ts'
import type { AgreedTerms } from '#app/features/lectures/agree-lecture.server.ts'
import { agreeLecture } from '#app/features/lectures/agree-lecture.server.ts'
import type { Asking } from '#app/features/lectures/asking-form.ts'
import { enterLecture, newLectureKey } from '#app/features/lectures/enter-lecture.server.ts'
import { holdLecture } from '#app/features/lectures/hold-lecture.server.ts'
import { invoiceLecture } from '#app/features/lectures/invoice-lecture.server.ts'
import { db } from '#app/platform/db.server.ts'
import { NOON } from '#tests/support/factories.ts'

export const ASKING: Asking = {
  organisation: '見本市役所',
  name: '見本 太郎',
  email: 'city@example.org',
  phone: '03-0000-0000',
  address: {
    name: '-',
    country: 'JP',
    postalCode: '1100005',
    prefecture: '東京都',
    city: '台東区',
    street: '上野9-9-9',
    building: null,
  },
  topic: '多文化共生の今',
  wishes: '来月の平日',
  place: '見本公民館',
  isOnline: false,
  audience: 40,
  message: 'よろしくお願いします。',
}

/** Two lectures' worth of reading: on the day of the test, with a fee and travel. */
export const TERMS: AgreedTerms = {
  onDay: tokyoDay('2026-11-24'),
  lecturer: '見本 講子',
  feeYen: 33_000,
  travelYen: 1_205,
  place: '見本公民館',
  isOnline: false,
}

type Reached = 'asked' | 'agreed' | 'held' | 'invoiced'

/** A request that came by telephone and got as far as told, by everybody's own way. @returns its code */
export async function aLecture(
  reached: Reached = 'asked',
  { asking = {}, terms = {} }: { asking?: Partial<Asking>; terms?: Partial<AgreedTerms> } = {},
): Promise<string> {
  const at = { now: NOON }
  const entered = await enterLecture(
    {
      asking: { ...ASKING, ...asking },
      locale: 'ja',
      channel: 'phone',
      receivedOn: tokyoDay('2026-11-24'),
      note: null,
    },
    { key: newLectureKey(), ...at },
  )
  if (!entered.ok) throw new Error(entered.reason)
  const { code } = entered
  const agreed = { ...TERMS, ...terms }
  const steps = [
    () => agreeLecture(code, { seen: 0, terms: agreed, words: null }, at),
    () => holdLecture(code, { seen: 1 }, at),
    () =>
      invoiceLecture(
        code,
        { seen: 2, payerName: '見本市役所', dueOn: tokyoDay('2026-12-24'), method: 'bank' },
        at,
      ),
  ]
  const needed = { asked: 0, agreed: 1, held: 2, invoiced: 3 }[reached]
  for (const step of steps.slice(0, needed)) {
    const result = await step()
    if (!result.ok) throw new Error(result.reason)
  }
  return code
}

/** How a request stands now. */
export async function lectureNow(code: string) {
  return await db.lectureRequest.findUniqueOrThrow({
    where: { code },
    include: { charge: { include: { payer: true } } },
  })
}
