import type { Hearing } from '../domain/expected.js'
import { dangerIn } from './danger.js'
import type { Move, Told } from './move.js'
import type { AlertFact } from './port.js'
import { linkOf, questionOf } from './question.js'
import { FIRST_STEP, type Stage } from './state.js'
import { type DangerSign, type ItemWords, signNamed, type Tongue, wordsOnly } from './tongue.js'
import { addSign, ringNurse } from './transferring.js'
import { raise, say, type Turn, tongueOf } from './turn.js'

type Flag = Stage & { name: 'red-flag' }
type Confirmation = NonNullable<AlertFact['confirmation']>

const keyOf = (sign: DangerSign): string => `${ruleOf(sign)}:${sign.name}`
const ruleOf = (sign: DangerSign) => (sign.list === 'emergency' ? 'red-flag' : 'urgent-word')

export const isKnown = (turn: Turn, sign: DangerSign): boolean => turn.state.alerts[keyOf(sign)] !== undefined

/** Writes the alert before anything is said, then asks one confirming question. */
export function raiseSign(turn: Turn, sign: DangerSign, stage: Stage, told: Told): Move {
  writeSign(turn, sign, stage, told, 'urgent', 'unconfirmed')
  saySign(turn, sign, stage)
  const { hearing, startMs, endMs } = told
  return {
    to: 'ask',
    stage: {
      name: 'red-flag',
      sign: sign.name,
      key: keyOf(sign),
      resume: stage,
      heard: hearing,
      startMs,
      endMs,
      ...FIRST_STEP,
    },
  }
}

/** "Vous parlez d'une douleur dans la poitrine." */
export function saySign(turn: Turn, sign: DangerSign, stage: Stage): void {
  const { emergencySigns, urgentSigns } = turn.script.common.redFlags
  const sentence = (sign.list === 'emergency' ? emergencySigns : urgentSigns)[sign.name] ?? ''
  say(turn, { linkId: linkOf(stage), sentences: [sentence], overlap: 'never', purpose: 'red-flag' })
}

/** While a nurse is rung: an emergency sign needs no confirming question any more. */
export function signMeanwhile(turn: Turn, sign: DangerSign, stage: Stage & { name: 'transferring' }, told: Told): Move {
  const isEmergency = sign.list === 'emergency'
  writeSign(turn, sign, stage, told, isEmergency ? 'emergency' : 'urgent', isEmergency ? 'unclear' : 'unconfirmed')
  return addSign(turn, stage, sign, keyOf(sign))
}

/** Written without a question: the call is ending, or the 112 has been advised already. */
export const writeLateSign = (turn: Turn, sign: DangerSign, told: Told, confirmation: Confirmation): void =>
  writeSign(turn, sign, turn.state.stage, told, sign.list === 'emergency' ? 'emergency' : 'urgent', confirmation)

function writeSign(
  turn: Turn,
  sign: DangerSign,
  stage: Stage,
  told: Told,
  urgency: AlertFact['urgency'],
  confirmation: Confirmation,
): void {
  raise(turn, {
    key: keyOf(sign),
    rule: ruleOf(sign),
    ruleVersion: turn.script.protocol.version,
    urgency,
    linkId: linkOf(stage),
    question: questionOf(turn.script, turn.state, stage)?.ask.at(-1) ?? '',
    words: told.hearing.text,
    confidence: told.hearing.confidence,
    atMs: told.startMs,
    confirmation,
  })
}

/** The reply to the confirming question. Another sign in it confirms the first, and is an emergency of its own. */
export function hearFlag(turn: Turn, stage: Flag, told: Told, other: DangerSign | null): Move {
  const request = told.keys === undefined ? tongueOf(turn).findRequest(told.hearing.text) : null
  if ((request === 'repeat' || request === 'louder' || request === 'slower') && stage.repeats === 0)
    return { to: 'ask', stage: { ...stage, repeats: 1 } }
  const again = other?.name === stage.sign
  if (other && !again)
    writeSign(turn, other, stage, told, other.list === 'emergency' ? 'emergency' : 'urgent', 'unclear')
  const said = again || other ? true : replyToSign(turn, stage, told.hearing)
  return settleFlag(turn, stage, said === true ? 'confirmed' : said === false ? 'denied' : 'unclear')
}

