import { Failure } from '../domain/failure.js'
import { CAUSE } from '../domain/hangup.js'
import type { KeptAudio, MediaLeg } from '../media/port.js'
import type { FarEnd, IncomingCall } from '../telephony/port.js'
import type { Rehearsal } from './format.js'
import { type Asked, SimulatedPatient } from './patient.js'
import type { PatientStory } from './story.js'

export interface PlayOptions {
  readonly rehearsal: Rehearsal
  /** The item of the words now being spoken to the patient; read on every window. */
  readonly asked: () => Asked | undefined
  /** The leg keeps its audio (`keepAudio`): hand it over at the end. Default true. */
  readonly keptAudio?: boolean
}

export interface PlayedPatient {
  /** Resolves when the call is over. */
  readonly story: Promise<PatientStory>
  /** Takes no call any more; resolves the story of a patient who was never rung. */
  stop(): void
}

/** Takes the next call that arrives at the far end, as the rehearsal's phone and patient would. One call, then no more. */
export function playPatient(options: PlayOptions & { readonly farEnd: FarEnd }): PlayedPatient {
  let waiting = true
  let settle: (story: PatientStory | Promise<PatientStory>) => void = () => undefined
  const story = new Promise<PatientStory>(resolve => {
    settle = resolve
  })
  options.farEnd.onCall(call => {
    if (!waiting) return
    waiting = false
    settle(takeCall(call, options))
  })
  return {
    story,
    stop: () => {
      waiting = false
      settle(NOT_ANSWERED)
    },
  }
}

/** The rehearsal's patient rings the daemon's number; whoever answers speaks first. */
export function ringDaemon(options: PlayOptions & { readonly farEnd: FarEnd; readonly number: string }): PlayedPatient {
  const { farEnd, number, rehearsal } = options
  const own = rehearsal.inbound === 'withheld' ? {} : { caller: number }
  const story = takeCall(farEnd.call({ number: HOSPITAL, ...own }), {
    ...options,
    rehearsal: { ...rehearsal, opening: [], phone: 'answer' },
  })
  return { story, stop: () => undefined }
}
/** Nobody's: a rehearsal never leaves loopback. */
const HOSPITAL = '+3265000000'

const NOT_ANSWERED: PatientStory = { answered: false, utterances: [], prompts: [], audio: undefined }

/** Lives through one call; resolves when it is over, whoever ended it. */
export async function takeCall(call: IncomingCall, options: PlayOptions): Promise<PatientStory> {
  const end: { leg?: MediaLeg | undefined } = {}
  let hungUp = false
  const audio = new Promise<KeptAudio | undefined>(resolve => {
    call.onHangUp(() => {
      hungUp = true
      resolve(end.leg === undefined || options.keptAudio === false ? undefined : kept(end.leg))
    })
  })
  const refuse = await pickUp(call, options.rehearsal.phone)
  if (refuse || hungUp) {
    await audio
    return NOT_ANSWERED
  }
  const leg = await call.answer().catch(goneMeanwhile)
  end.leg = leg
  if (leg === undefined) return NOT_ANSWERED
  const hangUp = () => {
    if (!hungUp) call.hangUp(CAUSE.normal).catch(() => undefined)
    hungUp = true
  }
  const patient = new SimulatedPatient({ rehearsal: options.rehearsal, leg, asked: options.asked, hangUp })
  const forget = leg.onEvent(event => patient.media(event))
  const heard = await audio
  forget()
  return { answered: true, utterances: patient.utterances, prompts: patient.prompts, audio: heard }
}

/** The caller gave up just as the callee picked up. */
function goneMeanwhile(cause: unknown): undefined {
  if (!(cause instanceof Failure) || cause.code !== 'telephony/lost') throw cause
}

/** What the phone does by itself; true when nobody will speak. */
async function pickUp(call: IncomingCall, phone: Rehearsal['phone']): Promise<boolean> {
  switch (phone) {
    case 'unreachable':
      return true
    case 'busy':
      await call.hangUp(CAUSE.busy)
      return true
    case 'reject':
      await call.ring()
      await call.hangUp(CAUSE.rejected)
      return true
    case 'no-answer':
      await call.ring()
      return true
    case 'answer':
      await call.ring()
      return false
  }
}

const kept = (leg: MediaLeg): Promise<KeptAudio | undefined> => leg.keptAudio().catch(() => undefined)
