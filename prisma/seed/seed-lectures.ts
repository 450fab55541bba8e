import { addDays, tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { agreeLecture } from '#app/features/lectures/agree-lecture.server.ts'
import type { Asking } from '#app/features/lectures/asking-form.ts'
import type { ChangeLectureResult } from '#app/features/lectures/change-lecture.server.ts'
import { endLecture } from '#app/features/lectures/end-lecture.server.ts'
import { enterLecture, newLectureKey } from '#app/features/lectures/enter-lecture.server.ts'
import { holdLecture } from '#app/features/lectures/hold-lecture.server.ts'
import { invoiceLecture } from '#app/features/lectures/invoice-lecture.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { db } from '#app/platform/db.server.ts'

// SAMPLES: made-up requests for a lecturer, one in each state, with made-up people and fees. Those that are billed have no e-mail address, so that
// the demo's mailbox begins empty. Days count from the first start.

const DAY_MS = 86_400_000
const DAYS_TO_PAY = 30

type Sample = {
  asking: Partial<Asking> & Pick<Asking, 'name' | 'topic' | 'wishes'>
  locale: Locale
  channel: 'phone' | 'post' | 'mail' | 'visit'
  askedDaysAgo: number
  /** From today on; negative for a day that has passed. */
  heldInDays?: number
  feeYen?: number
  travelYen?: number
  reached: 'asked' | 'agreed' | 'held' | 'invoiced' | 'paid' | 'declined' | 'withdrawn'
}

const LIBRARY = {
  name: '-',
  country: 'JP',
  postalCode: '1100005',
  prefecture: '東京都',
  city: '台東区',
  street: '上野0-0-0（見本）',
  building: null,
}

const SAMPLES: readonly Sample[] = [
  {
    asking: {
      organisation: '見本市国際交流協会',
      name: '見本 協子',
      email: 'lecture@example.org',
      topic: '技能実習制度のこれから',
      wishes: '来月の土曜日の午後',
      place: '見本市民会館',
      audience: 60,
    },
    locale: 'ja',
    channel: 'mail',
    askedDaysAgo: 2,
    reached: 'asked',
  },
  {
    asking: {
      organisation: 'Sample University',
      name: 'Sam Sample',
      email: 'seminar@example.org',
      topic: 'Policy proposals by NGOs',
      wishes: 'Any weekday evening',
      isOnline: true,
      audience: 25,
    },
    locale: 'en',
    channel: 'mail',
    askedDaysAgo: 20,
    heldInDays: 14,
    feeYen: 22_000,
    reached: 'agreed',
  },
  {
    asking: {
      organisation: '見本高等学校',
      name: '見本 教子',
      topic: '外国ルーツの同級生',
      wishes: '文化祭の前',
    },
    locale: 'ja',
    channel: 'phone',
    askedDaysAgo: 60,
    heldInDays: -3,
    feeYen: 11_000,
    travelYen: 1_480,
    reached: 'held',
  },
  {
    asking: {
      organisation: '見本市立図書館',
      name: '見本 館子',
      address: LIBRARY,
      topic: '移住者の生活相談',
      wishes: '平日の夜',
      place: '図書館の集会室',
      audience: 30,
    },
    locale: 'ja',
    channel: 'post',
    askedDaysAgo: 75,
    heldInDays: -12,
    feeYen: 33_000,
    travelYen: 820,
    reached: 'invoiced',
  },
  {
    asking: {
      organisation: '見本県労働組合',
      name: '見本 労太',
      address: LIBRARY,
      topic: '移住労働者の権利',
      wishes: '春の研修会',
      place: '見本会館',
      audience: 80,
    },
    locale: 'ja',
    channel: 'phone',
    askedDaysAgo: 120,
    heldInDays: -45,
    feeYen: 33_000,
    travelYen: 1_205,
    reached: 'paid',
  },
  {
    asking: { name: '見本 個子', topic: '昔の法律', wishes: '明日' },
    locale: 'ja',
    channel: 'phone',
    askedDaysAgo: 40,
    reached: 'declined',
  },
  {
    asking: { organisation: '見本町内会', name: '見本 町夫', topic: '近所づきあい', wishes: '夏祭りの日' },
    locale: 'ja',
    channel: 'visit',
    askedDaysAgo: 90,
    heldInDays: -30,
    feeYen: 0,
    reached: 'withdrawn',
  },
]

/** Gives the demo requests for a lecturer in every state, one of them paid through the books. Does nothing where there is any. */
export async function seedLectures({ now }: { now: Date }): Promise<void> {
  if ((await db.lectureRequest.count()) > 0) return
  const office = await db.staff.findFirst({ where: { role: 'secretariat' }, select: { id: true } })
  if (!office) return
  await runAs({ kind: 'staff', staffId: office.id }, async () => {
    for (const sample of SAMPLES) await writeSample(sample, now)
  })
}

async function writeSample(sample: Sample, now: Date): Promise<void> {
  const asked = new Date(now.getTime() - sample.askedDaysAgo * DAY_MS)
  const onDay = addDays(tokyoDayOf(now), sample.heldInDays ?? 0)
  // A lecture that has passed is noted and billed on the day after.
  const after = new Date(now.getTime() + ((sample.heldInDays ?? 0) + 1) * DAY_MS)
  const { code } = await entered(sample, asked)
  if (sample.reached === 'asked') return
  if (sample.reached === 'declined') {
    return done(await endLecture(code, { seen: 0, how: 'decline', words: null }, { now: asked }))
  }
  const terms = {
    onDay,
    lecturer: '見本 講師',
    feeYen: sample.feeYen ?? 0,
    travelYen: sample.travelYen ?? null,
    place: sample.asking.place ?? null,
    isOnline: sample.asking.isOnline ?? false,
  }
  done(await agreeLecture(code, { seen: 0, terms, words: null }, { now: asked }))
  if (sample.reached === 'agreed') return
  if (sample.reached === 'withdrawn') {
    return done(await endLecture(code, { seen: 1, how: 'withdraw', words: null }, { now: asked }))
  }
  done(await holdLecture(code, { seen: 1 }, { now: after }))
  if (sample.reached === 'held') return
  const bill = { payerName: sample.asking.organisation || sample.asking.name, method: 'bank' as const }
  const dueOn = addDays(tokyoDayOf(after), DAYS_TO_PAY)
  done(await invoiceLecture(code, { seen: 2, ...bill, dueOn }, { now: after }))
  if (sample.reached === 'invoiced') return
  const amountYen = terms.feeYen + (terms.travelYen ?? 0)
  const ref = `見本-${code}`
  const money = { charge: code, amountYen, method: 'bank' as const, on: dueOn, ref }
  const paid = await recordPayment(money, { now: new Date(after.getTime() + DAYS_TO_PAY * DAY_MS) })
  if (!paid.ok) throw new Error(`a sample lecture was not paid: ${paid.reason}`)
}

async function entered(sample: Sample, asked: Date): Promise<{ code: string }> {
  const asking: Asking = {
    organisation: '',
    email: null,
    phone: null,
    address: null,
    place: null,
    isOnline: false,
    audience: null,
    message: null,
    ...sample.asking,
  }
  const { locale, channel } = sample
  const entry = { asking, locale, channel, receivedOn: tokyoDayOf(asked), note: '（見本）' }
  const result = await enterLecture(entry, { key: newLectureKey(), now: asked })
  if (!result.ok) throw new Error('a sample lecture was not entered')
  return result
}

function done(result: ChangeLectureResult): void {
  if (!result.ok) throw new Error(`a sample lecture was refused: ${result.reason}`)
}
