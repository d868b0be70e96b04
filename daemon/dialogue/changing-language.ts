import type { Language } from '../domain/expected.js'
import { dispositionNow } from './ending.js'
import { saySign } from './flags.js'
import { greet, owesNotice } from './greeting.js'
import type { Move } from './move.js'
import type { Heard } from './port.js'
import { FIRST_STEP, type Stage } from './state.js'
import { signNamed } from './tongue.js'
import { comfort } from './transferring.js'
import { type Turn, tongueOf, update } from './turn.js'

type Changing = Stage & { name: 'changing-language' }

/** A voice that is not there after so many sentences of waiting (some 12 s) will not come. */
const MOST_WAITS = 2
const NEXT_WAIT_MS = 5000

/** Wording and voice of the other language are asked for; the question at hand waits for them. */
export function changeLanguage(turn: Turn, language: Language, resume: Stage): Move {
  turn.acts.push({ type: 'language', language, step: 'accepted' })
  return { to: 'listen', stage: { name: 'changing-language', language, resume, ...FIRST_STEP } }
}

/** No dead air while it is got ready, and no endless wait. */
export function waitForLanguage(turn: Turn, stage: Changing): Move {
  const silences = stage.silences + 1
  if (silences > MOST_WAITS) return leaveToSpeaker(turn, stage.language)
  const lead = turn.script.common.otherLanguage?.wait ?? []
  return { to: 'listen', stage: { ...stage, silences }, thinkMs: NEXT_WAIT_MS, lead }
}

/**
 * The language can be spoken from now on, or cannot. This dialogue has taken the state over from the one before: the question
 * at hand is put anew, and all that is known stays.
 */
export function hearLanguage(
  turn: Turn,
  current: Stage,
  { language, outcome }: Heard & { type: 'language' },
): Move | null {
  const stage = inHand(current)
  if (outcome === 'not-spoken') {
    if (current.name === 'changing-language') return leaveToSpeaker(turn, language)
    // Something weightier came between: it goes on, and the nurse reads the language all the same.
    taskFor(turn, language)
    update(turn, { stage, playing: turn.unheard })
    return null
  }
  update(turn, { foreign: undefined, languageOffered: false, languageChosen: true, aside: [] })
  keepLanguage(turn)
  return again(turn, stage)
}

/** The language of a verified patient is that of the next calls; somebody else's is not. */
export function keepLanguage(turn: Turn): void {
  if (turn.state.identity === 'verified') turn.acts.push({ type: 'keep-language', language: tongueOf(turn).language })
}

/** What was being waited for, without the wait for a language in it. */
function inHand(stage: Stage): Stage {
  if (stage.name === 'changing-language') return inHand(stage.resume)
  return 'resume' in stage ? { ...stage, resume: inHand(stage.resume) } : stage
}

/** Advice for an emergency is said whole; the closing too, for it was not understood; a question begins anew. */
function again(turn: Turn, stage: Stage): Move {
  switch (stage.name) {
    case 'advised':
      return { to: 'advise', sign: stage.sign }
    case 'transferring':
      return comfort(turn, stage)
    case 'red-flag':
      saySign(turn, signNamed(stage.sign), stage)
      return { to: 'ask', stage }
    case 'closing':
      if (owesNotice(turn)) greet(turn)
      return { to: 'next' }
    case 'opening':
    case 'claiming':
    case 'ended':
      return { to: 'listen', stage }
    default:
      return { to: 'ask', stage: { ...stage, ...FIRST_STEP } }
  }
}

/** The call is left to somebody who speaks the language. */
function leaveToSpeaker(turn: Turn, language: Language): Move {
  const { endings } = turn.script.common
  taskFor(turn, language)
  const now = dispositionNow(turn.state)
  return {
    to: 'end',
    disposition: now === 'interrupted' ? 'callback-requested' : now,
    sentences: [...endings.callBack, ...endings.goodbye],
  }
}

/** Beside any task to call back that there is already: that one does not say in which language. */
function taskFor(turn: Turn, language: Language): void {
  turn.acts.push({ type: 'task', kind: 'callback', note: `language: ${language}` })
  if (!turn.state.tasks.includes('callback')) update(turn, { tasks: [...turn.state.tasks, 'callback'] })
}
