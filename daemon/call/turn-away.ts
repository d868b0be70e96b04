import { db, ms } from '../domain/units.js'
import type { Prompts } from '../speech/port.js'
import type { ReceivedCall } from '../telephony/port.js'

/** Between two sentences, as everywhere (mouth.ts). */
const GAP_MS = ms(180)
/** The words take ten seconds; a line on which they do not end is let go all the same. */
const LONGEST_MS = 20_000

/** A call that cannot be taken: a short polite word, then the line is let go. Without the words the operator's tone is left. */
export async function turnAway(call: ReceivedCall, sentences: readonly string[], prompts: Prompts): Promise<void> {
  const clips = clipsOf(prompts, sentences)
  if (clips.length === 0) return call.refuse()
  const over = new Promise<void>(resolve => {
    const timer = setTimeout(() => void call.leg.hangUp(), LONGEST_MS)
    call.leg.onEvent(event => {
      if (event.type === 'hung-up') {
        clearTimeout(timer)
        resolve()
      }
      if (event.type !== 'answered') return
      event.audio.onEvent(heard => {
        if (heard.type === 'play-ended') void call.leg.hangUp()
      })
      event.audio.play({ playId: 'turned-away', clips, gapMs: GAP_MS, tempo: 1, gainDb: db(0) })
    })
  })
  call.answer()
  await over
}

function clipsOf(prompts: Prompts, sentences: readonly string[]) {
  try {
    return sentences.map(sentence => prompts.get(sentence))
  } catch {
    return []
  }
}
