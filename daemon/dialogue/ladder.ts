import { leave } from './callee.js'
import { waitForLanguage } from './changing-language.js'
import { dispositionNow } from './ending.js'
import { hearAdvised, settleFlag } from './flags.js'
import { notVerified, settleConsent } from './identity.js'
import type { Move } from './move.js'
import { questionOf } from './question.js'
import { settle } from './readback.js'
import { closeMessage, withoutName } from './received.js'
import { skip } from './skip.js'
import { FIRST_STEP, isSettled, ladderOf, type Stage } from './state.js'
import { comfort, noTransfer } from './transferring.js'
import { addTask, type Turn, update } from './turn.js'

/** Silence: time to think, a re-prompt, the keypad, then a polite close or the next question. */
export function hearSilence(turn: Turn, stage: Stage): Move {
  const { common } = turn.script
  switch (stage.name) {
    case 'red-flag':
      return settleFlag(turn, stage, 'silence')
    case 'read-back':
      return settle(turn, stage, 'unanswered')
    case 'advised':
      return hearAdvised(turn, stage, true, false, dispositionNow(turn.state))
    case 'transferring':
      return comfort(turn, stage)
    case 'closing':
      return { to: 'resume' }
    case 'handover':
      return { to: 'ask', stage: { name: 'better-time', why: 'patient-unavailable', ...FIRST_STEP } }
    case 'better-time':
      return leave(turn, stage.why)
    case 'offer-language':
      return { to: 'ask', stage: stage.resume }
    case 'changing-language':
      return waitForLanguage(turn, stage)
    case 'opening':
    case 'claiming':
    case 'ended':
      return { to: 'listen', stage }
    case 'caller':
    case 'message':
    case 'person':
    case 'nearby':
    case 'caregiver':
    case 'consent':
    case 'birth-date':
    case 'item':
    case 'offer-transfer':
    case 'offer-nurse': {
      const silences = ladderOf(stage).silences + 1
      const next = { ...stage, silences }
      const hasKeypad = (questionOf(turn.script, turn.state, stage)?.keypad.length ?? 0) > 0
      if (silences === 1) return { to: 'listen', stage: next, lead: common.takeYourTime }
      if (silences === 2) return { to: 'ask', stage: next, how: 'rephrase' }
      if (silences === 3 && hasKeypad) return { to: 'ask', stage: next, how: 'keypad' }
      return giveUpInSilence(turn, stage)
    }
  }
}

/** One item may pass in silence; a second one, or silence from the start, ends the call. */
function giveUpInSilence(turn: Turn, stage: Stage): Move {
  if (stage.name === 'offer-transfer') return noTransfer(turn, stage)
  const { endings } = turn.script.common
  const quiet = turn.state.silentItems > 0 || !turn.state.spoke || !isSettled(turn.state)
  if (stage.name === 'item' && !quiet) {
    update(turn, { silentItems: turn.state.silentItems + 1 })
    return skip(turn, stage.linkId)
  }
  if (stage.name === 'consent' && turn.state.spoke && turn.state.silentItems === 0) {
    update(turn, { silentItems: 1 })
    return settleConsent(turn, false)
  }
  if (stage.name === 'item') skip(turn, stage.linkId)
  addTask(turn, 'silent')
  const now = dispositionNow(turn.state)
  return {
    to: 'end',
    disposition: now === 'interrupted' ? 'silent' : now,
    sentences: [...endings.silent, ...endings.callBack, ...endings.goodbye],
  }
}

/** Where speech that gave no word is left to the silence that follows it: what is at stake there is settled by words. */
const LEFT_TO_SILENCE: ReadonlySet<Stage['name']> = new Set([
  'red-flag',
  'transferring',
  'advised',
  'closing',
  'changing-language',
])

/**
 * Somebody spoke and no word was recognised (a short word in a babble of voices): asked again at once, for seven seconds of silence
 * would sound as if nobody were there. No miss is counted, and the next noise at the same question says nothing.
 */
export function hearUnheard(turn: Turn, stage: Stage): Move | null {
  if (turn.unheard.length > 0) return { to: 'resume' }
  if (!('misses' in stage) || stage.unheard || LEFT_TO_SILENCE.has(stage.name)) return null
  return { to: 'ask', stage: { ...stage, unheard: true }, how: 'rephrase', lead: turn.script.common.notUnderstood }
}

/** Not understood: rephrased, then the keypad, then skipped and listed. */
export function hearMiss(turn: Turn, stage: Stage, text: string): Move {
  const { common } = turn.script
  if (!('misses' in stage)) return { to: 'listen', stage }
  const misses = stage.misses + 1
  const next: Stage = { ...stage, misses }
  const hasKeypad = (questionOf(turn.script, turn.state, stage)?.keypad.length ?? 0) > 0
  if (misses === 1) return { to: 'ask', stage: next, how: 'rephrase', lead: common.notUnderstood }
  if (misses === 2 && hasKeypad) return { to: 'ask', stage: next, how: 'keypad', lead: common.notUnderstood }
  switch (stage.name) {
    case 'item':
      return skip(turn, stage.linkId, text)
    case 'person':
    case 'birth-date':
      return notVerified(turn, 'not-verified')
    case 'caller':
      return withoutName(turn)
    case 'message':
      return closeMessage(turn, false)
    case 'consent':
      return settleConsent(turn, false)
    case 'caregiver':
      return leave(turn, 'caregiver-not-listed')
    case 'handover':
    case 'nearby':
      return leave(turn, 'patient-unavailable')
    case 'better-time':
      return leave(turn, stage.why)
    case 'offer-nurse':
    case 'offer-language':
      return { to: 'ask', stage: stage.resume }
    case 'offer-transfer':
      return noTransfer(turn, stage)
    case 'red-flag':
      return settleFlag(turn, stage, 'unclear')
    case 'read-back':
      return settle(turn, stage, 'unclear')
    case 'transferring':
    case 'changing-language':
      return { to: 'listen', stage }
    case 'advised':
    case 'closing':
      return { to: 'resume' }
  }
}
