import { cpus, loadavg } from 'node:os'
import type { Rehearsal } from '../daemon/rehearsal/format.js'
import { type MeasuredTurn, measureTurnGaps } from '../daemon/rehearsal/measure.js'
import type { RehearsalReport } from '../daemon/rehearsal/report.js'
import type { PatientStory } from '../daemon/rehearsal/story.js'
import { type ConversationClips, conversationRehearsal, type PatientTurn } from './conversation-clips.js'
import { duckedAfterMs } from './ducking.js'
import type { ScriptedTurn } from './scripted-talk.js'
import { percentile } from './turn-gap.js'

/** Spoken over: both begin with a sentence of 4 s. They are rendered for every call. */
const QUESTION = [
  "Zéro, c'est aucune douleur, et dix, la pire douleur possible.",
  'De zéro à dix, à combien est votre douleur en ce moment ?',
]
const EXPLANATION = ['Une infirmière les lira, et vous appellera si nécessaire.', "En cas d'urgence, appelez le 112."]
const FREE = ['Je vous écoute.']
const PAIN = ['Quel chiffre donnez-vous à votre douleur, de zéro à dix ?']

export const CONVERSATION_SENTENCES = [...QUESTION, ...EXPLANATION, ...FREE, ...PAIN]
export const PAUSES_MS = [0, 300, 600, 900, 1200, 1500] as const
/** The highest p95 that is aimed at for a turn's gap: an end decided later is late. */
const LATE_MS = 1400
const DUCKED_DB = 12

export const CONVERSATION_PARTS = ['barge-in', 'resumption', 'pauses', 'pace'] as const
export type ConversationPart = (typeof CONVERSATION_PARTS)[number]

export interface ConversationOptions {
  readonly parts: readonly ConversationPart[]
  readonly clips: ConversationClips
  readonly opening: Rehearsal['opening']
  /** A whole call of scripted-talk.ts with this patient. */
  readonly talk: (rehearsal: Rehearsal, turns: readonly ScriptedTurn[]) => Promise<TalkedCall>
  /** A whole call of the product in which all is well. */
  readonly wholeCall: () => Promise<Pick<RehearsalReport, 'turns'>>
  /** The product's judgement of answers to the pain question. */
  readonly pain: Required<Pick<ScriptedTurn, 'expected' | 'judge'>>
  readonly prompt: (sentence: string) => Int16Array
  /** Interruptions of each kind; default 12. */
  readonly interruptions?: number
}

export interface TalkedCall {
  readonly story: PatientStory
  readonly report: Pick<RehearsalReport, 'turns'>
}

interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
}

/** Figures of a run; times in ms at the phone. A part that was not run is undefined. */
export interface ConversationBench {
  readonly machine: { readonly model: string; readonly cores: number; readonly load: number }
  readonly bargeIn?:
    | {
        /** Patient's onset to silence of the voice. */
        readonly question: Spread
        /** Patient's onset to a voice 12 dB lower, and to its silence. */
        readonly explanationDucked: Spread
        readonly explanation: Spread
      }
    | undefined
  /** "D'accord" and "hum hum" over the start of a sentence. */
  readonly resumption?:
    | { readonly spokenOver: number; readonly wentOn: number; readonly stopped: number; readonly againMs: Spread }
    | undefined
  readonly pauses?:
    | readonly {
        readonly pauseMs: number
        readonly turns: number
        readonly cutOffs: number
        readonly missed: number
        readonly late: number
        readonly gapMs: Spread
      }[]
    | undefined
  readonly questionsPerMinute?: number | undefined
}

/** Turn-taking as it is heard at the patient's end of a real line. */
export async function benchConversation(options: ConversationOptions): Promise<ConversationBench> {
  const wanted = new Set(options.parts)
  return {
    machine: { model: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, load: loadavg()[0] ?? 0 },
    bargeIn: wanted.has('barge-in') ? await bargeIn(options) : undefined,
    resumption: wanted.has('resumption') ? await resumption(options) : undefined,
    pauses: wanted.has('pauses') ? await pauses(options) : undefined,
    questionsPerMinute: wanted.has('pace') ? pace((await options.wholeCall()).turns) : undefined,
  }
}

const spread = (values: readonly number[]): Spread => ({
  count: values.length,
  p50: Math.round(percentile(values, 50)),
  p95: Math.round(percentile(values, 95)),
})

interface OverTurn {
  readonly index: number
  readonly overlap: 'stop' | 'duck'
  readonly measured: MeasuredTurn
}

/** One call in which the patient speaks over every sentence, questions and explanations in turn. */
async function speakOver(
  options: ConversationOptions,
  clips: readonly Int16Array[],
  turn: { readonly count: number; readonly thinkMs: number },
): Promise<{ readonly call: TalkedCall; readonly turns: readonly OverTurn[] }> {
  const script = Array.from({ length: turn.count }, (_, i): ScriptedTurn => {
    const [sentences, overlap] = i % 2 === 0 ? [QUESTION, 'stop' as const] : [EXPLANATION, 'duck' as const]
    return { sentences, overlap, thinkMs: turn.thinkMs }
  })
  // Not all at the same place of the sentence: within its first half.
  const patient = script.map(
    (_, i): PatientTurn => ({ over: clips[(i >> 1) % clips.length]!, atMs: 500 + ((i * 173) % 900) }),
  )
  const call = await options.talk(conversationRehearsal(patient, options.opening), script)
  return {
    call,
    turns: turnsOf(call)
      .filter(({ measured }) => measured.kind === 'interruption')
      .map(({ index, measured }) => ({ index, overlap: index % 2 === 0 ? 'stop' : 'duck', measured })),
  }
}

