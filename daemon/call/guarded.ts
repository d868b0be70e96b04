import type { Act, Dialogue, Heard } from '../dialogue/port.js'
import type { CallLog } from './port.js'

/** What is left when the dialogue itself fails: a nurse rings back, and the line is let go rather than left silent. */
const GIVEN_UP: readonly Act[] = [
  { type: 'task', kind: 'callback' },
  { type: 'hang-up', disposition: 'failed' },
]

/** A dialogue that throws, against its port, costs its own call only: the daemon and the other calls go on. */
export function guarded(dialogue: Dialogue, log: CallLog): Dialogue {
  let failed = false
  const step = (state: unknown, heard: Heard) => {
    if (failed) return { state, acts: [] }
    try {
      return dialogue.step(state, heard)
    } catch {
      failed = true
      log.error({ on: heard.type }, 'the dialogue failed')
      return { state, acts: GIVEN_UP }
    }
  }
  const judge: Dialogue['judge'] = (state, hearing) => {
    try {
      return dialogue.judge(state, hearing)
    } catch {
      return 'open'
    }
  }
  return { ...dialogue, step, judge }
}
