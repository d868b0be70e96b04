import { confirmAhead } from './ahead.js'
import { answer } from './answer.js'
import { close } from './closing.js'
import { finish } from './ending.js'
import { adviceFor } from './flags.js'
import { greet, owesNotice } from './greeting.js'
import { hearItem } from './items.js'
import { hearMiss } from './ladder.js'
import type { Move } from './move.js'
import { questionOf } from './question.js'
import { settlePending } from './readback.js'
import { nextItem } from './rules.js'
import { itemOf, wordingOf } from './script.js'
import { answerBySign } from './sign-answers.js'
import { FIRST_STEP, type Stage } from './state.js'
import { listen, markAsked, say, type Turn, update } from './turn.js'

/** Carries out what a stage decided; `text` is what was said, for an item that is skipped. */
export function carryOut(turn: Turn, move: Move, text: string): void {
  const { stage } = turn.state
  switch (move.to) {
    case 'miss':
      return carryOut(turn, hearMiss(turn, stage, text), text)
    case 'again':
      return resumeStage(turn, move)
    case 'next':
      return goOn(turn, move.lead ?? [])
    case 'ask':
      return put(turn, move)
    case 'listen':
      return wait(turn, move)
    case 'advise':
      return advise(turn, move.sign, move.lead)
    case 'resume':
      return resumeVoice(turn, move.lead ?? [])
    case 'end':
      return end(turn, move)
  }
}

function put(turn: Turn, { stage, how = 'ask', lead = [] }: Move & { to: 'ask' }): void {
  if (isAnswered(turn, stage)) return goOn(turn, lead)
  const bySign = stage.name === 'item' ? answerBySign(turn, stage.linkId) : undefined
  if (bySign) return goOn(turn, [...lead, ...bySign])
  update(turn, { stage })
  const question = questionOf(turn.script, turn.state, stage)
  if (!question) return
  if (stage.name !== 'red-flag' && owesNotice(turn)) greet(turn)
  if (stage.name === 'item') markAsked(turn, stage.linkId)
  const invite =
    stage.name === 'item' && stage.invited
      ? (wordingOf(turn.script, itemOf(turn.script, stage.linkId)).invite ?? [])
      : []
  const asked = how === 'ask' ? question.ask : question.rephrase
  const sentences = [...(invite.length > 0 ? invite : asked), ...(how === 'keypad' ? question.keypad : [])]
  const { linkId, overlap, purpose } = question
  say(turn, { linkId, sentences: [...lead, ...sentences], overlap, purpose })
  listen(turn, question)
}

/** A request answered the question that it interrupted ("je voudrais parler à une infirmière" where just that is asked). */
function isAnswered(turn: Turn, stage: Stage): boolean {
  const answered = stage.name === 'item' ? turn.state.answers[stage.linkId] : undefined
  return answered?.value !== undefined && answered.pending !== true
}

function wait(turn: Turn, { stage, lead = [], thinkMs }: Move & { to: 'listen' }): void {
  update(turn, { stage })
  const question = questionOf(turn.script, turn.state, stage)
  if (!question) return
  say(turn, { linkId: question.linkId, sentences: lead, overlap: 'stop', purpose: 'explanation' })
  listen(turn, question, thinkMs)
}

/** The next item, or the closing. An item answered ahead of its question is judged from what was said then. */
function goOn(turn: Turn, lead: readonly string[]): void {
  const linkId = nextItem(turn.script, turn.state)
  if (linkId === null) {
    say(turn, { linkId: 'closing', sentences: lead, overlap: 'duck', purpose: 'explanation' })
    return carryOut(turn, close(turn), '')
  }
  const bySign = answerBySign(turn, linkId)
  if (bySign) return goOn(turn, [...lead, ...bySign])
  const confirming = confirmAhead(turn, linkId)
  if (confirming) {
    markAsked(turn, linkId)
    return put(turn, { to: 'ask', stage: confirming, lead })
  }
  const stage = { name: 'item', linkId, ...FIRST_STEP, silences: turn.state.silentItems > 0 ? 1 : 0 } as const
  const early = turn.state.ahead[linkId]
  if (!early) return put(turn, { to: 'ask', stage, lead })
  const ahead = Object.fromEntries(Object.entries(turn.state.ahead).filter(([key]) => key !== linkId))
  update(turn, { ahead, stage })
  markAsked(turn, linkId)
  const move = hearItem(turn, stage, early)
  carryOut(turn, move.to === 'miss' ? { to: 'ask', stage, lead } : move, '')
}

/** Back to what was put aside: the words that led away may hold the answer; else it is asked again, no miss counted. */
function resumeStage(turn: Turn, { stage, told, lead }: Move & { to: 'again' }): void {
  if (isAnswered(turn, stage)) return goOn(turn, lead)
  update(turn, { stage })
  const move = answer(turn, stage, told, true)
  const again: Move = move.to === 'miss' ? { to: 'ask', stage } : move
  if (!('lead' in again) && again.to !== 'ask' && again.to !== 'next') {
    say(turn, { linkId: 'closing', sentences: lead, overlap: 'duck', purpose: 'explanation' })
    return carryOut(turn, again, '')
  }
  carryOut(turn, withLead(again, lead), '')
}

function withLead(move: Move, lead: readonly string[]): Move {
  switch (move.to) {
    case 'ask':
    case 'next':
    case 'listen':
    case 'resume':
      return { ...move, lead: [...lead, ...(move.lead ?? [])] }
    case 'end':
      return { ...move, sentences: [...lead, ...move.sentences] }
    case 'again':
      return { ...move, lead: [...lead, ...move.lead] }
    case 'advise':
    case 'miss':
      return move
  }
}

function advise(turn: Turn, sign: string, lead?: readonly string[]): void {
  settlePending(turn)
  const stage: Stage = { name: 'advised', sign, turns: 0, ...FIRST_STEP }
  const sentences = adviceFor(turn, sign, lead)
  say(turn, { linkId: 'closing', sentences, overlap: 'never', purpose: 'red-flag' })
  wait(turn, { to: 'listen', stage })
}

/** What the patient did not hear is said; when nothing is left of the closing, the call is over, and thanks are not its last word. */
function resumeVoice(turn: Turn, lead: readonly string[]): void {
  const { stage } = turn.state
  const pieces = stage.name === 'closing' ? turn.state.aside : turn.unheard
  const question = questionOf(turn.script, turn.state, stage)
  if (stage.name === 'closing' && pieces.length === 0) {
    const leave = lead.length > 0 ? [...lead, ...turn.script.common.endings.goodbye] : []
    return end(turn, { to: 'end', disposition: 'completed', sentences: leave })
  }
  update(turn, { aside: [] })
  say(turn, { linkId: question?.linkId ?? 'closing', sentences: lead, overlap: 'duck', purpose: 'explanation' })
  for (const { linkId, sentences, overlap, purpose } of pieces) say(turn, { linkId, sentences, overlap, purpose })
  if (question) listen(turn, question)
}

function end(turn: Turn, { disposition, sentences }: Move & { to: 'end' }): void {
  settlePending(turn)
  // Nothing is heard behind it: cut short it would be a call that ends without a goodbye.
  say(turn, { linkId: 'closing', sentences, overlap: 'never', purpose: 'closing' })
  finish(turn, disposition)
}
