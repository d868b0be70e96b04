import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { chooseRecogniser, modelFile, type VoiceChoice } from '../models/index.js'
import type { Spoken } from './call/call-parts.js'
import { createCalls, DEFAULT_RING_MS } from './call/calls.js'
import { createEscalation, type Escalation } from './call/escalation.js'
import type { CallLog, Calls, Timer } from './call/port.js'
import { wallTimer } from './call/timer.js'
import { composeNurseVoices, nurseLanguage, prepareNurseVoice } from './compose-nurses.js'
import { carriersOf, composeAnnouncer, composeDialogues, firstSentences, sentencesOf } from './compose-protocols.js'
import { type Recordings, recordingPlace } from './compose-recordings.js'
import { composeOthers, composePrompts, ownModels } from './compose-voices.js'
import type { Config } from './config.js'
import type { CallContext, Dialogue } from './dialogue/port.js'
import { localClock } from './domain/calendar.js'
import type { Language } from './domain/expected.js'
import { uuidV7 } from './domain/ids.js'
import { openMedia } from './media/media.js'
import type { Clip, Media } from './media/port.js'
import { projectRoot } from './paths.js'
import type { PromptShelf } from './speech/prompts/prompts.js'
import { openWhisper, type WhisperRecogniser } from './speech/recogniser/whisper.js'
import type { Store } from './store/port.js'
import { openAriTelephony } from './telephony/ari/telephony.js'
import { type DemonstrationLine, openDemonstrationLine } from './telephony/demonstration/line.js'
import type { Telephony } from './telephony/port.js'

export {
  composeAnnouncer,
  composeDialogues,
  composeOthers,
  composePrompts,
  firstSentences,
  nurseLanguage,
  ownModels,
  sentencesOf,
}

/** Hearing and speaking, shared by all calls of the process. */
export interface Speech {
  readonly recogniser: WhisperRecogniser
  readonly prompts: PromptShelf
  readonly voice: VoiceChoice
  readonly dialogues: ReadonlyMap<string, Dialogue>
  readonly language: Language
  /** Every sentence that any protocol can need here, carriers included; the first protocol's are rendered. */
  readonly sentences: readonly string[]
  /** Another language than the first, loaded when a call first needs it; see {@link composeOthers}. */
  readonly others: (language: Language) => Promise<Spoken>
  close(): Promise<void>
}

export async function composeRecogniser(config: Config): Promise<WhisperRecogniser> {
  const { path } = await chooseRecogniser(config.folders.models, ownModels(config))
  const sessions = config.settings.HELLOJADE_RECOGNITIONS ?? recognitionsOn(availableParallelism())
  return openWhisper({ modelPath: path, addonPath: join(projectRoot, 'native', 'build'), sessions, threads: 'auto' })
}

/** A core is left to the voice, Asterisk and the database; on two cores two at once were measured to be better than one. */
const recognitionsOn = (cores: number): number => Math.max(2, Math.min(8, cores - 1))

/** Of a daemon, which outlives its questionnaires. */
export interface LiveSpeech extends Speech {
  /**
   * Reads the questionnaires again: calls that begin from now on use them. Throws Failure protocol/invalid with file, line and
   * reason, and the last good version stays in use.
   */
  reload(): Promise<void>
}

interface SpeechOptions {
  /** What the hospital speaks first; default French. */
  readonly language?: Language
  readonly onRender?: (done: number, of: number) => void
  /** Rehearsals only, see {@link composeDialogues}. */
  readonly startAtSkipsIdentity?: boolean
}

/** Recogniser, voice and protocols. Sentences not on disk are rendered here: a call never starts without them. */
export async function composeSpeech(
  config: Config,
  { language = 'fr', onRender, startAtSkipsIdentity = false }: SpeechOptions = {},
): Promise<LiveSpeech> {
  const dialogues = new Map(composeDialogues(language, startAtSkipsIdentity))
  const { prompts, voice } = await composePrompts(config, language)
  const first = firstSentences(dialogues, language, config)
  const [recogniser] = await Promise.all([composeRecogniser(config), prompts.render(first, onRender)])
  const prepare = (all: ReadonlyMap<string, Dialogue>) =>
    recogniser.prepareCarriers(carriersOf(all, language), text => Promise.resolve(prompts.get(text)))
  await prepare(dialogues)
  const others = composeOthers(config, recogniser, startAtSkipsIdentity)
  await prepareNurseVoice(config, language, others.spoken)
  return {
    recogniser,
    prompts,
    voice,
    dialogues,
    language,
    get sentences() {
      return sentencesOf(dialogues, language, config.hospital, nurseLanguage(config, language))
    },
    others: others.spoken,
    reload: async () => {
      const fresh = composeDialogues(language, startAtSkipsIdentity)
      const freshOthers = await others.read()
      await prompts.render(firstSentences(fresh, language, config))
      await prepare(fresh)
      await freshOthers.use()
      dialogues.clear()
      for (const [id, dialogue] of fresh) dialogues.set(id, dialogue)
    },
    close: async () => {
      await recogniser.close()
      await prompts.close()
      await others.close()
    },
  }
}

