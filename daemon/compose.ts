import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chooseRecogniser, chooseVoice, modelFile, type VoiceChoice } from '../models/index.js'
import type { Spoken } from './call/call-parts.js'
import { createCalls, DEFAULT_RING_MS } from './call/calls.js'
import { createEscalation, type Escalation } from './call/escalation.js'
import type { CallLog, Calls, Timer } from './call/port.js'
import { wallTimer } from './call/timer.js'
import type { Config } from './config.js'
import { parseAnnouncer } from './dialogue/announcement.js'
import { loadDialogue, parseCommon, parseProtocol } from './dialogue/dialogue.js'
import type { Announcer, CallContext, Dialogue } from './dialogue/port.js'
import { localClock } from './domain/calendar.js'
import type { Language } from './domain/expected.js'
import { Failure } from './domain/failure.js'
import { uuidV7 } from './domain/ids.js'
import { openMedia } from './media/media.js'
import type { Media } from './media/port.js'
import { projectRoot } from './paths.js'
import { openPrompts, type PromptShelf } from './speech/prompts/prompts.js'
import { openWhisper, type WhisperRecogniser } from './speech/recogniser/whisper.js'
import { kokoroSource } from './speech/synthesis/kokoro.js'
import { piperSource } from './speech/synthesis/piper.js'
import type { Store } from './store/port.js'
import { openAriTelephony } from './telephony/ari/telephony.js'
import { type DemonstrationLine, openDemonstrationLine } from './telephony/demonstration/line.js'
import type { Telephony } from './telephony/port.js'

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

/**
 * The questionnaire of nearly every call: with the slow voice its sentences take set-up minutes, so those of the others follow while
 * the daemon runs, or when a call needs them.
 */
const FIRST_PROTOCOL = 'general-follow-up'

/** The protocols of protocols/ that are worded in a language, with its common parts. `startAtSkipsIdentity`: rehearsals only. */
export function composeDialogues(language: Language, startAtSkipsIdentity = false): ReadonlyMap<string, Dialogue> {
  const folder = join(projectRoot, 'protocols')
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  const commonFile = `common.${language}.yaml`
  const common = parseCommon(read(commonFile), commonFile)
  const files = readdirSync(folder).filter(file => file.endsWith('.yaml') && !file.startsWith('common.'))
  const worded = files
    .map(file => parseProtocol(read(file), file))
    .filter(({ items }) => items.every(({ wording }) => wording[language] !== undefined))
  // A call that comes in begins with the first: its sentences are rendered before anything else.
  worded.sort((a, b) => Number(b.id === FIRST_PROTOCOL) - Number(a.id === FIRST_PROTOCOL))
  const dialogues = worded.map(protocol => loadDialogue(protocol, common, { startAtSkipsIdentity }))
  return new Map(dialogues.map(dialogue => [dialogue.protocol.id, dialogue]))
}

/** What nurses hear when they are rung: in the hospital's language. */
export function composeAnnouncer(): Announcer {
  const file = 'common.nurse.fr.yaml'
  return parseAnnouncer(readFileSync(join(projectRoot, 'protocols', file), 'utf8'), file)
}

/** The voice's shelf of sentences; no model is loaded before a sentence is missing. */
export async function composePrompts(
  config: Config,
  language: Language,
): Promise<{ prompts: PromptShelf; voice: VoiceChoice }> {
  const own = ownModels(config)
  const voice = await chooseVoice(language, config.folders.models, own)
  const { files } = voice
  const source =
    voice.kind === 'kokoro'
      ? kokoroSource({
          modelPath: voice.files.model,
          stylePath: voice.files.style,
          vocabularyPath: voice.files.vocabulary,
          threads: 1,
          reason: voice.reason,
        })
      : piperSource({
          modelPath: files.model,
          configPath: voice.files.config,
          language,
          threads: 1,
          reason: voice.reason,
        })
  mkdirSync(config.folders.prompts, { recursive: true })
  return { voice, prompts: openPrompts({ folder: config.folders.prompts, voice: source, language, workers: 2 }) }
}

/** Every sentence of these protocols, carriers included. */
export function sentencesOf(
  dialogues: ReadonlyMap<string, Dialogue>,
  language: Language,
  hospital: CallContext['hospital'],
): readonly string[] {
  const all = [...dialogues.values()].flatMap(dialogue => [
    ...dialogue.fixedSentences(language, hospital),
    ...dialogue.carriers(language),
  ])
  const nurses = language === 'fr' ? composeAnnouncer().fixedSentences : []
  return [...new Set([...all, ...nurses])]
}

/** What must be rendered before anything else: the sentences of the first protocol, and the carriers of all, which hearing needs. */
export function firstSentences(
  dialogues: ReadonlyMap<string, Dialogue>,
  language: Language,
  hospital: CallContext['hospital'],
  first = FIRST_PROTOCOL,
): readonly string[] {
  const carriers = [...dialogues.values()].flatMap(dialogue => dialogue.carriers(language))
  const chosen = dialogues.get(first)
  return [...new Set([...(chosen ? chosen.fixedSentences(language, hospital) : []), ...carriers])]
}

