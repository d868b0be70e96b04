import type { Move } from './move.js'
import type { Heard } from './port.js'
import { greetCaller } from './received.js'
import { FIRST_STEP } from './state.js'
import { say, type Turn, tongueOf } from './turn.js'

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

/** The AI disclosure cannot be cut short, and its version is stored once it was said. */
export function greet(turn: Turn): void {
  const { common } = turn.script
  say(turn, { linkId: 'greeting', sentences: common.greeting, overlap: 'never', purpose: 'greeting' })
  turn.acts.push({
    type: 'consent',
    kind: 'ai-notice',
    given: true,
    textVersion: `${common.language}-${common.version}`,
  })
}
