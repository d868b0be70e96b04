import { say, type Turn, update } from './turn.js'

/** The AI disclosure cannot be cut short, and its version, which names its language, is stored once it was said. */
export function greet(turn: Turn): void {
  const { common } = turn.script
  const { context, noticed } = turn.state
  const sentences = context.received ? common.received.greeting : common.greeting
  say(turn, { linkId: 'greeting', sentences, overlap: 'never', purpose: 'greeting' })
  turn.acts.push({
    type: 'consent',
    kind: 'ai-notice',
    given: true,
    textVersion: `${common.language}-${common.version}`,
  })
  if (!noticed.includes(common.language)) update(turn, { noticed: [...noticed, common.language] })
}

/** Whoever was greeted in a language that they do not speak has not been told yet (EU AI Act, article 50: clearly). */
export const owesNotice = ({ state, script }: Turn): boolean =>
  state.noticed.length > 0 && !state.noticed.includes(script.common.language)
