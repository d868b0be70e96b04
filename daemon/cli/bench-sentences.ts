import { cpus } from 'node:os'
import { openListening } from '../../bench/voice-heard.js'
import { COMMON, type HeardOf, type Sentence, sentencesByOrigin, sentencesTable } from '../../bench/voice-sentences.js'
import { composeAnnouncer, composeDialogues, composePrompts, composeRecogniser } from '../compose.js'
import type { Config } from '../config.js'
import { Failure } from '../domain/failure.js'

export interface SentencesCommand {
  /** Only these questionnaires' own sentences; `common`: those that all share; `nurses`: what a nurse hears. */
  readonly of?: readonly string[]
  readonly json: boolean
}

/** As many as the recogniser hears at once. */
const AT_ONCE = 2

/** `hellojade bench sentences`: every sentence as rendered, heard by the product's own recogniser and held against what is written. */
export async function benchSentencesCommand({ of, json }: SentencesCommand, config: Config): Promise<number> {
  const dialogues = composeDialogues('fr')
  const all = new Map([...dialogues].map(([id, dialogue]) => [id, dialogue.fixedSentences('fr', config.hospital)]))
  const nurses = composeAnnouncer('fr').fixedSentences.map(text => ({ origin: 'nurses', text }))
  const sentences = [...sentencesByOrigin(all), ...nurses].filter(({ origin }) => of?.includes(origin) ?? true)
  if (sentences.length === 0)
    throw new Failure('protocol/unknown', {
      id: (of ?? []).join(', '),
      known: [COMMON, 'nurses', ...all.keys()].join(', '),
    })
  const { prompts, voice } = await composePrompts(config, 'fr')
  const recogniser = await composeRecogniser(config)
  const listening = openListening(recogniser, 'fr')
  try {
    await prompts.render(sentences.map(({ text }) => text))
    const heard = new Map<Sentence, HeardOf>()
    const queue = [...sentences]
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { pcm } = prompts.get(next.text)
        heard.set(next, { origin: next.origin, ...(await listening.hear(next.text, pcm)) })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    const rows = sentences.map(sentence => heard.get(sentence)!)
    const setting = `${cpus()[0]?.model ?? 'unknown CPU'} × ${cpus().length}, ${recogniser.model}, voice ${voice.name}`
    process.stdout.write(json ? `${JSON.stringify(rows)}\n` : `${setting}\n${sentencesTable(rows)}`)
    return 0
  } finally {
    await listening.close()
    await recogniser.close()
    await prompts.close()
  }
}
