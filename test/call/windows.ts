import type { Hearing } from '../../daemon/domain/expected.js'
import { db, ms } from '../../daemon/domain/units.js'
import type { MediaEvent } from '../../daemon/media/port.js'

export type Window = Extract<MediaEvent, { type: 'window' }>
const WINDOW_MS = 32

/** A script of sound: "say 500" is 500 ms of speech, "rest 300" silence. */
export function windows(...script: readonly (readonly ['say' | 'rest', number])[]): Window[] {
  const out: Window[] = []
  for (const [kind, lengthMs] of script)
    for (let i = 0; i < Math.round(lengthMs / WINDOW_MS); i++)
      out.push({
        type: 'window',
        startAtMs: ms(out.length * WINDOW_MS),
        speech: kind === 'say' ? 0.9 : 0.02,
        levelDb: db(kind === 'say' ? -20 : -70),
        pcm: new Int16Array(256),
      })
  return out
}

export const hearing = (text: string, extra: Partial<Hearing> = {}): Hearing => ({
  text,
  confidence: 0.9,
  noSpeech: 0,
  tookMs: ms(0),
  ...extra,
})

/** Lets promises settle. */
export const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
