import { CAUSE } from '../domain/hangup.js'
import { db, durationMs, LINE_HZ, ms } from '../domain/units.js'
import type { MediaEvent, MediaLeg } from '../media/port.js'
import type { FarEnd, IncomingCall } from '../telephony/port.js'
import type { Rehearsal } from './format.js'

type Behaviour = NonNullable<Rehearsal['nurse']>

export interface NurseOptions {
  readonly farEnd: FarEnd
  readonly behaviour: Behaviour
  /** What she says once she has the patient. */
  readonly says: Int16Array
}

/** She has heard enough of the announcement once so much was voiced and the voice rests. */
const VOICED_MS = 3000
const RESTS_MS = 600
/** From her key on: she speaks, and hangs up. */
const SPEAKS_MS = 6000
const LEAVES_MS = 11_000
const VOICED_DB = -45

/** A rehearsal's nurse at the other end of the line: every call that reaches her number is treated alike. */
export function playNurse({ farEnd, behaviour, says }: NurseOptions): { rings(): number } {
  let rings = 0
  farEnd.onCall(call => {
    rings++
    void take(call, behaviour, says).catch(() => undefined)
  })
  return { rings: () => rings }
}

async function take(call: IncomingCall, behaviour: Behaviour, says: Int16Array): Promise<void> {
  if (behaviour === 'busy') return call.hangUp(CAUSE.busy)
  await call.ring()
  if (behaviour === 'no-answer') return
  const leg = await call.answer()
  const nurse = new SimulatedNurse(leg, says, () => void call.hangUp(CAUSE.normal).catch(() => undefined))
  call.onHangUp(leg.onEvent(event => nurse.media(event)))
}

/** No clock: she decides on windows of what she hears, in real and in virtual time alike. */
class SimulatedNurse {
  private voicedMs = 0
  private restsMs = 0
  private sinceKeyMs: number | undefined
  private spoke = false
  private readonly leg: MediaLeg
  private readonly says: Int16Array
  private readonly hangUp: () => void

  constructor(leg: MediaLeg, says: Int16Array, hangUp: () => void) {
    this.leg = leg
    this.says = says
    this.hangUp = hangUp
  }

  media(event: MediaEvent): void {
    if (event.type !== 'window') return
    const lengthMs = durationMs(event.pcm.length, LINE_HZ)
    const voiced = event.levelDb > VOICED_DB
    this.voicedMs += voiced ? lengthMs : 0
    this.restsMs = voiced ? 0 : this.restsMs + lengthMs
    if (this.sinceKeyMs !== undefined) return this.afterKey(lengthMs)
    if (this.voicedMs < VOICED_MS || this.restsMs < RESTS_MS) return
    this.leg.sendDigits('1')
    this.sinceKeyMs = 0
  }

  private afterKey(lengthMs: number): void {
    this.sinceKeyMs = (this.sinceKeyMs ?? 0) + lengthMs
    if (this.sinceKeyMs >= SPEAKS_MS && !this.spoke) {
      this.spoke = true
      this.leg.play({ playId: 'nurse', clips: [{ pcm: this.says }], gapMs: ms(0), tempo: 1, gainDb: db(0) })
    }
    if (this.sinceKeyMs >= LEAVES_MS) this.hangUp()
  }
}