/** Who told it in another language than the call's may reply in it. */
function replyToSign({ script }: Turn, stage: Flag, hearing: Hearing): boolean | undefined {
  const told = dangerIn(script, stage.heard.text)?.tongue
  const tongues = told === undefined || told === script.tongue ? [script.tongue] : [script.tongue, told]
  for (const tongue of tongues) {
    const heard =
      tongue === script.tongue ? hearing : wordsOnly({ ...hearing, text: hearing.otherText ?? hearing.text })
    const said = tongue.interpret(heard, { kind: 'yes-no' }, wordsForSign(tongue))
    // A doubtful no stops no transfer: it is as unclear as babble.
    if (typeof said?.value === 'boolean' && !(said.value === false && said.doubtful)) return said.value
  }
  return undefined
}

const wordsForSign = ({ denials, confirmations }: Tongue): ItemWords => ({
  agreeing: true,
  no: denials,
  yes: confirmations,
})

/** Confirmed, unclear, silence or hang-up make an emergency of an emergency sign; a denial is shown and removes nothing. */
export function settleFlag(turn: Turn, stage: Flag, confirmation: Confirmation): Move {
  const sign = signNamed(stage.sign)
  const alert = turn.state.alerts[stage.key]
  const isEmergency = sign.list === 'emergency' && confirmation !== 'denied'
  if (alert) raise(turn, { ...alert, confirmation, urgency: isEmergency ? 'emergency' : alert.urgency })
  const raised = turn.state.alerts[stage.key]
  if (isEmergency && raised) return ringNurse(turn, raised, stage.resume, toldOf(stage))
  const { denied, urgentKept } = turn.script.common.redFlags
  return {
    to: 'again',
    stage: stage.resume,
    told: toldOf(stage),
    lead: confirmation === 'denied' ? denied : urgentKept,
  }
}

const toldOf = (stage: Flag): Told => ({
  hearing: stage.heard,
  startMs: stage.startMs as Told['startMs'],
  endMs: stage.endMs as Told['endMs'],
})

/** Nobody is there to take the transfer: 112, or for suicidal words the line that is open day and night. */
export function adviceFor(turn: Turn, sign: string, lead?: readonly string[]): readonly string[] {
  const { calm, emergency, suicidal, poisoning } = turn.script.common.redFlags
  const first = lead ?? calm
  if (sign === 'suicidal') return [...first, ...suicidal]
  return sign === 'overdose' ? [...first, ...emergency, ...poisoning] : [...first, ...emergency]
}

/** How long we stay with somebody in despair who goes on speaking or is silent, in turns of some ten seconds. */
const STAY_TURNS = 20

/** After the advice: with suicidal words the line is held, else the advice is said once more and the line is freed for the 112. */
export function hearAdvised(
  turn: Turn,
  stage: Stage & { name: 'advised' },
  silent: boolean,
  bye: boolean,
  disposition: Disposition,
): Move {
  const { redFlags, endings } = turn.script.common
  if (stage.sign !== 'suicidal')
    return { to: 'end', disposition, sentences: silent ? endings.goodbye : [...redFlags.emergency, ...endings.goodbye] }
  if (stage.turns >= STAY_TURNS || bye)
    return { to: 'end', disposition, sentences: [...redFlags.suicidal.slice(1), ...endings.goodbye] }
  return { to: 'listen', stage: { ...stage, turns: stage.turns + 1 }, lead: redFlags.staying }
}
type Disposition = (Move & { to: 'end' })['disposition']
