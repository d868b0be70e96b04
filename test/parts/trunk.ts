import type { Media, MediaOptions } from '../../daemon/media/port.js'
import { openAsteriskFarEnd } from '../../daemon/telephony/ari/far-end.js'
import { type AriTelephonyOptions, openAriTelephony } from '../../daemon/telephony/ari/telephony.js'
import type { FarEnd, Telephony } from '../../daemon/telephony/port.js'
import { ensureAsterisk, startAsterisk, type TestAsterisk } from './asterisk.js'
import { freePort } from './ports.js'

export interface TrunkLineOptions {
  /** The daemon's audio. */
  readonly media: Media
  /** The patient's; default the same thread. */
  readonly patientMedia?: Media
  readonly patientAudio?: Omit<MediaOptions, 'id' | 'codec'>
  readonly telephony?: Partial<AriTelephonyOptions>
}

/** Two real Asterisks joined by a SIP trunk on loopback: the daemon's line, and the place where the patient answers. */
export interface TrunkLine {
  readonly telephony: Telephony
  readonly farEnd: FarEnd
  readonly ours: TestAsterisk
  readonly theirs: TestAsterisk
  stop(): Promise<void>
}

/** Ready in 1.5–4 s once Asterisk is unpacked. A sentence instead where no Asterisk can be had. */
export async function openTrunkLine(options: TrunkLineOptions): Promise<TrunkLine | { readonly reason: string }> {
  const had = await ensureAsterisk()
  if (!had.ok) return { reason: had.reason }
  const [portA, portB] = [await freePort(), await freePort()]
  const [ours, theirs] = await Promise.all([
    startAsterisk(had.prefix, { name: 'A', sipPort: portA, trunk: { port: portB } }),
    startAsterisk(had.prefix, { name: 'B', sipPort: portB, trunk: { port: portA }, app: 'patient' }),
  ])
  const access = ({ ariUrl: url, user, password, app }: TestAsterisk) => ({ url, user, password, app })
  const farEnd = await openAsteriskFarEnd({
    ...access(theirs),
    media: options.patientMedia ?? options.media,
    ...(options.patientAudio ? { audio: options.patientAudio } : {}),
  })
  const telephony = openAriTelephony({
    ...access(ours),
    endpoint: 'PJSIP/{number}@trunk',
    media: options.media,
    ...options.telephony,
  })
  await telephony.start()
  return {
    telephony,
    farEnd,
    ours,
    theirs,
    stop: async () => {
      await Promise.all([telephony.stop(), farEnd.stop()])
      await Promise.all([ours.stop(), theirs.stop()])
    },
  }
}
