import type { Hearing } from '../domain/expected.js'
import { ms } from '../domain/units.js'
import { answer, answerStage } from './answer.js'
import { carryOut } from './carry.js'
import { hearLanguage } from './changing-language.js'
import { dangerHeard } from './danger.js'
import { dispositionNow, finish } from './ending.js'
import { hearFlag, isKnown, raiseSign, settleFlag, signMeanwhile, writeLateSign } from './flags.js'
import { hearSilence, hearUnheard } from './ladder.js'
import type { Move, Told } from './move.js'
import { open } from './opening.js'
import { answerInLanguage, noticeLanguage } from './other-language.js'
import type { DialogueStep, Heard } from './port.js'
import { questionOf } from './question.js'
import { settlePending } from './readback.js'
import { hearClaimed } from './received.js'
import type { Script } from './script.js'
import type { Piece, State } from './state.js'
import { hearTransfer, settleTransfer } from './transferring.js'
import { addTask, type Turn, tongueOf, update } from './turn.js'

/** A conversation that has not ended by then is closed like one of ten minutes. */
const MOST_TURNS = 250

/** One step of the conversation: pure, total, and every step that answers the patient ends in a listen or a hang-up. */
export function step(script: Script, state: State, heard: Heard): DialogueStep<State> {
  if (state.stage.name === 'ended')
    return heard.type === 'utterance' ? hearAfterGoodbye(script, state, heard) : { state, acts: [] }
  if (heard.type === 'said') return { state: { ...state, playing: unheardAfter(state.playing, heard) }, acts: [] }
  if (heard.type === 'recording') return { state, acts: [] }
  const unheard = heard.type === 'silence' ? [] : state.playing
  const closing = state.stage.name === 'closing' && state.stage.asks === 'nothing' && unheard.length > 0
  const aside = closing ? unheard : state.aside
  const turn: Turn = { script, state: { ...state, turns: state.turns + 1, playing: [], aside }, acts: [], unheard }
  const over = state.turns >= MOST_TURNS && heard.type !== 'hung-up'
  const move = over ? tooLong(turn) : hear(turn, heard)
  if (move) carryOut(turn, move, heard.type === 'utterance' ? heard.hearing.text : '')
  // Speech under a piece that cannot be cut changes nothing: the piece goes on.
  else if (turn.acts.length === 0) return { state: { ...state, turns: turn.state.turns }, acts: [] }
  return { state: turn.state, acts: turn.acts }
}

/** A danger sign told into the goodbye cannot be asked about any more: it counts as one that was hung up on. */
function hearAfterGoodbye(script: Script, state: State, heard: Heard & { type: 'utterance' }): DialogueStep<State> {
  const turn: Turn = { script, state, acts: [], unheard: [] }
  const danger = dangerHeard(script, heard.hearing)
  const machine = state.stage.name === 'ended' && state.stage.disposition === 'voicemail'
  if (danger && !machine && !isKnown(turn, danger.sign))
    writeLateSign(turn, danger.sign, { ...heard, hearing: danger.hearing }, 'hung-up')
  return { state: turn.state, acts: turn.acts }
}

/** What is left of the speech once a piece ended: whole sentences that were heard are dropped, by their share of the length. */
function unheardAfter(playing: readonly Piece[], said: Heard & { type: 'said' }): readonly Piece[] {
  const at = playing.findIndex(piece => piece.sayId === said.sayId)
  if (at < 0) return playing
  const piece = playing[at]!
  if (!said.cut) return playing.slice(at + 1)
  const letters = piece.sentences.join('').length
  let heardLetters = said.wholeMs > 0 ? (letters * said.heardMs) / said.wholeMs : 0
  const rest = piece.sentences.filter(sentence => {
    heardLetters -= sentence.length
    return heardLetters < 0
  })
  return rest.length > 0 ? [{ ...piece, sentences: rest }, ...playing.slice(at + 1)] : playing.slice(at + 1)
}

function hear(turn: Turn, heard: Exclude<Heard, { type: 'said' | 'recording' }>): Move | null {
  const { stage } = turn.state
  switch (heard.type) {
    case 'opened':
      return stage.name === 'opening' ? hearOpened(turn, heard) : { to: 'listen', stage }
    case 'utterance': {
      const told = { hearing: heard.hearing, startMs: heard.startMs, endMs: heard.endMs }
      return hearUtterance(turn, told, heard.underSay === true)
    }
    case 'keys':
      return hearKeys(turn, heard.keys, heard.atMs)
    case 'silence':
      return hearSilence(turn, stage)
    case 'claimed':
      return stage.name === 'claiming' ? hearClaimed(turn, heard) : null
    case 'language':
      return hearLanguage(turn, stage, heard)
    case 'hung-up':
      settleOpen(turn)
      finish(turn, dispositionNow(turn.state))
      return null
    case 'transfer':
      return hearTransfer(turn, stage, heard.outcome)
    case 'failure': {
      const { endings } = turn.script.common
      addTask(turn, 'callback')
      // Who waits for a nurse goes on waiting: she hears and speaks without us.
      if (stage.name === 'transferring' && heard.part === 'recogniser') return { to: 'listen', stage }
      return {
        to: 'end',
        disposition: 'failed',
        sentences: [...endings.failed, ...endings.callBack, ...endings.goodbye],
      }
    }
    case 'too-long':
      return tooLong(turn)
  }
}

