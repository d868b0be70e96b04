import { dangerIn } from './danger.js'
import { dispositionNow, leave } from './ending.js'
import type { Move, Told } from './move.js'
import type { AlertFact, TransferOutcome } from './port.js'
import { settlePending } from './readback.js'
import { FIRST_STEP, isSettled, type Stage } from './state.js'
import type { DangerSign } from './tongue.js'
import { addTask, raise, say, type Turn, tongueOf, update } from './turn.js'

type Transferring = Stage & { name: 'transferring' }
type Sentences = readonly string[]

/** What is said while a nurse is rung; a language without these words falls back on those it has. */
function wordsOf(turn: Turn) {
  const { transfer, redFlags, requests } = turn.script.common
  return (
    transfer ?? {
      ringing: redFlags.staying,
      comfort: redFlags.staying,
      accepted: redFlags.staying,
      nobody: redFlags.calm,
      offer: requests.offerNurse,
    }
  )
}
export const offerWords = (turn: Turn): Sentences => wordsOf(turn).offer

/** Rings the nurses: the act stands behind the alert, and the patient hears a calm sentence meanwhile. */
export function ringNurse(turn: Turn, alert: AlertFact, resume: Stage, told?: Told): Move {
  const sign = alert.rule === 'red-flag' ? alert.key.split(':').at(-1) : undefined
  pushTransfer(turn, alert, sign)
  if (turn.state.context.nurseRings !== true && sign !== undefined) return { to: 'advise', sign }
  const { calm } = turn.script.common.redFlags
  // Heard whole even if nobody can be rung: two words cut short would frighten.
  if (sign !== undefined) tell(turn, calm, 'never')
  tell(turn, wordsOf(turn).ringing)
  const why = sign === undefined ? { why: 'wish' as const } : { why: 'emergency' as const, sign }
  const stage: Transferring = {
    name: 'transferring',
    ...why,
    key: alert.key,
    resume,
    accepted: false,
    comforts: 0,
    ...(told === undefined ? {} : { told }),
    ...FIRST_STEP,
  }
  return { to: 'listen', stage }
}

function pushTransfer(turn: Turn, alert: AlertFact, sign: string | undefined): void {
  turn.acts.push({
    type: 'transfer',
    key: alert.key,
    why: sign === undefined ? 'wish' : 'emergency',
    verified: isSettled(turn.state),
    wordsIn: (dangerIn(turn.script, alert.words ?? '')?.tongue ?? tongueOf(turn)).language,
    ...(sign === undefined ? {} : { sign }),
    ...(alert.words === undefined ? {} : { words: alert.words }),
  })
}

const tell = (turn: Turn, sentences: Sentences, overlap: 'duck' | 'never' = 'duck'): void =>
  say(turn, { linkId: 'closing', sentences, overlap, purpose: 'red-flag' })

/** What became of it; null where the patient has moved on. */
export function hearTransfer(turn: Turn, stage: Stage, outcome: TransferOutcome): Move | null {
  if (stage.name !== 'transferring') return null
  const words = wordsOf(turn)
  switch (outcome) {
    case 'ringing':
      if (!stage.accepted) return null
      tell(turn, words.comfort.slice(0, 1))
      return { to: 'listen', stage: { ...stage, accepted: false } }
    case 'accepted':
      tell(turn, words.accepted, 'never')
      turn.acts.push({ type: 'join' })
      return { to: 'listen', stage: { ...stage, accepted: true } }
    case 'joined':
      settlePending(turn)
      leave(turn, 'transferred')
      return null
    case 'nobody':
      if (stage.sign !== undefined) return { to: 'advise', sign: stage.sign, lead: words.nobody }
      addTask(turn, 'callback')
      return back(stage, [
        ...words.nobody,
        ...turn.script.common.requests.wantsTeam,
        ...turn.script.common.requests.goOn,
      ])
  }
}

