import type { Test } from 'tap'
import { agentWords, type MadeCall } from './hard-scene.js'
import { longestSilenceMs } from './hard-sounds.js'

/** The longest time to think is 8 s, and the end of a turn is waited for before it. */
const DEAD_AIR_MS = 11_000

/** Ended by us, with a goodbye, never silent for long once we spoke, nothing left on the line. */
export function endsPolitely(t: Test, made: MadeCall, deadAirMs = DEAD_AIR_MS): void {
  t.match(agentWords(made).at(-1), /au revoir/i)
  t.equal(made.result.call.hangupCause, 16)
  t.ok(longestSilenceMs(made) < deadAirMs, `at most ${longestSilenceMs(made)} ms without the voice`)
  t.ok((made.story.audio?.incoming.length ?? 0) < 8 * 300_000, 'within five minutes')
  t.match(made.line, { channels: 0 })
  t.equal(made.live, 0)
}

const ASKED_OF_THE_CALL = ['person', 'birth-date', 'recording-consent']
/** Health answers that were stored. */
export const values = ({ result }: MadeCall) =>
  result.answers.filter(({ linkId, value }) => value !== undefined && !ASKED_OF_THE_CALL.includes(linkId))
