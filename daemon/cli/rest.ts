import type { CallLog, Calls } from '../call/port.js'
import { nurseLanguage, type Speech, sentencesOf } from '../compose.js'
import type { Config } from '../config.js'
import type { Language } from '../domain/expected.js'
import type { Prompts } from '../speech/port.js'

/** So many sentences at a time: a call that begins waits for no more than these. */
const BATCH = 4
const LOOK_AGAIN_MS = 2000

interface Shelf {
  readonly prompts: Prompts
  readonly sentences: () => readonly string[]
}

const LANGUAGES: readonly Language[] = ['fr', 'nl', 'en']

/**
 * Renders what no call has needed yet, one batch after the other while nobody is on the line: the first language, then the others
 * that can be spoken here, so that a call which changes to one goes on without a pause. Returns what stops it.
 */
export function renderRest(
  speech: Speech,
  calls: Pick<Calls, 'live'>,
  log: CallLog,
  config: Pick<Config, 'hospital' | 'settings'>,
): () => void {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let at: Shelf = { prompts: speech.prompts, sentences: () => speech.sentences }
  const waiting = LANGUAGES.filter(language => language !== speech.language)
  const nextLanguage = async (): Promise<Shelf | undefined> => {
    for (let language = waiting.shift(); language !== undefined; language = waiting.shift()) {
      const spoken = await speech.others(language).catch(() => undefined)
      if (spoken === undefined) continue
      const sentences = sentencesOf(spoken.dialogues, language, config.hospital, nurseLanguage(config, speech.language))
      return { prompts: spoken.prompts, sentences: () => sentences }
    }
    return undefined
  }
  const next = async (): Promise<void> => {
    if (stopped) return
    if (calls.live > 0) return later()
    const { prompts, sentences } = at
    const batch = sentences()
      .filter(text => !prompts.has(text))
      .slice(0, BATCH)
    if (batch.length === 0) {
      const other = await nextLanguage()
      if (other === undefined) return
      at = other
    } else await prompts.render(batch)
    later(0)
  }
  const later = (afterMs = LOOK_AGAIN_MS): void => {
    timer = setTimeout(() => void next().catch(failed), afterMs)
    timer.unref()
  }
  const failed = (): void => {
    if (!stopped) log.warn({}, 'sentences could not be rendered ahead; a call renders its own')
  }
  later()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
