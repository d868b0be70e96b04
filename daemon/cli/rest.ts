import type { CallLog, Calls } from '../call/port.js'
import type { Speech } from '../compose.js'

/** So many sentences at a time: a call that begins waits for no more than these. */
const BATCH = 4
const LOOK_AGAIN_MS = 2000

/** Renders what no call has needed yet, one batch after the other while nobody is on the line. Returns what stops it. */
export function renderRest(speech: Speech, calls: Pick<Calls, 'live'>, log: CallLog): () => void {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const next = async (): Promise<void> => {
    if (stopped) return
    if (calls.live > 0) return later()
    const batch = speech.sentences.filter(text => !speech.prompts.has(text)).slice(0, BATCH)
    if (batch.length === 0) return
    await speech.prompts.render(batch)
    later(0)
  }
  const later = (afterMs = LOOK_AGAIN_MS): void => {
    timer = setTimeout(() => void next().catch(failed), afterMs)
    timer.unref()
  }
  const failed = (): void => {
    if (!stopped) log.warn({}, 'sentences could not be rendered ahead; a call renders its own')
  }
  later()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
