import type { MemberClass } from '#app/generated/prisma/enums.ts'

// The story of 2007: M-Net was printed in runs of 900 (the report's figure, taken as per issue), members and subscribers got 492 copies at
// the end of 2006 and 511 at the end of 2007 (FACTS.md: units by kind), sales "saw little progress", and no one could say where the rest
// lay. What was given away, spoiled or not found, and what printing cost, are SAMPLES.

type Posted = Record<MemberClass, number>

/** Units at the end of 2006 and of 2007, as the report has them. */
const END_OF_2006: Posted = {
  individual_member: 289,
  individual_subscriber: 78,
  organizational_member: 100,
  organizational_subscriber: 25,
}
const END_OF_2007: Posted = {
  individual_member: 313,
  individual_subscriber: 64,
  organizational_member: 106,
  organizational_subscriber: 28,
}

export type IssueStory = {
  sku: string
  on: string
  posted: Posted
  complimentary: {
    author?: number
    exchange?: number
    press?: number
    legal_deposit?: number
    sample?: number
  }
  damaged?: number
  /** Found to be missing when the boxes were counted. */
  lost?: number
  billYen: number
}

const GIFTS = { author: 12, exchange: 25, press: 15, legal_deposit: 1 }

export const STORY: readonly IssueStory[] = [
  {
    sku: 'MNET-98',
    on: '2007-05-02',
    posted: END_OF_2006,
    complimentary: GIFTS,
    lost: 351,
    billYen: 126_000,
  },
  {
    sku: 'MNET-99',
    on: '2007-06-02',
    posted: END_OF_2006,
    complimentary: GIFTS,
    damaged: 355,
    billYen: 126_000,
  },
  {
    sku: 'MNET-100',
    on: '2007-07-02',
    posted: END_OF_2006,
    complimentary: { ...GIFTS, sample: 30 },
    billYen: 162_000,
  },
  {
    sku: 'MNET-101-102',
    on: '2007-09-03',
    posted: END_OF_2006,
    complimentary: GIFTS,
    damaged: 18,
    billYen: 141_000,
  },
  { sku: 'MNET-103', on: '2007-10-02', posted: END_OF_2006, complimentary: GIFTS, billYen: 126_000 },
  { sku: 'MNET-105', on: '2007-12-03', posted: END_OF_2007, complimentary: GIFTS, billYen: 126_000 },
]