/** The patient may speak; what matters is a denial, a goodbye, and (before this) another danger sign. */
export function hearTransferring(turn: Turn, stage: Transferring, told: Told): Move {
  const tongue = tongueOf(turn)
  const folded = tongue.plain(told.hearing.text)
  if (tongue.denials.some(phrase => tongue.phraseAt(folded, phrase) >= 0)) return deny(turn, stage)
  if (told.keys === undefined && tongue.findRequest(told.hearing.text) === 'bye') return letGo(turn, stage)
  if (!stage.accepted && told.keys === undefined) tell(turn, turn.script.common.redFlags.staying)
  return { to: 'listen', stage }
}

/** A denial stops the transfer, is shown beside the alert, and removes nothing. */
function deny(turn: Turn, stage: Transferring): Move {
  const alert = turn.state.alerts[stage.key]
  if (alert && stage.why === 'emergency') raise(turn, { ...alert, confirmation: 'denied' })
  turn.acts.push({ type: 'transfer-stop', key: stage.key })
  if (stage.why === 'wish') addTask(turn, 'callback')
  return back(stage, turn.script.common.redFlags.denied)
}

/** Nobody is held: the advice, and the nurse is told all the same. */
function letGo(turn: Turn, stage: Transferring): Move {
  const { redFlags, endings, requests } = turn.script.common
  if (stage.why === 'wish') addTask(turn, 'callback')
  const last =
    stage.sign === undefined
      ? requests.wantsTeam
      : stage.sign === 'suicidal'
        ? redFlags.suicidal.slice(1)
        : redFlags.emergency
  return { to: 'end', disposition: dispositionNow(turn.state), sentences: [...last, ...endings.goodbye] }
}

const back = (stage: Transferring, lead: Sentences): Move =>
  stage.told === undefined
    ? { to: 'ask', stage: stage.resume, lead }
    : { to: 'again', stage: stage.resume, told: stage.told, lead }

/** Another danger sign while a nurse is rung: written at once, an emergency without asking; the nurse asks. */
export function addSign(turn: Turn, stage: Transferring, sign: DangerSign, key: string): Move {
  const alert = turn.state.alerts[key]
  const weightier =
    stage.why === 'wish' || sign.name === 'suicidal' || (sign.name === 'overdose' && stage.sign !== 'suicidal')
  const isEmergency = sign.list === 'emergency'
  if (isEmergency && alert) pushTransfer(turn, alert, sign.name)
  if (!stage.accepted) tell(turn, turn.script.common.redFlags.urgentKept)
  if (!isEmergency || !weightier) return { to: 'listen', stage }
  return { to: 'listen', stage: { ...stage, why: 'emergency', sign: sign.name, key } }
}

/** No dead air: a comforting sentence now and then. */
export function comfort(turn: Turn, stage: Transferring): Move {
  const { comfort: sentences } = wordsOf(turn)
  if (!stage.accepted) tell(turn, sentences.slice(stage.comforts % sentences.length).slice(0, 1))
  return { to: 'listen', stage: { ...stage, comforts: stage.comforts + 1 } }
}

/** The wish alone was left open. */
export function settleTransfer(turn: Turn): void {
  const { stage } = turn.state
  if (stage.name === 'offer-transfer' || (stage.name === 'transferring' && stage.why === 'wish'))
    addTask(turn, 'callback')
}

/** The reply to "voulez-vous que je vous passe une infirmière ?". */
export function hearOfferTransfer(turn: Turn, stage: Stage & { name: 'offer-transfer' }, told: Told): Move {
  const said = tongueOf(turn).interpret(told.hearing, { kind: 'yes-no' }, { agreeing: true })
  if (!said) return { to: 'miss' }
  const alert = turn.state.alerts['wants-team']
  if (said.value === true && alert) {
    update(turn, { transferTried: true })
    return ringNurse(turn, alert, stage.resume)
  }
  return noTransfer(turn, stage)
}

export function noTransfer(turn: Turn, stage: Stage & { name: 'offer-transfer' }): Move {
  const { wantsTeam, goOn } = turn.script.common.requests
  addTask(turn, 'callback')
  return { to: 'ask', stage: stage.resume, lead: [...wantsTeam, ...goOn] }
}
