import type { Ms } from '../domain/units.js'
import type { HeardTurn } from './ear.js'
import type { Said } from './mouth.js'
import type { Records } from './records.js'

/** Turns on their way to the store. A turn that cannot be committed is told once, and the call goes on. */
export class Transcript {
  private readonly records: Records
  private readonly busy: <T>(work: Promise<T>) => Promise<T>
  private readonly promptVersion: (sayId: string) => string
  private readonly onFailure: () => void

  constructor(parts: {
    records: Records
    busy: <T>(work: Promise<T>) => Promise<T>
    promptVersion: (sayId: string) => string
    onFailure: () => void
  }) {
    this.records = parts.records
    this.busy = parts.busy
    this.promptVersion = parts.promptVersion
    this.onFailure = parts.onFailure
  }

  spoken(turn: HeardTurn, linkId: string): void {
    const { hearing, startMs, endMs } = turn
    this.keep({
      speaker: 'patient',
      linkId,
      text: hearing.text,
      startMs,
      endMs,
      interrupted: false,
      confidence: hearing.confidence,
    })
  }

  keyed(keys: string, linkId: string, atMs: Ms): void {
    this.keep({ speaker: 'patient', linkId, text: `[${keys}]`, startMs: atMs, endMs: atMs, interrupted: false })
  }

  said({ say, startMs, endMs, cut }: Pick<Said, 'say' | 'startMs' | 'endMs' | 'cut'>): void {
    const text = say.sentences.join(' ')
    this.keep({
      speaker: 'agent',
      linkId: say.linkId,
      text,
      startMs,
      endMs,
      interrupted: cut,
      promptVersion: this.promptVersion(say.sayId),
    })
  }

  private keep(turn: Parameters<Records['turn']>[0]): void {
    this.busy(this.records.turn(turn)).catch(() => this.onFailure())
  }
}