export const sileroPath = (config: Config): Promise<string> => modelFile(config.folders.models, 'silero-vad')

export async function composeMedia(config: Config): Promise<Media> {
  const { HELLOJADE_RTP_PORTS: ports } = config.settings
  return openMedia({ sileroPath: await sileroPath(config), ...(ports === undefined ? {} : { ports }) })
}

/** For whoever was on the line with a daemon that died; empty where the words are not rendered. */
export function excuseOf(
  { dialogues, prompts }: Pick<Speech, 'dialogues'> & { readonly prompts: Pick<PromptShelf, 'has' | 'get'> },
  { hospital }: Config,
): readonly Clip[] {
  const [dialogue] = dialogues.values()
  const sentences = dialogue?.turnedAway(hospital).failed ?? []
  return sentences.every(sentence => prompts.has(sentence)) ? sentences.map(sentence => prompts.get(sentence)) : []
}

/** The demonstration line, or Asterisk where it is configured. */
export function composeTelephony(
  config: Config,
  media: Media,
  log: CallLog,
  { app = config.settings.ARI_APP, excuse = [] }: { readonly app?: string; readonly excuse?: readonly Clip[] } = {},
): Telephony | DemonstrationLine {
  const { settings } = config
  if (config.line === 'demonstration') return openDemonstrationLine({ media })
  return openAriTelephony({
    url: settings.ARI_URL ?? '',
    user: settings.ARI_USER,
    password: settings.ARI_PASSWORD ?? '',
    ...{ app, excuse, media },
    endpoint: settings.ARI_ENDPOINT,
    ...(settings.ARI_NURSE_ENDPOINT === undefined ? {} : { nurseEndpoint: settings.ARI_NURSE_ENDPOINT }),
    ...(settings.ARI_CALLER_ID === undefined ? {} : { callerId: settings.ARI_CALLER_ID }),
    onTrouble: ({ code, facts }) => log.warn({ code, facts }, 'trouble on the Asterisk line'),
  })
}

export interface CallSetting {
  readonly config: Config
  readonly speech: Speech
  readonly telephony: Telephony
  readonly store: Store
  readonly log: CallLog
  readonly recordings: Recordings
  /** Default: the wall clock. */
  readonly now?: () => Date
  readonly busy?: <T>(work: Promise<T>) => Promise<T>
  readonly ringMs?: number
  readonly mostCalls?: number
  readonly codec?: 'alaw' | 'ulaw'
  readonly extra?: Partial<Pick<CallContext, 'startAt' | 'nurseAvailable'>>
  /** Default: those of the configuration. */
  readonly nurses?: readonly string[]
  /** Default: wall time. */
  readonly timer?: Timer
}

/** Rings again for the emergencies that nobody has taken. */
export function composeEscalation(setting: Omit<CallSetting, 'recordings' | 'ringMs' | 'codec' | 'extra'>): Escalation {
  const { speech, telephony, store, log, config } = setting
  return createEscalation({
    telephony,
    store,
    log,
    ...composeNurseVoices(config, speech),
    nurses: setting.nurses ?? config.settings.HELLOJADE_NURSES,
    timer: setting.timer ?? wallTimer,
    now: setting.now ?? (() => new Date()),
    busy: setting.busy ?? (work => work),
  })
}

export function composeCalls(setting: CallSetting): Calls {
  const { speech, telephony, store, log, config } = setting
  const now = setting.now ?? (() => new Date())
  mkdirSync(setting.recordings.folder, { recursive: true, mode: 0o700 })
  return createCalls({
    telephony,
    store,
    log,
    recogniser: speech.recogniser,
    prompts: speech.prompts,
    dialogues: speech.dialogues,
    spoken: language => (language === speech.language ? Promise.resolve(speech) : speech.others(language)),
    hospital: config.hospital,
    local: () => localClock(now()),
    now,
    newId: () => uuidV7(Date.now(), randomBytes(10)),
    recording: callId => recordingPlace(setting.recordings, callId),
    onLive: count => speech.recogniser.setLiveCalls(count),
    ringMs: setting.ringMs ?? DEFAULT_RING_MS,
    mostCalls: setting.mostCalls ?? config.settings.HELLOJADE_MOST_CALLS,
    transfer: {
      ...composeNurseVoices(config, speech),
      nurses: setting.nurses ?? config.settings.HELLOJADE_NURSES,
      limitMs: config.settings.HELLOJADE_TRANSFER_MS,
      hours: config.settings.HELLOJADE_NURSE_HOURS,
      timer: setting.timer ?? wallTimer,
    },
    ...(setting.codec === undefined ? {} : { codec: setting.codec }),
    ...(setting.extra === undefined ? {} : { extra: setting.extra }),
    ...(setting.busy === undefined ? {} : { busy: setting.busy }),
  })
}
