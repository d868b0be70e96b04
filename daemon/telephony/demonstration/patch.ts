import { db, LINE_HZ, ms, samples, samplesIn } from '../../domain/units.js'
import type { MediaLeg } from '../../media/port.js'

/** Five windows of 256 samples are eight whole frames: pieces follow each other without a seam. */
const PIECE_SAMPLES = 1280
/** Played ahead of the first piece, so that a late beat on either leg leaves no gap. */
const AHEAD_SAMPLES = samplesIn(ms(60), LINE_HZ)

/**
 * What comes in on one leg is said on the other, and the other way round: a bridge for the demonstration line, 220 ms late.
 * Returns how to undo it.
 */
export function patch(one: MediaLeg, other: MediaLeg): () => void {
  const undo = [pass(one, other), pass(other, one)]
  return () => {
    for (const stop of undo) stop()
  }
}

function pass(from: MediaLeg, to: MediaLeg): () => void {
  let kept = new Int16Array(PIECE_SAMPLES)
  let filled: number = 0
  let plays = 0
  const play = (pcm: Int16Array) =>
    to.play({ playId: `patch-${plays++}`, clips: [{ pcm }], gapMs: ms(0), tempo: 1, gainDb: db(0) })
  return from.onEvent(event => {
    if (event.type !== 'window') return
    if (plays === 0) play(new Int16Array(samples(AHEAD_SAMPLES)))
    kept.set(event.pcm, filled)
    filled += event.pcm.length
    if (filled < PIECE_SAMPLES) return
    play(kept)
    kept = new Int16Array(PIECE_SAMPLES)
    filled = 0
  })
}
