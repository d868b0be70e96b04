import { levelDbfs } from '../daemon/rehearsal/sound.js'

const RATE_PER_MS = 8
const FRAME = 10 * RATE_PER_MS
/** Where a prompt is looked for, around where it was heard to begin. */
const REACH = 200 * RATE_PER_MS
const LIKENESS_SAMPLES = 400 * RATE_PER_MS
/** Quieter parts of the prompt tell nothing about its gain. */
const QUIET_DBFS = -40

/**
 * After how many ms from `onsetMs` a prompt that was heard from about `startMs` on is at least `byDb` quieter than it was rendered:
 * what the phone heard is compared with the prompt, 10 ms at a time, to the end of the last one at full level. Undefined when it
 * never is quieter.
 */
export function duckedAfterMs(
  heard: Int16Array,
  prompt: Int16Array,
  { startMs, onsetMs, byDb }: { readonly startMs: number; readonly onsetMs: number; readonly byDb: number },
): number | undefined {
  const start = placeOf(heard, prompt, Math.round(startMs * RATE_PER_MS))
  const first = Math.ceil((onsetMs * RATE_PER_MS - start) / FRAME)
  let loudUntilMs = onsetMs
  for (let frame = Math.max(0, first); (frame + 1) * FRAME <= prompt.length; frame++) {
    const from = frame * FRAME
    const wanted = levelDbfs(prompt, from, from + FRAME)
    if (wanted < QUIET_DBFS) continue
    const found = levelDbfs(heard, start + from, start + from + FRAME)
    if (wanted - found >= byDb) return loudUntilMs - onsetMs
    loudUntilMs = (start + from + FRAME) / RATE_PER_MS
  }
  return undefined
}

/** The first sample of the prompt in what was heard: where its beginning is most alike. */
function placeOf(heard: Int16Array, prompt: Int16Array, about: number): number {
  let best = about
  let most = Number.NEGATIVE_INFINITY
  for (let at = Math.max(0, about - 2 * REACH); at <= about + REACH; at++) {
    let product = 0
    for (let i = 0; i < LIKENESS_SAMPLES; i += 3) product += prompt[i]! * (heard[at + i] ?? 0)
    if (product > most) {
      most = product
      best = at
    }
  }
  return best
}
