declare const unit: unique symbol
type Branded<Name extends string> = number & { readonly [unit]: Name }

/** Milliseconds: a length of time, or (named …AtMs) ms since the answer of the call. */
export type Ms = Branded<'ms'>
/** A count of audio samples at a rate that stands beside it. */
export type Samples = Branded<'samples'>
/** Samples per second. */
export type Hz = Branded<'hz'>
/** Decibels: a gain, or a level relative to full scale where the name ends in Dbfs. */
export type Db = Branded<'db'>

export const ms = (value: number): Ms => value as Ms
export const samples = (value: number): Samples => value as Samples
export const hz = (value: number): Hz => value as Hz
export const db = (value: number): Db => value as Db

/** The telephone's sampling rate (G.711, RFC 3551 section 4.5.14). */
export const LINE_HZ = hz(8000)
/** What Whisper and smart-turn want. */
export const SPEECH_HZ = hz(16_000)
/** One RTP packet's worth of audio. */
export const FRAME_MS = ms(20)

export const samplesIn = (length: Ms, rate: Hz): Samples => Math.round((length * rate) / 1000) as Samples
export const durationMs = (count: number, rate: Hz): Ms => ((count * 1000) / rate) as Ms

/** 160 samples: 20 ms at 8 kHz. */
export const FRAME_SAMPLES = samplesIn(FRAME_MS, LINE_HZ)
