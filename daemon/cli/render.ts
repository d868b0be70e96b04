import cliProgress from 'cli-progress'
import { composeDialogues, composePrompts, sentencesOf } from '../compose.js'
import type { Config } from '../config.js'
import { demonstrationSentences } from './demonstration.js'

/** `hellojade prompts render`: every sentence of every protocol that is not on disk, with a progress bar; resumable. */
export async function renderCommand(config: Config): Promise<number> {
  const language = 'fr'
  const { prompts, voice } = await composePrompts(config, language)
  const dialogues = composeDialogues(language)
  const sentences = sentencesOf(dialogues, language, config.hospital)
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
