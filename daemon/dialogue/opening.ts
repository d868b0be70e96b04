import { greet } from './greeting.js'
import type { Move } from './move.js'
import type { Heard } from './port.js'
import { greetCaller } from './received.js'
import { FIRST_STEP } from './state.js'
import { type Turn, tongueOf } from './turn.js'

/** The line is open: greet with the AI notice, or leave the hospital's name and number on a machine. */
export function open(turn: Turn, heard: Heard & { type: 'opened' }): Move {
  const { common } = turn.script
  if (turn.state.context.received) return greetCaller(turn)
  if (tongueOf(turn).isMachineGreeting(heard.text, heard.lengthMs))
    return { to: 'end', disposition: 'voicemail', sentences: common.voicemail }
  greet(turn)
  const startAt = turn.state.context.startAt
  if (turn.script.startAtSkipsIdentity && startAt !== undefined) {
    turn.state = { ...turn.state, identity: 'verified' }
    turn.acts.push({ type: 'identity', identity: 'verified' })
    return { to: 'next' }
  }
  return { to: 'ask', stage: { name: 'person', ...FIRST_STEP } }
}
