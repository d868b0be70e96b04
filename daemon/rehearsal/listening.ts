import type { MediaEvent } from '../media/port.js'
import { levelDbfs } from './sound.js'

export type Window = Extract<MediaEvent, { type: 'window' }>

const TELEPHONE = {
  /** Silero's score that begins and that keeps speech. */
  startScore: 0.5,
  keepScore: 0.35,
  /**
   * Comfort noise and line hum lie below, whatever Silero thinks of them. At −50 dBFS the rendered sentences have no inner
   * pause above 205 ms (285 ms at −45), so that one played at 0.7 of its tempo still counts as one.
   */
  floorDb: -50,
  /** So loud a window goes on being speech: Silero drops soft word ends. */
  loudDb: -40,
  onsetWindows: 2,
  /** The gaps between the sentences of one prompt are at most 250 ms; with two windows of edges a prompt ends after this. */
  pauseMs: 320,
} as const

/** What a patient makes of the windows that come in: is somebody speaking, since when, until when. */
export class Listening {
  /** First sound of the speech being heard, or heard last. */
  onsetMs = 0
  /** End of the last window with speech in it. */
  lastVoicedMs = Number.NEGATIVE_INFINITY
  /** End of the last window at all. */
  nowMs = 0
  private onsets = 0
  /** Start of the sound that the windows since then have held without a quiet one between. */
  private loudSinceMs: number | undefined

  /** Somebody speaks, or has paused for less than a prompt's end takes. */
  get sounding(): boolean {
    return this.nowMs - this.lastVoicedMs < TELEPHONE.pauseMs
  }

  get silentMs(): number {
    return this.nowMs - this.lastVoicedMs
  }

  /** Takes one window; 'onset' at a first sound, 'voiced' while it goes on. */
  window(window: Window, lengthMs: number): 'onset' | 'voiced' | 'silent' {
    this.nowMs = window.startAtMs + lengthMs
    const wasSounding = this.sounding
    const sound = soundIn(window, lengthMs)
    // Silero is sure some 100 ms into a word: the sound that led up to it belongs to it.
    this.loudSinceMs = sound === undefined ? undefined : (this.loudSinceMs ?? sound.startMs)
    if (sound === undefined || !this.isVoiced(window, wasSounding)) {
      this.onsets = 0
      return 'silent'
    }
    if (!wasSounding && ++this.onsets < TELEPHONE.onsetWindows) return 'silent'
    this.onsets = 0
    this.lastVoicedMs = sound.endMs
    if (wasSounding) return 'voiced'
    this.onsetMs = this.loudSinceMs ?? sound.startMs
    return 'onset'
  }

  private isVoiced(window: Window, sounding: boolean): boolean {
    if (window.levelDb <= TELEPHONE.floorDb) return false
    if (window.speech >= (sounding ? TELEPHONE.keepScore : TELEPHONE.startScore)) return true
    return sounding && window.levelDb > TELEPHONE.loudDb
  }
}

const BLOCK_SAMPLES = 32

/** Where the sound of a window begins and ends, to 4 ms; undefined for a quiet window. */
function soundIn(
  { pcm, startAtMs }: Window,
  lengthMs: number,
): { readonly startMs: number; readonly endMs: number } | undefined {
  const loud: number[] = []
  for (let at = 0; at < pcm.length; at += BLOCK_SAMPLES) {
    if (levelDbfs(pcm, at, Math.min(pcm.length, at + BLOCK_SAMPLES)) > TELEPHONE.floorDb) loud.push(at)
  }
  const [first, last] = [loud[0], loud.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const sampleMs = lengthMs / pcm.length
  return {
    startMs: startAtMs + first * sampleMs,
    endMs: startAtMs + Math.min(pcm.length, last + BLOCK_SAMPLES) * sampleMs,
  }
}
