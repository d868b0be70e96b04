import type { FailureCode } from '../domain/failure.js'
import type { Db, Ms } from '../domain/units.js'
import type { FileSeal } from '../sealing/port.js'
import type { Address, KeptAudio, MediaEvent, MediaOptions, MediaStats, PlayOptions } from './port.js'

/** What the media thread is started with. */
export interface ThreadSetup {
  readonly sileroPath: string
  readonly host: string
  readonly ports?: PortRange
}

export interface PortRange {
  readonly first: number
  readonly last: number
}

/** What a leg is told; questions among them (below) carry a ticket and are answered. */
export type LegOrder =
  | { readonly type: 'connect'; readonly remote: Address }
  | { readonly type: 'start' }
  | { readonly type: 'play'; readonly options: PlayOptions }
  | { readonly type: 'cut' }
  | { readonly type: 'duck'; readonly gainDb: Db }
  | { readonly type: 'digits'; readonly digits: string }

export type LegQuestion =
  | { readonly type: 'open'; readonly options: MediaOptions }
  | { readonly type: 'record'; readonly path: string; readonly seal?: FileSeal }
  | { readonly type: 'stats' }
  | { readonly type: 'kept-audio' }
  | { readonly type: 'close' }

/** What each question is answered with. */
export interface Answers {
  readonly open: Address
  readonly record: Ms
  readonly stats: MediaStats
  readonly 'kept-audio': KeptAudio
  readonly close: MediaStats
}

export type ToThread =
  | { readonly kind: 'order'; readonly leg: number; readonly order: LegOrder }
  | { readonly kind: 'question'; readonly leg: number; readonly ticket: number; readonly question: LegQuestion }
  | { readonly kind: 'end' }

export interface Refusal {
  readonly code: FailureCode
  readonly facts: Readonly<Record<string, string | number>>
}

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unfit'; readonly refusal: Refusal }
  | { readonly kind: 'answer'; readonly ticket: number; readonly answer: Answers[keyof Answers] }
  | { readonly kind: 'refusal'; readonly ticket: number; readonly refusal: Refusal }
  | { readonly kind: 'events'; readonly leg: number; readonly events: readonly MediaEvent[] }

/** What a leg in the main thread needs of the thread it lives in. */
export interface ThreadLine {
  order(leg: number, order: LegOrder, transfer?: ArrayBuffer[]): void
  /** Rejects with the thread's Failure, media/stopped when it is gone. */
  ask<Type extends LegQuestion['type']>(
    leg: number,
    question: Extract<LegQuestion, { type: Type }>,
  ): Promise<Answers[Type]>
  /** The leg is no longer counted. */
  forget(leg: number): void
}
