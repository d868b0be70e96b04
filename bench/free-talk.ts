import type { Dialogue } from '../daemon/dialogue/port.js'
import { type ScriptedState, scriptedTalk } from './scripted-talk.js'

/** What is said between clips: short, known beforehand. */
const OPENING = 'Je vous écoute.'
const REPLY = "D'accord, et ensuite ?"

/**
 * A dialogue that asks `turns` free questions one after the other and says goodbye: what a patient waits for is then hearing
 * and speaking alone.
 */
export const freeTalk = (turns: number): Dialogue<ScriptedState> =>
  scriptedTalk(
    Array.from({ length: turns }, (_, turn) => ({ sentences: [turn === 0 ? OPENING : REPLY], overlap: 'never' })),
  )
