import { french } from '../daemon/dialogue/french/french.js'
import { judgeFree } from '../daemon/dialogue/judge.js'
import type { Act, Dialogue, Heard } from '../daemon/dialogue/port.js'
import { ms } from '../daemon/domain/units.js'

/** What is said between clips: short, known beforehand. */
export const OPENING = 'Je vous écoute.'
const REPLY = "D'accord, et ensuite ?"
const GOODBYE = 'Merci, au revoir.'

interface State {
  readonly turn: number
}

/**
 * A dialogue that asks `turns` free questions one after the other and says goodbye: what a patient waits for is then hearing
 * and speaking alone. linkIds are turn-0, turn-1 …
 */
export function freeTalk(turns: number): Dialogue<State> {
  const ask = (turn: number): readonly Act[] => [
    {
      type: 'say',
      sayId: `s${turn}`,
      linkId: `turn-${turn}`,
      sentences: [turn === 0 ? OPENING : REPLY],
      overlap: 'never',
      purpose: 'question',
    },
    { type: 'listen', linkId: `turn-${turn}`, expected: { kind: 'free' }, thinkMs: ms(7000) },
  ]
  const end: readonly Act[] = [
    { type: 'say', sayId: 'end', linkId: 'closing', sentences: [GOODBYE], overlap: 'never', purpose: 'closing' },
    { type: 'hang-up', disposition: 'completed' },
  ]
  const step = (state: State, heard: Heard): { state: State; acts: readonly Act[] } => {
    switch (heard.type) {
      case 'opened':
        return { state, acts: ask(0) }
      case 'utterance':
      case 'silence': {
        if (heard.type === 'utterance' && heard.underSay === true) return { state, acts: [] }
        const turn = state.turn + 1
        return { state: { turn }, acts: turn < turns ? ask(turn) : end }
      }
      case 'failure':
      case 'too-long':
        return { state, acts: end }
      default:
        return { state, acts: [] }
    }
  }
  const sentences = [OPENING, REPLY, GOODBYE]
  return {
    open: () => ({ turn: 0 }),
    step,
    keysComplete: () => ({ complete: true, waitMs: ms(0) }),
    dispositionNow: () => 'partial',
    judge: (_state, hearing) => judgeFree(french, hearing.text),
    linkIds: Array.from({ length: turns }, (_, turn) => `turn-${turn}`),
    protocol: { id: 'free-talk', version: '1', text: '' },
    fixedSentences: () => sentences,
    personSentences: () => [],
    turnedAway: () => ({ full: [], failed: [] }),
    carriers: () => [],
  }
}