const tooLong = (turn: Turn): Move => {
  const { endings } = turn.script.common
  return { to: 'end', disposition: dispositionNow(turn.state), sentences: [...endings.tooLong, ...endings.goodbye] }
}

/** A danger sign told on picking up is written at once; the greeting still comes first. */
function hearOpened(turn: Turn, heard: Heard & { type: 'opened' }): Move {
  const move = open(turn, heard)
  const { otherText } = heard
  const told = { ...heardAs(heard.text), ...(otherText !== undefined && { otherText }) }
  const danger = move.to === 'ask' ? dangerHeard(turn.script, told) : null
  if (danger === null || move.to !== 'ask') return move
  const greeting = turn.acts.splice(0)
  const flagged = raiseSign(turn, danger.sign, move.stage, {
    hearing: danger.hearing,
    startMs: ms(0),
    endMs: heard.atMs,
  })
  const [alert, ...rest] = turn.acts.splice(0)
  turn.acts.push(...(alert ? [alert] : []), ...greeting, ...rest)
  return flagged
}

const heardAs = (text: string): Hearing => ({ text, confidence: 1, noSpeech: 0, tookMs: ms(0) })

function hearUtterance(turn: Turn, told: Told, underSay: boolean): Move | null {
  const { stage } = turn.state
  const { hearing } = told
  const afterWhere = stage.name === 'item' && stage.linkId === 'pain-where'
  const danger = dangerHeard(turn.script, hearing, afterWhere)
  const sign = danger?.sign
  const silent = tongueOf(turn).plain(hearing.text) === '' && !hearing.sure && !sign
  if (silent) return underSay ? null : hearUnheard(turn, stage)
  if (stage.name === 'red-flag' && !underSay) {
    update(turn, { spoke: true })
    const other = sign && (sign.name === stage.sign || !isKnown(turn, sign)) ? sign : null
    return hearFlag(turn, stage, other ? { ...told, hearing: danger?.hearing ?? hearing } : told, other)
  }
  if (sign && !isKnown(turn, sign)) {
    update(turn, { spoke: true })
    const as = { ...told, hearing: danger.hearing }
    if (stage.name === 'transferring') return signMeanwhile(turn, sign, stage, as)
    if (stage.name !== 'advised') return raiseSign(turn, sign, stage, as)
    writeLateSign(turn, sign, as, 'unclear')
    if (sign.name === 'suicidal') return { to: 'advise', sign: sign.name }
    update(turn, { playing: underSay ? turn.unheard : [] })
  }
  if (isLateMachine(turn, told)) return { to: 'end', disposition: 'voicemail', sentences: turn.script.common.voicemail }
  if (underSay) return null
  update(turn, { spoke: true, silentItems: 0 })
  return answerInLanguage(turn, stage, told) ?? noticeLanguage(turn, stage, told, answer(turn, stage, told))
}

/** A machine's greeting that was recognised only after ours began: nobody is asked for by name on a machine. */
const isLateMachine = ({ state, script }: Turn, { hearing, startMs, endMs }: Told): boolean =>
  state.stage.name === 'person' && script.tongue.isMachineGreeting(hearing.text, endMs - startMs)

/** Keys answer what is asked; 1 and 2 are yes and no wherever yes or no is expected. */
function hearKeys(turn: Turn, keys: string, atMs: Told['startMs']): Move {
  const { stage } = turn.state
  update(turn, { spoke: true, silentItems: 0 })
  const question = questionOf(turn.script, turn.state, stage)
  const own = stage.name === 'item' || stage.name === 'birth-date' || stage.name === 'read-back'
  const told = { hearing: heardAs(''), startMs: atMs, endMs: atMs, keys }
  if (own) return answerStage(turn, stage, told)
  const yesNo = question?.expected.kind === 'yes-no' && /^[12]#?$/.test(keys)
  if (!yesNo) return { to: 'listen', stage }
  return answerStage(turn, stage, {
    ...told,
    hearing: heardAs(tongueOf(turn).yesNoWords[keys.startsWith('1') ? 0 : 1]),
  })
}

/** A hang-up leaves nothing open: a pending value and an unanswered danger sign become final. */
function settleOpen(turn: Turn): void {
  const { stage } = turn.state
  if (stage.name === 'red-flag') settleFlag(turn, stage, 'hung-up')
  settleTransfer(turn)
  settlePending(turn, true)
}
