import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { MOST_COPIES } from '#app/features/desk/copies/run-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

export const NOTE_PURPOSES = ['author', 'exchange', 'press', 'legal_deposit', 'sample', 'other'] as const
export type NotePurpose = (typeof NOTE_PURPOSES)[number]
export const NOTE_CLASSES = [
  'individual_member',
  'individual_subscriber',
  'organizational_member',
  'organizational_subscriber',
] as const
export type NoteClass = (typeof NOTE_CLASSES)[number]
export const LOSSES = ['damaged', 'lost'] as const

/** The notes a person writes about copies, by the last part of their address. */
export const NOTE_TEXTS = {
  complimentary: { title: 'deskCopies:note.complimentary', lead: 'deskCopies:note.complimentaryLead' },
  members: { title: 'deskCopies:note.members', lead: 'deskCopies:note.membersLead' },
  'member-return': { title: 'deskCopies:note.memberReturn', lead: 'deskCopies:note.memberReturnLead' },
  loss: { title: 'deskCopies:note.loss', lead: 'deskCopies:note.lossLead' },
} as const satisfies Record<string, { title: TextKey; lead: TextKey }>
export type NoteKind = keyof typeof NOTE_TEXTS

export const PURPOSE_WORDS: Record<NotePurpose, TextKey> = {
  author: 'deskCopies:purpose.author',
  exchange: 'deskCopies:purpose.exchange',
  press: 'deskCopies:purpose.press',
  legal_deposit: 'deskCopies:purpose.legal_deposit',
  sample: 'deskCopies:purpose.sample',
  other: 'deskCopies:purpose.other',
}

export const CLASS_WORDS: Record<NoteClass, TextKey> = {
  individual_member: 'deskCopies:memberClass.individual_member',
  individual_subscriber: 'deskCopies:memberClass.individual_subscriber',
  organizational_member: 'deskCopies:memberClass.organizational_member',
  organizational_subscriber: 'deskCopies:memberClass.organizational_subscriber',
}

/** Narrows the last part of an address. */
export function isNoteKind(text: string | undefined): text is NoteKind {
  return text !== undefined && Object.hasOwn(NOTE_TEXTS, text)
}

export type TypedNote = {
  notedOn: TokyoDay
  recipient: string | null
  reason: string | null
  what:
    | { kind: 'complimentary'; purpose: NotePurpose; copies: number }
    | { kind: 'members'; classes: { memberClass: NoteClass; copies: number }[] }
    | { kind: 'member_return'; memberClass: NoteClass; copies: number }
    | { kind: 'loss'; how: (typeof LOSSES)[number]; copies: number }
}

/** Reads a note: whole copies, a day that is not ahead, and what belongs to its kind. A loss has a reason. */
export function readNote(
  form: URLSearchParams,
  kind: NoteKind,
  { today }: { today: TokyoDay },
): { ok: true; note: TypedNote } | { ok: false; problems: [string, FieldProblem][] } {
  const problems: [string, FieldProblem][] = []
  const notedOn = form.get('on')
  const reason = form.get('reason')?.trim() || null
  if (!isTokyoDay(notedOn)) problems.push(['on', { key: 'deskAdmin:stock.dayWrong' }])
  else if (notedOn > today) problems.push(['on', { key: 'deskAdmin:stock.dayAhead' }])
  if (kind === 'loss' && !reason) problems.push(['reason', { key: 'errors:required' }])
  const what = readWhat(form, kind, problems)
  if (problems.length > 0 || !isTokyoDay(notedOn) || !what) return { ok: false, problems }
  return {
    ok: true,
    note: { notedOn, recipient: form.get('recipient')?.trim() || null, reason, what },
  }
}

function readWhat(
  form: URLSearchParams,
  kind: NoteKind,
  problems: [string, FieldProblem][],
): TypedNote['what'] | null {
  if (kind === 'members') {
    const classes = NOTE_CLASSES.map((memberClass) => ({
      memberClass,
      copies: readOptional(form, memberClass, problems),
    }))
    const some = classes.filter(({ copies }) => copies > 0)
    if (some.length === 0 && problems.length === 0) {
      problems.push([NOTE_CLASSES[0], { key: 'deskCopies:note.none' }])
    }
    return { kind: 'members', classes: some }
  }
  const copies = readCount(form.get('copies'))
  if (!copies || copies > MOST_COPIES) {
    problems.push(['copies', { key: 'deskCopies:note.copiesWrong' }])
    return null
  }
  if (kind === 'complimentary') {
    const purpose = NOTE_PURPOSES.find((one) => one === form.get('purpose'))
    if (!purpose) problems.push(['purpose', { key: 'errors:required' }])
    return purpose ? { kind: 'complimentary', purpose, copies } : null
  }
  if (kind === 'member-return') {
    const memberClass = NOTE_CLASSES.find((one) => one === form.get('memberClass'))
    if (!memberClass) problems.push(['memberClass', { key: 'errors:required' }])
    return memberClass ? { kind: 'member_return', memberClass, copies } : null
  }
  const how = LOSSES.find((one) => one === form.get('how'))
  if (!how) problems.push(['how', { key: 'errors:required' }])
  return how ? { kind: 'loss', how, copies } : null
}

function readOptional(form: URLSearchParams, name: string, problems: [string, FieldProblem][]): number {
  const typed = form.get(name)?.trim() ?? ''
  const copies = typed === '' ? 0 : readCount(typed)
  if (copies !== null && copies <= MOST_COPIES) return copies
  problems.push([name, { key: 'deskAdmin:stock.limitWrong' }])
  return 0
}
