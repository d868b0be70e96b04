import type { Timer } from '../call/port.js'
import { wallTimer } from '../call/timer.js'
import { sileroPath } from '../compose.js'
import type { Config } from '../config.js'
import { Failure } from '../domain/failure.js'
import { FRAME_MS, ms } from '../domain/units.js'
import { openMedia } from '../media/media.js'
import type { Impairments, MediaOptions } from '../media/port.js'
import { openVirtualMedia } from '../media/virtual.js'
import { openAsteriskFarEnd } from '../telephony/ari/far-end.js'
import { openDemonstrationLine } from '../telephony/demonstration/line.js'
import { VirtualTime } from '../telephony/demonstration/scheduler.js'
import type { CallPlaced, FarEnd, IncomingCall, Telephony } from '../telephony/port.js'
import { Busy } from './busy.js'

/** One call's way to the rehearsal's patient and back. */
export interface RehearsalLine {
  readonly telephony: Telephony
  readonly farEnd: FarEnd
  /** Its time outside the audio. */
  readonly timer: Timer
  /** Tracks work so that virtual time waits for it; identity elsewhere. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>
  /** Lets time pass until the call is over. */
  until<T>(ended: Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens lines one after the other; what is costly (a media thread, two PBXs) stays open between them. */
export interface RehearsalLines {
  readonly name: string
  open(patientEnd: { readonly impairments?: Impairments }): Promise<RehearsalLine>
  close(): Promise<void>
}

const untouched = <T>(work: Promise<T>): Promise<T> => work

export async function realDemonstration(config: Config): Promise<RehearsalLines> {
  const media = await openMedia({ sileroPath: await sileroPath(config) })
  return {
    name: 'demonstration',
    open: async patientEnd => {
      const telephony = openDemonstrationLine({ media, callee: kept(patientEnd) })
      await telephony.start()
      const { farEnd } = telephony
      return { telephony, farEnd, timer: wallTimer, busy: untouched, until: untouched, close: () => telephony.stop() }
    },
    close: () => media.close(),
  }
}

/** The demonstration line in virtual time: the same code and verdicts, as fast as the machine recognises. */
export async function virtualDemonstration(config: Config): Promise<RehearsalLines> {
  const silero = await sileroPath(config)
  return {
    name: 'demonstration (virtual time)',
    open: async patientEnd => {
      const busy = new Busy()
      const scheduler = new VirtualTime()
      const media = await openVirtualMedia({ sileroPath: silero, settled: busy.settled })
      const telephony = openDemonstrationLine({ media, scheduler, callee: kept(patientEnd) })
      await telephony.start()
      return {
        telephony,
        farEnd: telephony.farEnd,
        timer: { after: (delayMs, what) => scheduler.after(ms(delayMs), what), nowMs: () => scheduler.now },
        busy: busy.track,
        until: async ended => {
          let over = false
          void ended.catch(() => undefined).finally(() => (over = true))
          while (!over) {
            await media.advance()
            scheduler.advance(FRAME_MS)
          }
          return ended
        },
        close: async () => {
          await telephony.stop()
          await media.close()
        },
      }
    },
    close: () => Promise.resolve(),
  }
}

/** Two real Asterisks on loopback joined by a SIP trunk: ours dials, the patient sits behind the other. */
export async function asteriskLines(config: Config): Promise<RehearsalLines> {
  const { openTrunkLine } = await import('../../test/parts/trunk.js')
  const silero = await sileroPath(config)
  const [media, patientMedia] = await Promise.all([
    openMedia({ sileroPath: silero }),
    openMedia({ sileroPath: silero }),
  ])
  const closeMedia = () => Promise.all([media.close(), patientMedia.close()])
  const trunk = await openTrunkLine({ media, patientMedia, patientAudio: kept({}) })
  if ('reason' in trunk) {
    await closeMedia()
    throw new Failure('telephony/unreachable', { address: `Asterisk (${trunk.reason})` })
  }
  const { ariUrl: url, user, password, app } = trunk.theirs
  const listenAt = (patientEnd: { readonly impairments?: Impairments }): Promise<FarEnd> =>
    openAsteriskFarEnd({ url, user, password, app, media: patientMedia, audio: kept(patientEnd) })
  // One far end at a time holds the application: an impaired one takes it over, and the next plain call opens another.
  let plain: Promise<FarEnd> | undefined = Promise.resolve(new Callees(trunk.farEnd))
  return {
    name: 'asterisk',
    open: async patientEnd => {
      const { telephony } = trunk
      if (patientEnd.impairments === undefined) {
        plain ??= listenAt({}).then(farEnd => new Callees(farEnd))
        const close = () => Promise.resolve()
        return { telephony, farEnd: await plain, timer: wallTimer, busy: untouched, until: untouched, close }
      }
      await plain?.then(farEnd => farEnd.stop())
      plain = undefined
      const farEnd = await listenAt(patientEnd)
      return { telephony, farEnd, timer: wallTimer, busy: untouched, until: untouched, close: () => farEnd.stop() }
    },
    close: async () => {
      await plain?.then(farEnd => farEnd.stop())
      await trunk.stop()
      await closeMedia()
    },
  }
}

/** Many patients behind one far end: a call goes to the patient whose number was dialled. */
class Callees implements FarEnd {
  private readonly listeners = new Set<(call: IncomingCall) => void>()
  private readonly farEnd: FarEnd

  constructor(farEnd: FarEnd) {
    this.farEnd = farEnd
    farEnd.onCall(call => {
      for (const listener of this.listeners) listener(call)
    })
  }

  onCall(listener: (call: IncomingCall) => void): void {
    this.listeners.add(listener)
  }

  call(request: CallPlaced): IncomingCall {
    return this.farEnd.call(request)
  }

  stop(): Promise<void> {
    return this.farEnd.stop()
  }
}

/** The far end as the patient with this number sees it. */
export const patientAt = (farEnd: FarEnd, number: string): FarEnd => ({
  onCall: listener =>
    farEnd.onCall(call => {
      if (call.number === number) listener(call)
    }),
  call: request => farEnd.call(request),
  stop: () => farEnd.stop(),
})

const kept = ({ impairments }: { readonly impairments?: Impairments }): Omit<MediaOptions, 'id' | 'codec'> => ({
  keepAudio: true,
  ...(impairments === undefined ? {} : { impairments }),
})
