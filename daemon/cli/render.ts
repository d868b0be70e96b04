import cliProgress from 'cli-progress'
import { composeDialogues, composePrompts, firstSentences, nurseLanguage, sentencesOf } from '../compose.js'
import type { Config } from '../config.js'
import { Failure } from '../domain/failure.js'
import { demonstrationSentences } from './demonstration.js'

export interface RenderOptions {
  /** This protocol's sentences instead of the general follow-up's. */
  readonly protocol?: string
  readonly all?: boolean
}

/** `hellojade prompts render`: the sentences of a protocol, or of all, that are not on disk, with a progress bar; resumable. */
export async function renderCommand(config: Config, options: RenderOptions = {}): Promise<number> {
  const language = 'fr'
  const dialogues = composeDialogues(language)
  if (options.protocol !== undefined && !dialogues.has(options.protocol))
    throw new Failure('protocol/unknown', { id: options.protocol, known: [...dialogues.keys()].join(', ') })
  const sentences = options.all
    ? sentencesOf(dialogues, language, config.hospital, nurseLanguage(config, language))
    : firstSentences(dialogues, language, config, options.protocol)
  const { prompts, voice } = await composePrompts(config, language)
  const personal = await demonstrationSentences(dialogues, config.hospital)
  process.stdout.write(`Voix : ${voice.reason}\n`)
  const bar = process.stdout.isTTY
    ? new cliProgress.SingleBar({ format: 'Phrases {bar} {value}/{total} {eta_formatted}' })
    : undefined
  const startedAt = performance.now()
  let shown = 0
  bar?.start(sentences.length, 0)
  try {
    await prompts.render(sentences, done => {
      bar?.update(done)
      if (bar === undefined && (done === sentences.length || done - shown >= 10)) {
        shown = done
        process.stdout.write(`Phrases : ${done}/${sentences.length}\n`)
      }
    })
    await prompts.render(personal.sentences, undefined, { personal: personal.owner })
  } finally {
    bar?.stop()
    await prompts.close()
  }
  process.stdout.write(
    `${sentences.length} phrases prêtes en ${Math.round((performance.now() - startedAt) / 1000)} s.\n`,
  )
  return 0
}