export async function composeRecogniser(config: Config): Promise<WhisperRecogniser> {
  const { path } = await chooseRecogniser(config.folders.models, ownModels(config))
  return openWhisper({ modelPath: path, addonPath: join(projectRoot, 'native', 'build'), sessions: 2, threads: 1 })
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
): Promise<Speech> {
  const dialogues = composeDialogues(language, startAtSkipsIdentity)
  const { prompts, voice } = await composePrompts(config, language)
  const sentences = sentencesOf(dialogues, language, config.hospital)
  const carriers = [...dialogues.values()].flatMap(dialogue => dialogue.carriers(language))
  const first = firstSentences(dialogues, language, config.hospital)
  const rings = language === 'fr' && config.settings.HELLOJADE_NURSES.length > 0
  const nurses = rings ? composeAnnouncer().fixedSentences : []
  const [recogniser] = await Promise.all([composeRecogniser(config), prompts.render([...first, ...nurses], onRender)])
  await recogniser.prepareCarriers([...new Set(carriers)], text => Promise.resolve(prompts.get(text)))
  const others = composeOthers(config, recogniser, startAtSkipsIdentity)
  return {
    recogniser,
    prompts,
    voice,
    dialogues,
    language,
    sentences,
    others: others.spoken,
    close: async () => {
      await recogniser.close()
      await prompts.close()
      await others.close()
    },
  }
}

/**
 * The languages that are not spoken first: each is loaded at the first call in it, so that neither start-up nor memory pays for
 * patients who never come. A call renders what it says before it dials.
 */
export function composeOthers(config: Config, recogniser: WhisperRecogniser, startAtSkipsIdentity = false) {
  const loaded = new Map<Language, Promise<{ prompts: PromptShelf } & Spoken>>()
  const load = async (language: Language) => {
    const { prompts } = await composePrompts(config, language).catch((cause: unknown) => {
      throw new Failure('call/language', { language, missing: 'voice' }, { cause })
    })
    const dialogues = composeDialogues(language, startAtSkipsIdentity)
    const carriers = [...new Set([...dialogues.values()].flatMap(dialogue => dialogue.carriers(language)))]
    await prompts.render(carriers)
    await recogniser.prepareCarriers(carriers, text => Promise.resolve(prompts.get(text)))
    return { prompts, dialogues }
  }
  const spoken = (language: Language): Promise<Spoken> => {
    const loading = loaded.get(language) ?? load(language)
    loaded.set(language, loading)
    // What could not be had may be there at the next call: a voice is fetched while the daemon runs.
    loading.catch(() => loaded.delete(language))
    return loading
  }
  const close = async (): Promise<void> => {
    for (const loading of loaded.values()) await (await loading.catch(() => undefined))?.prompts.close()
  }
  return { spoken, close }
}

export const ownModels = ({ settings }: Config): { whisper?: string; piper?: string } => ({
  ...(settings.WHISPER_MODEL === undefined ? {} : { whisper: settings.WHISPER_MODEL }),
  ...(settings.PIPER_MODEL_PATH === undefined ? {} : { piper: settings.PIPER_MODEL_PATH }),
})

export const sileroPath = (config: Config): Promise<string> => modelFile(config.folders.models, 'silero-vad')

export const composeMedia = async (config: Config): Promise<Media> =>
  openMedia({ sileroPath: await sileroPath(config) })

/** The demonstration line, or Asterisk where it is configured. */
export function composeTelephony(
  config: Config,
  media: Media,
  log: CallLog,
  app = config.settings.ARI_APP,
): Telephony | DemonstrationLine {
  const { settings } = config
  if (config.line === 'demonstration') return openDemonstrationLine({ media })
  return openAriTelephony({
    url: settings.ARI_URL ?? '',
    user: settings.ARI_USER,
    password: settings.ARI_PASSWORD ?? '',
    app,
    endpoint: settings.ARI_ENDPOINT,
    media,
    ...(settings.ARI_NURSE_ENDPOINT === undefined ? {} : { nurseEndpoint: settings.ARI_NURSE_ENDPOINT }),
    ...(settings.ARI_CALLER_ID === undefined ? {} : { callerId: settings.ARI_CALLER_ID }),
    onTrouble: failure => log.warn({ code: failure.code }, 'trouble on the Asterisk line'),
  })
}

export interface CallSetting {
  readonly config: Config
  readonly speech: Speech
  readonly telephony: Telephony
  readonly store: Store
  readonly log: CallLog
  readonly recordings: string
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
    prompts: speech.prompts,
    announcer: composeAnnouncer(),
    nurses: setting.nurses ?? config.settings.HELLOJADE_NURSES,
    timer: setting.timer ?? wallTimer,
    now: setting.now ?? (() => new Date()),
    busy: setting.busy ?? (work => work),
  })
}

export function composeCalls(setting: CallSetting): Calls {
  const { speech, telephony, store, log, config } = setting
  const now = setting.now ?? (() => new Date())
  mkdirSync(setting.recordings, { recursive: true, mode: 0o700 })
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
    recordingPath: callId => join(setting.recordings, `${callId}.wav`),
    onLive: count => speech.recogniser.setLiveCalls(count),
    ringMs: setting.ringMs ?? DEFAULT_RING_MS,
    mostCalls: setting.mostCalls ?? config.settings.HELLOJADE_MOST_CALLS,
    transfer: {
      announcer: composeAnnouncer(),
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
