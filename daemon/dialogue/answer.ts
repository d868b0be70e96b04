import { hearBetterTime, hearCaregiver, hearHandover, hearNearby, hearPerson } from './callee.js'
import { hearCaller, hearCallersBirthDate } from './callers.js'
import { hearClosing } from './closing.js'
import { dispositionNow } from './ending.js'
import { hearAdvised, hearFlag } from './flags.js'
import { hearBirthDate, hearConsent } from './identity.js'
import { hearItem } from './items.js'
import type { Move, Told } from './move.js'
import { hearLanguageOffer } from './other-language.js'
import { questionOf } from './question.js'
import { hearReadBack } from './readback.js'
import { hearMessage } from './received.js'
import { answerRequest, isAboutSpeech, isWeak, noteTeamWish } from './requests.js'
import { itemOf } from './script.js'
import type { Stage } from './state.js'
import { type Request, wordsOnly } from './tongue.js'
import { hearOfferTransfer, hearTransferring } from './transferring.js'
import { type Turn, tongueOf } from './turn.js'

/** A request, or the stage's own answer; the weightier first. */
export function answer(turn: Turn, stage: Stage, told: Told, asideTeam = false): Move {
  const request = told.keys === undefined ? tongueOf(turn).findRequest(told.hearing.text) : null
  const usable = request === 'wants-person' && asideTeam ? null : request
  if (usable && goesFirst(turn, stage, usable, told)) {
    const move = answerRequest(turn, stage, usable, told)
    if (move) return move
  }
  const move = answerStage(turn, stage, told)
  if (move.to !== 'miss' || !usable) return move
  return answerRequest(turn, stage, usable, told) ?? move
}

/** Whether a request is carried out before the utterance is read as an answer. */
function goesFirst(turn: Turn, stage: Stage, request: Request, told: Told): boolean {
  if (stage.name === 'closing') return !isWeak(request) || request === 'slower' || request === 'louder'
  if (stage.name === 'advised' || stage.name === 'transferring') return false
  // Whatever a message asks for is for the nurse; only how we speak and whom we ring is ours.
  if (stage.name === 'message') return request === 'opted-out' || isAboutSpeech(request) || request === 'wait'
  const callee =
    stage.name === 'person' || stage.name === 'nearby' || stage.name === 'handover' || stage.name === 'caregiver'
  if (callee && (request === 'later' || request === 'wait' || request === 'bye')) return false
  if (stage.name === 'better-time') return !isWeak(request) && request !== 'later'
  if (!isWeak(request)) return true
  const free = questionOf(turn.script, turn.state, stage)?.expected.kind === 'free'
  const words = tongueOf(turn).plain(told.hearing.text).split(' ').length
  if (free || (stage.name === 'item' && itemOf(turn.script, stage.linkId).kind === 'remarks')) return words <= 12
  return isAboutSpeech(request) && !hasNumber(stage, turn, told)
}

function hasNumber(stage: Stage, turn: Turn, told: Told): boolean {
  const expected = questionOf(turn.script, turn.state, stage)?.expected
  if (expected?.kind !== 'number' && expected?.kind !== 'temperature') return false
  return tongueOf(turn).interpret(wordsOnly(told.hearing), expected)?.doubtful === false
}

export function answerStage(turn: Turn, stage: Stage, told: Told): Move {
  switch (stage.name) {
    case 'person':
      return hearPerson(turn, told)
    case 'handover':
      return hearHandover(turn, told)
    case 'nearby':
      return hearNearby(turn, told)
    case 'caregiver':
      return hearCaregiver(turn, told)
    case 'better-time':
      return hearBetterTime(turn, stage, told)
    case 'birth-date':
      return stage.callers ? hearCallersBirthDate(turn, stage, told) : hearBirthDate(turn, stage, told)
    case 'caller':
      return hearCaller(turn, told)
    case 'message':
      return hearMessage(turn, told)
    case 'consent':
      return hearConsent(turn, told)
    case 'item':
      return hearItem(turn, stage, told)
    case 'read-back':
      return hearReadBack(turn, stage, told)
    case 'red-flag':
      return hearFlag(turn, stage, told, null)
    case 'advised':
      return hearAdvised(
        turn,
        stage,
        false,
        tongueOf(turn).findRequest(told.hearing.text) === 'bye',
        dispositionNow(turn.state),
      )
    case 'transferring':
      return hearTransferring(turn, stage, told)
    case 'offer-transfer':
      return hearOfferTransfer(turn, stage, told)
    case 'offer-nurse':
      return hearOffer(turn, stage, told)
    case 'offer-language':
      return hearLanguageOffer(turn, stage, told)
    case 'closing':
      return hearClosing(turn, stage, told)
    case 'changing-language':
    case 'opening':
    case 'claiming':
    case 'ended':
      return { to: 'listen', stage }
  }
}

function hearOffer(turn: Turn, stage: Stage & { name: 'offer-nurse' }, told: Told): Move {
  const said = tongueOf(turn).interpret(told.hearing, { kind: 'yes-no' }, { agreeing: true })
  if (!said) return { to: 'miss' }
  if (said.value === true) noteTeamWish(turn, stage, told)
  const { wantsTeam, goOn } = turn.script.common.requests
  return { to: 'ask', stage: stage.resume, lead: said.value === true ? [...wantsTeam, ...goOn] : [] }
}