/** The measured turns of a call that belong to its script. */
function turnsOf({ story }: TalkedCall): { readonly index: number; readonly measured: MeasuredTurn }[] {
  if (story.audio === undefined) return []
  return measureTurnGaps({ ...story.audio, utterances: story.utterances }).turns.flatMap(measured => {
    const number = /^turn-(\d+)$/.exec(measured.linkId ?? '')?.[1]
    return number === undefined ? [] : [{ index: Number(number), measured }]
  })
}

async function bargeIn(options: ConversationOptions): Promise<ConversationBench['bargeIn']> {
  const count = 2 * (options.interruptions ?? 12)
  const { call, turns } = await speakOver(options, options.clips.interruptions, { count, thinkMs: 1500 })
  const silentAfter = (overlap: OverTurn['overlap']) =>
    spread(turns.flatMap(turn => (turn.overlap === overlap ? (turn.measured.bargeInMs ?? []) : [])))
  const heard = call.story.audio?.incoming ?? new Int16Array(0)
  const ducked = turns.flatMap(({ index, overlap, measured }) => {
    const prompt = call.story.prompts.find(({ linkId }) => linkId === `turn-${index}`)
    if (overlap !== 'duck' || prompt === undefined) return []
    const at = { startMs: prompt.startMs, onsetMs: measured.firstSoundMs, byDb: DUCKED_DB }
    return duckedAfterMs(heard, options.prompt(EXPLANATION[0]!), at) ?? []
  })
  return { question: silentAfter('stop'), explanationDucked: spread(ducked), explanation: silentAfter('duck') }
}

async function resumption(options: ConversationOptions): Promise<ConversationBench['resumption']> {
  const count = 2 * options.clips.backchannels.length
  const { call, turns } = await speakOver(options, options.clips.backchannels, { count, thinkMs: 1500 })
  const pieces = (index: number) =>
    call.report.turns.filter(({ speaker, linkId }) => speaker === 'agent' && linkId === `turn-${index}`)
  const stopped = turns.filter(({ index }) => pieces(index)[0]?.interrupted === true)
  const whole = turns.filter(({ index }) => pieces(index).at(-1)?.interrupted === false)
  return {
    spokenOver: turns.length,
    wentOn: whole.length,
    stopped: stopped.length,
    againMs: spread(stopped.flatMap(({ measured }) => measured.gapMs ?? [])),
  }
}

async function pauses(options: ConversationOptions): Promise<NonNullable<ConversationBench['pauses']>> {
  const found: NonNullable<ConversationBench['pauses']>[number][] = []
  for (const pauseMs of PAUSES_MS) {
    const { hesitations } = options.clips
    const script = hesitations.map(
      ({ asked }): ScriptedTurn =>
        asked === 'pain'
          ? { sentences: PAIN, overlap: 'never', ...options.pain }
          : { sentences: FREE, overlap: 'never' },
    )
    const patient = hesitations.map(({ first, rest }): PatientTurn => ({ clips: [first, rest], pauseMs }))
    const call = await options.talk(conversationRehearsal(patient, options.opening), script)
    const turns = turnsOf(call).flatMap(({ measured }) => (measured.kind === 'answer' ? [measured] : []))
    const gaps = turns.flatMap(({ gapMs, cutOff }) => (cutOff ? [] : (gapMs ?? [])))
    found.push({
      pauseMs,
      turns: turns.length,
      cutOffs: turns.filter(({ cutOff }) => cutOff).length,
      missed: turns.filter(({ missed, cutOff }) => missed && !cutOff).length,
      late: gaps.filter(gapMs => gapMs > LATE_MS).length,
      gapMs: spread(gaps),
    })
  }
  return found
}

/** Questions of the protocol and of the identity, from the first word to the last. */
function pace(turns: RehearsalReport['turns']): number {
  const asked = new Set(turns.flatMap(({ speaker, linkId }) => (speaker === 'agent' ? linkId : [])))
  for (const none of ['greeting', 'closing']) asked.delete(none)
  const minutes = ((turns.at(-1)?.endMs ?? 0) - (turns[0]?.startMs ?? 0)) / 60_000
  return Number((asked.size / Math.max(minutes, 0.01)).toFixed(1))
}

/** The same for a terminal. */
export function conversationTable(bench: ConversationBench): string {
  const { machine, bargeIn: over, resumption: again } = bench
  const both = ({ p50, p95, count }: Spread) => `p50 ${p50} · p95 ${p95} ms (${count})`
  const rows: readonly (readonly [string, string])[] = [
    ['machine', `${machine.model}, ${machine.cores} cores, load ${machine.load.toFixed(1)}`],
    ...(over === undefined
      ? []
      : ([
          ['question stops', both(over.question)],
          ['explanation ducks', both(over.explanationDucked)],
          ['explanation stops', both(over.explanation)],
        ] as const)),
    ...(again === undefined
      ? []
      : ([
          [
            'backchannels',
            `${again.wentOn} of ${again.spokenOver} sentences heard whole, ${again.stopped} stopped first`,
          ],
          ['  goes on after', both(again.againMs)],
        ] as const)),
    ...(bench.pauses ?? []).map(
      row =>
        [
          `pause ${row.pauseMs} ms`,
          `${row.cutOffs} cut off, ${row.missed} missed, ${row.late} late of ${row.turns} · gap ${both(row.gapMs)}`,
        ] as const,
    ),
    ...(bench.questionsPerMinute === undefined
      ? []
      : ([['questions a minute', `${bench.questionsPerMinute}`]] as const)),
  ]
  return rows.map(([name, value]) => `${name.padEnd(20)}${value}\n`).join('')
}
