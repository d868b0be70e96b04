import { encoderInput, toSpeechRate } from './audio.js'
import type { Carrier, Listening } from './listening.js'

/** The answer behind the agent's own words, encoded: everything that is asked of the session next is asked of both. */
export async function encodeBehind(
  { session, signal, threads }: Listening,
  carrier: Carrier,
  answer: Int16Array,
): Promise<void> {
  signal?.throwIfAborted()
  const input = encoderInput(answer, toSpeechRate(carrier.pcm))
  await session.encode(input.pcm, input.audioCtx, threads())
  signal?.throwIfAborted()
}
