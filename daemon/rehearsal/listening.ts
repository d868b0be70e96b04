import type { MediaEvent } from '../media/port.js'

export type Window = Extract<MediaEvent, { type: 'window' }>

const TELEPHONE = {
  /** Silero's score that begins and that keeps speech. */
  startScore: 0.5,
  keepScore: 0.35,
  /** Comfort noise and line hum lie below, whatever Silero thinks of them. */
  floorDb: -48,
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
  private onset: number[] = []

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
    if (!this.isVoiced(window, wasSounding)) {
      this.onset = []
      return 'silent'
    }
    if (wasSounding) {
      this.lastVoicedMs = this.nowMs
      return 'voiced'
    }
    this.onset.push(window.startAtMs)
    if (this.onset.length < TELEPHONE.onsetWindows) return 'silent'
    this.onsetMs = this.onset[0]!
    this.onset = []
    this.lastVoicedMs = this.nowMs
    return 'onset'
  }

  private isVoiced(window: Window, sounding: boolean): boolean {
    if (window.levelDb <= TELEPHONE.floorDb) return false
    if (window.speech >= (sounding ? TELEPHONE.keepScore : TELEPHONE.startScore)) return true
    return sounding && window.levelDb > TELEPHONE.loudDb
  }
}
