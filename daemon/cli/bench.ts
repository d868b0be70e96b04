import { mkdtempSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freeTalk } from '../../bench/free-talk.js'
import { benchMedia } from '../../bench/media-beat.js'
import { benchTurnGap, turnGapTable } from '../../bench/turn-gap.js'
import { readBenchClips } from '../../bench/turn-gap-clips.js'
import { benchUnderstanding, understandingTable, wordsOfProtocol } from '../../bench/understanding.js'
import type { CallLog } from '../call/port.js'
import { composeDialogues, composeOthers, composePrompts, composeRecogniser, sileroPath } from '../compose.js'
import type { Config } from '../config.js'
import { projectRoot, protocolsFolder } from '../paths.js'
import type { Rehearsal } from '../rehearsal/format.js'
import { readRehearsal } from '../rehearsal/read.js'
import { rehearse } from './rehearsal-run.js'
import { openLines } from './rehearse.js'

export interface TurnGapCommand {
  readonly line: 'demonstration' | 'asterisk'
  readonly clips?: string
  /** At most so many clips, evenly taken. */
  readonly limit?: number
  readonly calls: number
  readonly json: boolean
}

/** The most turns a call of the bench has (turn-gap.ts speaks twelve). */
const CALL_TURNS = 12

/** `hellojade bench turn-gap`: the product's own call with free questions, over a real line, measured at the patient's end. */
export async function benchTurnGapCommand(options: TurnGapCommand, config: Config, log: CallLog): Promise<number> {
  const clips = await readBenchClips(options.clips ?? join(projectRoot, 'test', 'rehearsals', 'clips'), options.limit)
  const { opening } = await readRehearsal(join(projectRoot, 'daemon', 'telephony', 'demonstration', 'patient.yaml'))
  const { prompts, voice } = await composePrompts(config, 'fr')
  await prompts.render(freeTalk(2).fixedSentences('fr', config.hospital))
  const recogniser = await composeRecogniser(config)
  const lines = await openLines({ line: options.line, virtual: false }, config)
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-bench-'))
  const runCall = async (rehearsal: Rehearsal, turns: number) => {
    const dialogues = new Map([['scripted-talk', freeTalk(Math.min(turns, CALL_TURNS))]])
    const close = () => Promise.resolve()
    const { spoken: others } = composeOthers(config, recogniser)
    const speech = { recogniser, prompts, voice, dialogues, language: 'fr' as const, sentences: [], others, close }
    const { story, timings, report, tookMs } = await rehearse(rehearsal, { config, speech, lines, log, folder })
    return { story, timings, underflows: report.underflows, tookMs }
  }
  try {
    const onCallDone = (done: number, of: number) =>
      void (options.json ? 0 : process.stderr.write(`\r${done}/${of} calls`))
    const strain = () => recogniser.strain
    const bench = await benchTurnGap({ clips, opening, runCall, calls: options.calls, onCallDone, strain })
    process.stdout.write(options.json ? `${JSON.stringify(bench)}\n` : `\n${turnGapTable(bench)}`)
    return 0
  } finally {
    await lines.close()
    await recogniser.close()
    await prompts.close()
  }
}

/** `hellojade bench media`: the beat while real recognition runs beside it. */
export async function benchMediaCommand(options: { readonly json: boolean }, config: Config): Promise<number> {
  const recogniser = await composeRecogniser(config)
  const load = () => {
    let running = true
    const noise = Int16Array.from({ length: 16_000 }, () => Math.round((Math.random() - 0.5) * 8000))
    const work = (async () => {
      while (running) await recogniser.hear({ pcm: noise, language: 'fr', expected: { kind: 'free' } })
    })()
    return Promise.resolve(async () => {
      running = false
      await work
    })
  }
  try {
    const bench = await benchMedia({ sileroPath: await sileroPath(config), load })
    process.stdout.write(options.json ? `${JSON.stringify({ ...bench, table: undefined })}\n` : `${bench.table}\n`)
    return 0
  } finally {
    await recogniser.close()
  }
}

export interface UnderstandingCommand {
  readonly clips?: string
  readonly limit?: number
  readonly json: boolean
  /** Shows what each clip that was not understood was taken for (synthetic speech: nobody's words). */
  readonly wrong: boolean
}

/** `hellojade bench understanding`: clips straight to recogniser and interpreter, right, accepted and wrongly accepted by kind. */
export async function benchUnderstandingCommand(options: UnderstandingCommand, config: Config): Promise<number> {
  const folder = options.clips
  if (folder === undefined) {
    process.stderr.write('--clips DIR: a folder with a manifest.json of the speech corpus\n')
    return 2
  }
  const { prompts } = await composePrompts(config, 'fr')
  const recogniser = await composeRecogniser(config)
  const carriers = [...composeDialogues('fr').values()].flatMap(dialogue => dialogue.carriers('fr'))
  try {
    await prompts.render(carriers)
    await recogniser.prepareCarriers(carriers, text => Promise.resolve(prompts.get(text)))
    const bench = await benchUnderstanding({
      folder,
      limit: options.limit,
      recogniser,
      protocols: protocolsFolder(),
      words: wordsOfProtocol(join(projectRoot, 'protocols', 'general-follow-up.yaml')),
      ...(process.stderr.isTTY ? { onDone: (done, of) => void process.stderr.write(`\r${done}/${of}`) } : {}),
      ...(options.wrong
        ? {
            onWrong: (clip, { text, scored, margin }, accepted) =>
              void process.stderr.write(
                `${accepted ? 'TAKEN ' : ''}${clip.file}: said "${clip.text}", heard "${text}" ${JSON.stringify(scored?.[0]?.value)} ${margin?.toFixed(1)}\n`,
              ),
          }
        : {}),
    })
    const machine = `${cpus()[0]?.model ?? 'unknown CPU'} × ${cpus().length}, ${recogniser.model}; synthetic and studio speech`
    process.stdout.write(options.json ? `${JSON.stringify(bench)}\n` : `${machine}\n${understandingTable(bench)}`)
    return 0
  } finally {
    await recogniser.close()
    await prompts.close()
  }
}
