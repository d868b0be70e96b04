import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { Failure } from '../domain/failure.js'
import { ms } from '../domain/units.js'
import { type BeatMark, startBeats } from './beats.js'
import type { CoreEvent } from './leg-core.js'
import { LegTrack } from './leg-track.js'
import type { Answers, FromThread, LegQuestion, Refusal, ThreadSetup, ToThread } from './messages.js'
import type { MediaEvent } from './port.js'
import { openSocket } from './socket.js'
import { ThreadLeg } from './thread-leg.js'
import { VoiceActivity } from './voice-activity.js'

/** More beats than this waiting for voice activity (2 s): the model is spared until it has caught up. */
const MOST_UNJUDGED_BEATS = 100

const BEAT_PRIORITY = -15

const setup = workerData as ThreadSetup
const port = parentPort!
const legs = new Map<number, ThreadLeg>()
const unjudged: { id: number; leg: ThreadLeg; events: readonly CoreEvent[] }[] = []
let voiceActivity: VoiceActivity
let stopBeats: (() => void) | undefined
let judging = false

const tell = (message: FromThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)

const refusalOf = (error: unknown): Refusal =>
  error instanceof Failure ? { code: error.code, facts: error.facts } : { code: 'media/stopped', facts: {} }

/**
 * On Linux a priority belongs to the calling thread alone, so this puts the beat before recognition and synthesis where the
 * process may (root, CAP_SYS_NICE, LimitNICE). 10 legs beside 3 computing threads on 2 overloaded cores, 5 s, medians of three
 * runs: lateness p50 31 ms and 33 underflows without it, 7.5 ms and 9 with it.
 */
function goFirst(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, BEAT_PRIORITY)
  } catch {
    // Not permitted: the beat is as good as the machine is free.
  }
}

/** All legs send first, then their events are judged: a slow model never delays a packet. */
function onBeat(mark: BeatMark): void {
  for (const [id, leg] of legs) {
    const events = beatOf(leg, mark)
    if (!events) dropLeg(id, leg)
    else if (events.length > 0) unjudged.push({ id, leg, events })
  }
  if (!judging && unjudged.length > 0) void judge()
}

/** Undefined when the leg broke: it alone ends, the others go on. */
function beatOf(leg: ThreadLeg, mark: BeatMark): readonly CoreEvent[] | undefined {
  try {
    return leg.beat(mark)
  } catch {
    return undefined
  }
}

function dropLeg(id: number, leg: ThreadLeg): void {
  forget(id)
  void leg.closeSocket()
  void leg.track.close()
  tell({ kind: 'events', leg: id, events: [{ type: 'failed', atMs: leg.track.core.nowMs, reason: 'media-stopped' }] })
}

/** Without legs the thread sleeps. */
function forget(id: number): void {
  legs.delete(id)
  if (legs.size > 0) return
  stopBeats?.()
  stopBeats = undefined
}

async function judge(): Promise<void> {
  judging = true
  for (let next = unjudged.shift(); next; next = unjudged.shift()) {
    const hurried = unjudged.length > MOST_UNJUDGED_BEATS * Math.max(1, legs.size)
    const events = await next.leg.track.judged(next.events, hurried)
    if (legs.has(next.id)) tell({ kind: 'events', leg: next.id, events }, buffersOf(events))
  }
  judging = false
}

const buffersOf = (events: readonly MediaEvent[]): ArrayBuffer[] =>
  events.flatMap(event => (event.type === 'window' ? [event.pcm.buffer as ArrayBuffer] : []))

async function openLeg(id: number, question: Extract<LegQuestion, { type: 'open' }>): Promise<Answers['open']> {
  const socket = await openSocket(setup.host, setup.ports)
  const leg = new ThreadLeg(new LegTrack(question.options, voiceActivity, Math.random), socket)
  legs.set(id, leg)
  stopBeats ??= startBeats(onBeat)
  return leg.local
}

async function closeLeg(id: number, leg: ThreadLeg): Promise<Answers['close']> {
  forget(id)
  await leg.closeSocket()
  return await leg.track.close()
}

async function answer(id: number, question: LegQuestion): Promise<Answers[keyof Answers]> {
  if (question.type === 'open') return await openLeg(id, question)
  const leg = legs.get(id)
  if (!leg) throw new Failure('media/stopped')
  switch (question.type) {
    case 'record':
      return await leg.track.record(question.path, question.seal)
    case 'stats':
      return leg.track.stats
    case 'kept-audio':
      return leg.track.keptAudio
    case 'close':
      return await closeLeg(id, leg)
  }
}

async function onQuestion(message: Extract<ToThread, { kind: 'question' }>): Promise<void> {
  const { ticket } = message
  try {
    const given = await answer(message.leg, message.question)
    const kept = typeof given === 'object' && 'incoming' in given
    const transfer = kept ? [given.incoming.buffer as ArrayBuffer, given.outgoing.buffer as ArrayBuffer] : []
    tell({ kind: 'answer', ticket, answer: given }, transfer)
  } catch (error) {
    tell({ kind: 'refusal', ticket, refusal: refusalOf(error) })
  }
}

async function end(): Promise<void> {
  await Promise.all([...legs].map(([id, leg]) => closeLeg(id, leg)))
  // The model is in use while a window is being judged; freeing it then would end the process.
  while (judging) await new Promise(resolve => setTimeout(resolve, ms(1)))
  await voiceActivity.close()
  port.close()
}

function onMessage(message: ToThread): void {
  switch (message.kind) {
    case 'order':
      legs.get(message.leg)?.obey(message.order)
      return
    case 'question':
      void onQuestion(message)
      return
    case 'end':
      void end()
  }
}

goFirst()
try {
  voiceActivity = await VoiceActivity.load(setup.sileroPath)
  port.on('message', onMessage)
  tell({ kind: 'ready' })
} catch (error) {
  tell({ kind: 'unfit', refusal: refusalOf(error) })
}
