import { french } from '../daemon/dialogue/french/french.js'
import { readOtherwise } from '../daemon/dialogue/otherwise.js'
import { type ItemWords, WEAK } from '../daemon/dialogue/tongue.js'
import type { Expected, Hearing } from '../daemon/domain/expected.js'

/** What a clip of the corpus says, as its manifest tells. */
export interface Expectation {
  readonly kind: string
  readonly value: unknown
}

/** What a call would make of one hearing. */
export interface Judged {
  /** The meaning is the expected one, taken or read back; for what is no answer: nothing was taken. */
  readonly right: boolean
  /** Taken without read-back. */
  readonly accepted: boolean
  readonly wronglyAccepted: boolean
}

const PAIN: Expected = {
  kind: 'number',
  min: 0,
  max: 10,
  carrier: 'Sur dix, ma douleur est de',
  zero: ['pas mal du tout', 'aucune douleur'],
}
const YES_NO: Expected = { kind: 'yes-no', carrier: 'Ma réponse est' }
const TEMPERATURE: Expected = { kind: 'temperature', carrier: 'Ma température est de' }
/** The question to somebody with this date of birth on record. */
export const dateOf = (date: string): Expected => ({
  kind: 'date',
  carrier: 'La date de naissance est le',
  known: [date],
})
const FREE: Expected = { kind: 'free' }

const QUESTIONS: Readonly<Record<string, readonly Expected[]>> = {
  pain: [PAIN],
  pain_range: [PAIN],
  pain_change: [PAIN],
  yes: [YES_NO],
  no: [YES_NO],
  fever: [YES_NO],
  med_taken: [YES_NO],
  temp: [TEMPERATURE],
  redflag: [FREE],
}
/** What is no answer is put to both closed questions: a number or a yes made of it would be a wrong one. */
const NO_ANSWER = [PAIN, YES_NO] as const
const NOTHING = /^(?:prompt|neg_redflag|unknown|backchannel|greeting|wellbeing|voicemail|pain_words|name|bye)$/

/** The request or callee that each kind of clip is. */
const REQUESTS: Readonly<Record<string, readonly string[]>> = {
  repeat: ['repeat', 'rephrase'],
  slower: ['slower'],
  louder: ['louder', 'repeat'],
  callback: ['later'],
  wrong_number: ['wrong-number'],
  optout: ['opted-out'],
  refuses_machine: ['refuses-machine'],
  human: ['wants-person'],
  caregiver: ['caregiver'],
  not_available: ['unavailable'],
}

/** Said to "puis-je parler à …". */
const WHO = new Set(['caregiver', 'not_available', 'wrong_number'])

/** The questions that a clip of this kind is put to; none: the kind is not measured. */
export const questionsFor = ({ kind, value }: Expectation): readonly Expected[] =>
  kind === 'dob'
    ? [dateOf(String(value))]
    : (QUESTIONS[kind] ?? (NOTHING.test(kind) ? NO_ANSWER : kind in REQUESTS ? [FREE] : []))

const NOW_YEAR = 2026

/** `words` by linkId of the general follow-up; `birthDates`: every one of the corpus, to be refused when it is another's. */
export interface Background {
  readonly words: Readonly<Record<string, ItemWords>>
  readonly birthDates: readonly string[]
}

export function judge(expect: Expectation, expected: Expected, heard: Hearing, background: Background): Judged {
  const words = wordsFor(expect, background)
  const asked = WHO.has(expect.kind) ? 'who' : { expected, words, nowYear: NOW_YEAR }
  const hearing = readOtherwise(french, heard, asked)
  if (expect.kind === 'dob') return judgeDate(expect, hearing, background)
  if (expect.kind === 'redflag') {
    const noticed = french.findSign(hearing.text) !== null
    return { right: noticed, accepted: noticed, wronglyAccepted: false }
  }
  if (expect.kind in REQUESTS) return judgeRequest(expect, hearing)
  const meaning = french.saysNotKnown(hearing.text) ? undefined : french.interpret(hearing, expected, words)
  const taken = meaning !== undefined && !meaning.doubtful
  if (NOTHING.test(expect.kind)) {
    const wrong = taken || french.findSign(hearing.text) !== null
    return { right: !wrong, accepted: wrong, wronglyAccepted: wrong }
  }
  const right = meaning !== undefined && meaning.value === wantedOf(expect)
  return { right, accepted: taken, wronglyAccepted: taken && !right }
}

function wantedOf({ kind, value }: Expectation): unknown {
  if (kind === 'yes' || kind === 'no') return kind === 'yes'
  if (!Array.isArray(value)) return value
  return kind === 'pain_change' ? value.at(-1) : Math.max(...(value as number[]))
}

function wordsFor({ kind }: Expectation, { words }: Background): ItemWords {
  const linkId = {
    pain: 'pain',
    pain_range: 'pain',
    pain_change: 'pain',
    pain_words: 'pain',
    fever: 'fever',
    med_taken: 'medicines',
  }[kind]
  return (linkId === undefined ? undefined : words[linkId]) ?? {}
}

/** As the identity check takes it: in the first reading, or heard as the date on record. */
function judgeDate({ value }: Expectation, hearing: Hearing, { birthDates }: Background): Judged {
  const taken = [
    ...french.readBirthDates(hearing.text, NOW_YEAR),
    ...(hearing.sure ? [hearing.scored?.[0]?.value] : []),
  ]
  const right = taken.includes(String(value))
  const anothers = taken.some(date => date !== value && birthDates.includes(String(date)))
  return { right, accepted: right || anothers, wronglyAccepted: anothers }
}

/** Somebody else's date, to be refused. */
export const another = (value: unknown, { birthDates }: Background): string =>
  birthDates[(birthDates.indexOf(String(value)) + 1) % birthDates.length]!

function judgeRequest({ kind }: Expectation, hearing: Hearing): Judged {
  const request = french.findRequest(hearing.text)
  const wanted = REQUESTS[kind] ?? []
  const right = (request !== null && wanted.includes(request)) || wanted.includes(french.readCallee(hearing.text) ?? '')
  // A weak request only costs a sentence; another strong one ends or moves the call.
  const wrong = !right && request !== null && !WEAK.has(request)
  return { right, accepted: right || wrong, wronglyAccepted: wrong }
}
