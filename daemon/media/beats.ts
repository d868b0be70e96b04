import { FRAME_MS } from '../domain/units.js'
import { PREFILL_FRAMES } from './leg-core.js'

/** A machine that slept this long did not live the time: the beat goes on from now. */
const MOST_BEHIND_BEATS = 250

/** After a stall sockets are read first (setImmediate runs behind them): packets that came in time are not to be taken as late. */
const STALL_MS = 10

export interface BeatMark {
  /** How long after its deadline the beat came. */
  readonly lateMs: number
  /** Too late to be sent: the far end's prefill could no longer take it, sending it would only add delay there. */
  readonly muted: boolean
  /** The far end ran dry before this beat. */
  readonly dry: boolean
}

/**
 * Beats every 20 ms from now on; returns what stops them. Deadlines count from one monotonic start, so lateness never adds up
 * (setInterval lost 84 of 400 beats beside two busy threads, deadlines 1). After a stall at most `PREFILL_FRAMES + 1` beats
 * are sent at once: exactly what the far end has used up meanwhile.
 */
export function startBeats(
  onBeat: (mark: BeatMark) => void,
  nowMs: () => number = () => performance.now(),
): () => void {
  let startMs = nowMs()
  let done = 0
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const onTimer = () => {
    const lateMs = nowMs() - startMs - (done + 1) * FRAME_MS
    if (lateMs > STALL_MS) setImmediate(beat)
    else beat()
  }
  const beat = () => {
    const now = nowMs()
    const due = Math.floor((now - startMs) / FRAME_MS)
    const slept = due - done - MOST_BEHIND_BEATS
    if (slept > 0) startMs += slept * FRAME_MS
    for (const mark of marksAt(now - startMs, done)) {
      if (stopped) return
      done++
      onBeat(mark)
    }
    if (!stopped) timer = setTimeout(onTimer, Math.max(0, Math.ceil(startMs + (done + 1) * FRAME_MS - nowMs())))
  }
  timer = setTimeout(onTimer, FRAME_MS)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** The beats that are due `elapsedMs` after the start when `done` were made: oldest first. */
export function marksAt(elapsedMs: number, done: number): BeatMark[] {
  const due = Math.floor(elapsedMs / FRAME_MS)
  const marks: BeatMark[] = []
  for (let beat = done + 1; beat <= due; beat++) {
    const lateMs = elapsedMs - beat * FRAME_MS
    const dry = beat === done + 1 && lateMs > PREFILL_FRAMES * FRAME_MS
    marks.push({ lateMs, muted: due - beat > PREFILL_FRAMES, dry })
  }
  return marks
}
