import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { db, durationMs, FRAME_MS, LINE_HZ, ms } from '../../daemon/domain/units.js'
import { openMedia } from '../../daemon/media/media.js'
import type { Media, MediaEvent, MediaLeg } from '../../daemon/media/port.js'
import { openVirtualMedia } from '../../daemon/media/virtual.js'
import { homeFolder, projectRoot } from '../../daemon/paths.js'
import type { Rehearsal, Utterance } from '../../daemon/rehearsal/format.js'
import { Listening } from '../../daemon/rehearsal/listening.js'
import { type PlayedPatient, playPatient } from '../../daemon/rehearsal/play.js'
import { loadClip } from '../../daemon/rehearsal/read.js'
import { soundsIn } from '../../daemon/rehearsal/sound.js'
import type { PatientStory } from '../../daemon/rehearsal/story.js'
import { type DemonstrationLine, openDemonstrationLine } from '../../daemon/telephony/demonstration/line.js'
import { realTime, type Scheduler, VirtualTime } from '../../daemon/telephony/demonstration/scheduler.js'
import type { LegEvent } from '../../daemon/telephony/port.js'

const fetched = join(homeFolder(), 'models', 'silero_vad.onnx')
export const SILERO = existsSync(fetched)
  ? fetched
  : join(projectRoot, 'node_modules', '@jjhbw', 'silero-vad', 'weights', 'silero_vad.onnx')

/** A clip of the committed voices; the agent of these tests speaks with the same kind of voice as the patient. */
export const clip = (name: string): Promise<Int16Array> =>
  loadClip(join(projectRoot, 'test', 'rehearsals', 'clips', `${name}.wav`))

/** As a voice renders it for the agent: without the silence at its ends. */
export const voice = async (name: string): Promise<Int16Array> => {
  const pcm = await clip(name)
  const spans = soundsIn(pcm, LINE_HZ)
  return pcm.slice(spans[0]!.startMs * 8, spans.at(-1)!.endMs * 8)
}

export const say = async (names: readonly string[], more: Partial<Utterance> = {}): Promise<Utterance> => ({
  clips: await Promise.all(names.map(clip)),
  thenMs: 0,
  afterMs: 400,
  keys: undefined,
  ...more,
})

/** A rehearsal without a file: everything absent but what is given. */
export function rehearsal(parts: Partial<Rehearsal>): Rehearsal {
  return {
    path: '/rehearsal.yaml',
    protocol: 'general-follow-up',
    language: 'fr',
    patient: { givenName: 'Jeanne', familyName: 'Lambert', birthDate: '1947-04-03' },
    caregivers: [],
    answers: {},
    opening: [],
    interrupt: [],
    line: { codec: 'alaw' },
    phone: 'answer',
    now: new Date('2026-11-24T09:00:00Z'),
    nowLocal: '2026-11-24T10:00:00',
    expect: {},
    ...parts,
  }
}

export interface Prompt {
  readonly linkId: string
  readonly clips: readonly Int16Array[]
  /** The voice stops when the patient has spoken over it for so long; default never. */
  readonly yieldsAfterMs?: number
  readonly gapMs?: number
}

/** An agent that says one prompt after the other, each 600 ms after the patient's answer or after 4 s without one. */
export class ScriptedAgent {
  linkId: string | undefined
  readonly digits: string[] = []
  private readonly prompts: Prompt[]
  private readonly hearing = new Listening()
  private readonly leg: MediaLeg
  private readonly done: () => void
  private playing: Prompt | undefined
  private quietSinceMs = 0
  private heardMs = Number.NEGATIVE_INFINITY

  constructor(leg: MediaLeg, prompts: readonly Prompt[], done: () => void) {
    this.leg = leg
    this.prompts = [...prompts]
    this.done = done
    leg.onEvent(event => this.media(event))
  }

