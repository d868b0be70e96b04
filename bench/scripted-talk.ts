import { french } from '../daemon/dialogue/french/french.js'
import { judgeFree } from '../daemon/dialogue/judge.js'
import type { Act, CallContext, Dialogue, Heard, Judgement, Overlap } from '../daemon/dialogue/port.js'
import type { Expected, Hearing } from '../daemon/domain/expected.js'
import { ms } from '../daemon/domain/units.js'

const GOODBYE = 'Merci, au revoir.'

/** What the agent says in one turn and what it listens for. */
export interface ScriptedTurn {
  readonly sentences: readonly string[]
  readonly overlap: Overlap
  /** Default free speech. */
  readonly expected?: Expected
  readonly thinkMs?: number
  /** When an answer is whole; default as for free speech. */
  readonly judge?: (hearing: Hearing) => Judgement
}

export interface ScriptedState {
  readonly turn: number
}

/** A dialogue that goes through `turns` whatever is answered: turn-taking alone is measured. linkIds are turn-0, turn-1 … */
export function scriptedTalk(turns: readonly ScriptedTurn[]): Dialogue<ScriptedState> {
  const ask = (index: number): readonly Act[] => {
    const turn = turns[index]
    if (turn === undefined) return end
    const { sentences, overlap, expected = { kind: 'free' }, thinkMs = 7000 } = turn
    const linkId = `turn-${index}`
    return [
      { type: 'say', sayId: `s${index}`, linkId, sentences, overlap, purpose: 'question' },
      { type: 'listen', linkId, expected, thinkMs: ms(thinkMs) },
    ]
  }
  const end: readonly Act[] = [
    { type: 'say', sayId: 'end', linkId: 'closing', sentences: [GOODBYE], overlap: 'never', purpose: 'closing' },
    { type: 'hang-up', disposition: 'completed' },
  ]
  const step = (state: ScriptedState, heard: Heard): { state: ScriptedState; acts: readonly Act[] } => {
    switch (heard.type) {
      case 'opened':
        return { state, acts: ask(0) }
      case 'utterance':
      case 'silence':
        if (heard.type === 'utterance' && heard.underSay === true) return { state, acts: [] }
        return { state: { turn: state.turn + 1 }, acts: ask(state.turn + 1) }
      case 'failure':
      case 'too-long':
        return { state, acts: end }
      default:
        return { state, acts: [] }
    }
  }
  return {
    open: () => ({ turn: 0 }),
    step,
    keysComplete: () => ({ complete: true, waitMs: ms(0) }),
    dispositionNow: () => 'partial',
    judge: ({ turn }, hearing) => (turns[turn]?.judge ?? ((heard: Hearing) => judgeFree(french, heard)))(hearing),
    linkIds: turns.map((_, index) => `turn-${index}`),
    protocol: { id: 'scripted-talk', version: '1', text: '' },
    fixedSentences: () => [...new Set([...turns.flatMap(({ sentences }) => sentences), GOODBYE])],
    personSentences: () => [],
    turnedAway: () => ({ full: [], failed: [] }),
    carriers: () => [],
  }
}

const CONTEXT: CallContext = {
  language: 'fr',
  person: { givenName: 'Jeanne', familyName: 'Lambert', birthDate: '1947-04-03', caregivers: [] },
  hospital: { name: '', wardNumber: '', switchboard: '' },
  nowLocal: '2026-11-24T10:00:00',
  nightWeekendOrHoliday: false,
}

/** The product's own judgement of answers to one of its questions, with what it expects there. */
export function judgementAt(dialogue: Dialogue, linkId: string): Required<Pick<ScriptedTurn, 'expected' | 'judge'>> {
  const opened = { type: 'opened', text: '', lengthMs: ms(0), atMs: ms(0) } as const
  const { state, acts } = dialogue.step(dialogue.open({ ...CONTEXT, startAt: linkId }), opened)
  const listen = acts.find(act => act.type === 'listen')
  return { expected: listen?.expected ?? { kind: 'free' }, judge: hearing => dialogue.judge(state, hearing) }
}
