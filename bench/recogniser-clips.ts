import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Expected } from '../daemon/domain/expected.js'
import { LINE_HZ } from '../daemon/domain/units.js'

/** One row of a corpus' manifest.json (the parts that count here). */
export interface Clip {
  readonly file: string
  readonly text: string
  readonly expect: { readonly kind: string; readonly value: unknown }
  readonly voice: string
  readonly condition: string
  readonly seconds: number
}

/** A clip as the answer to a question; `value` undefined: no value may be accepted. */
export interface Trial {
  readonly clip: Clip
  readonly question: 'number' | 'yes-no' | 'temperature'
  readonly value: number | boolean | undefined
}

export const QUESTIONS = {
  number: {
    kind: 'number',
    min: 0,
    max: 10,
    carrier: 'Sur dix, ma douleur est de',
    zero: ['pas mal du tout', 'aucune douleur'],
  },
  'yes-no': { kind: 'yes-no', carrier: 'Ma réponse est' },
  temperature: { kind: 'temperature', carrier: 'Ma température est de' },
} as const satisfies Record<Trial['question'], Expected>

/** What is said instead of an answer, by question: accepted as a value it would be a wrong one. */
const INSTEAD =
  /^(unknown|repeat|human|callback|greeting|wellbeing|prompt|slower|louder|bye|name|caregiver|wrong_number)$/
const INSTEAD_OF_NUMBER = /^(backchannel|yes|no|redflag|med_taken)$/
/** One other clip of so many, so that they do not outweigh the answers they stand against. */
const EVERY = 6

export function readManifest(folder: string): readonly Clip[] {
  const path = join(folder, 'manifest.json')
  if (!existsSync(path)) throw new Error(`no manifest.json in ${folder}`)
  return JSON.parse(readFileSync(path, 'utf8')) as Clip[]
}

/** Answers to every question they answer, and a sixth of everything else as what must not be accepted. */
export function trialsOf(clips: readonly Clip[]): readonly Trial[] {
  const trials: Trial[] = []
  clips.forEach((clip, index) => {
    const { kind, value } = clip.expect
    const sampled = index % EVERY === 0 && clip.seconds < 6
    if (kind === 'pain' || kind === 'pain_range') {
      const score = Array.isArray(value) ? Math.max(...(value as number[])) : Number(value)
      trials.push({ clip, question: 'number', value: score })
      if (sampled) trials.push({ clip, question: 'yes-no', value: undefined })
    } else if (kind === 'yes' || kind === 'no') {
      trials.push({ clip, question: 'yes-no', value: kind === 'yes' })
    } else if (kind === 'temp') {
      trials.push({ clip, question: 'temperature', value: Number(value) })
    }
    if (sampled && (INSTEAD.test(kind) || INSTEAD_OF_NUMBER.test(kind)))
      trials.push({ clip, question: 'number', value: undefined })
    if (sampled && INSTEAD.test(kind)) trials.push({ clip, question: 'yes-no', value: undefined })
    if (sampled && INSTEAD.test(kind)) trials.push({ clip, question: 'temperature', value: undefined })
  })
  return trials
}

/** Free speech without digits, whose words can be compared. */
export const isFreeText = ({ expect }: Clip): boolean =>
  /^(redflag|neg_redflag|repeat|human|wellbeing|med_taken|caregiver|optout|not_available)$/.test(expect.kind)

/** A mono 16-bit WAV at 8 or 16 kHz as 8 kHz samples (16 kHz clips were upsampled from 8: every other sample is the original). */
export function readLineClip(folder: string, file: string): Int16Array {
  const bytes = readFileSync(join(folder, file))
  const step = bytes.readUInt32LE(24) / LINE_HZ
  let at = 12
  while (bytes.toString('latin1', at, at + 4) !== 'data') at += 8 + bytes.readUInt32LE(at + 4)
  const count = Math.floor(bytes.readUInt32LE(at + 4) / 2 / step)
  return Int16Array.from({ length: count }, (_, i) => bytes.readInt16LE(at + 8 + 2 * step * i))
}