  private media(event: MediaEvent): void {
    if (event.type === 'play-started') this.linkId = event.playId
    if (event.type === 'play-ended') {
      this.playing = undefined
      this.quietSinceMs = event.atMs
      this.heardMs = Number.NEGATIVE_INFINITY
    }
    if (event.type !== 'window') return
    const heard = this.hearing.window(event, durationMs(event.pcm.length, LINE_HZ))
    if (heard !== 'silent') {
      this.heardMs = this.hearing.nowMs
      if (this.hearing.nowMs - this.hearing.onsetMs >= (this.playing?.yieldsAfterMs ?? Number.POSITIVE_INFINITY))
        this.leg.cut()
    }
    if (this.playing === undefined && this.due()) this.next()
  }

  private due(): boolean {
    const sinceMs = this.hearing.nowMs - Math.max(this.heardMs, this.quietSinceMs)
    return this.heardMs > this.quietSinceMs ? sinceMs >= 600 : sinceMs >= 4000
  }

  private next(): void {
    this.playing = this.prompts.shift()
    if (this.playing === undefined) return this.done()
    const { linkId, clips, gapMs = 250 } = this.playing
    this.leg.play({ playId: linkId, clips: clips.map(pcm => ({ pcm })), gapMs: ms(gapMs), tempo: 1, gainDb: db(0) })
  }
}

export interface Staged {
  readonly story: PatientStory
  readonly events: readonly LegEvent[]
  readonly lengthMs: number
  readonly openLegs: number
}

/** A whole call in virtual time between a scripted agent and the simulated patient. */
export async function stage(patient: Rehearsal, prompts: readonly Prompt[], ringMs = 20_000): Promise<Staged> {
  const settled = () => new Promise<void>(resolve => setImmediate(resolve))
  const media = await openVirtualMedia({ sileroPath: SILERO, settled })
  const time = new VirtualTime()
  const call = await dial(media, time, patient, prompts, ringMs)
  while (!call.over() && time.now < 300_000) {
    time.advance(FRAME_MS)
    await settled()
    await media.advance()
  }
  return { ...(await finish(media, call)), lengthMs: time.now }
}

/** The same over real RTP, in as much time as it takes. */
export async function stageInRealTime(patient: Rehearsal, prompts: readonly Prompt[]): Promise<Staged> {
  const media = await openMedia({ sileroPath: SILERO })
  const startedMs = Date.now()
  const call = await dial(media, realTime, patient, prompts, 5000)
  await call.ended
  return { ...(await finish(media, call)), lengthMs: Date.now() - startedMs }
}

interface Dialled {
  readonly line: DemonstrationLine
  readonly events: readonly LegEvent[]
  readonly played: PlayedPatient
  readonly ended: Promise<void>
  over(): boolean
}

async function dial(
  media: Media,
  scheduler: Scheduler,
  patient: Rehearsal,
  prompts: readonly Prompt[],
  ringMs: number,
): Promise<Dialled> {
  const { codec, ...impairments } = patient.line
  const line = openDemonstrationLine({ media, scheduler, callee: { keepAudio: true, impairments } })
  await line.start()
  let agent: ScriptedAgent | undefined
  const asked = () => (agent?.linkId === undefined ? undefined : { linkId: agent.linkId })
  const played = playPatient({ rehearsal: patient, farEnd: line.farEnd, asked })
  const leg = line.dial({ channelId: 'attempt-1', number: '+3225550100', ringMs, codec })
  const events: LegEvent[] = []
  const ended = new Promise<void>(resolve =>
    leg.onEvent(event => {
      events.push(event)
      if (event.type === 'answered') agent = new ScriptedAgent(event.audio, prompts, () => void leg.hangUp())
      if (event.type === 'hung-up') resolve()
    }),
  )
  return { line, events, played, ended, over: () => events.at(-1)?.type === 'hung-up' }
}

async function finish(media: Media, { line, events, played }: Dialled): Promise<Omit<Staged, 'lengthMs'>> {
  played.stop()
  const story = await played.story
  await line.stop()
  const { openLegs } = media
  await media.close()
  return { story, events, openLegs }
}
