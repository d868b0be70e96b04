import { join } from 'node:path'
import type { Test } from 'tap'
import type { RehearsalLines } from '../../daemon/cli/lines.js'
import { type Rehearsed, rehearse } from '../../daemon/cli/rehearsal-run.js'
import { projectRoot } from '../../daemon/paths.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'
import type { CallStage } from './stage.js'

export const rehearsalsFolder = join(projectRoot, 'test', 'rehearsals')

export const spelled = (file: string): string => file.replace('.yaml', '').replaceAll('-', ' ')

/** Plays a rehearsal and holds it to what its file expects; one that fails is told whole, with its times. */
export async function passes(
  t: Test,
  file: string,
  setting: CallStage & { readonly lines: RehearsalLines },
  { timed }: { readonly timed: boolean },
): Promise<Rehearsed> {
  const rehearsal = await readRehearsal(join(rehearsalsFolder, file))
  const expect = { ...rehearsal.expect }
  if (!timed) {
    delete expect.maxTurnGapMs
    delete expect.maxBargeInMs
  }
  const done = await rehearse({ ...rehearsal, expect }, { ...setting, lines: setting.lines })
  const { report, script, tookMs } = done
  if (!report.passed) for (const line of script) t.comment(line)
  t.same(report.failures, [], `${file} in ${(tookMs / 1000).toFixed(1)} s`)
  return done
}

/** Renders what the calls of these files say: a voice at work beside a call in real time takes its core. */
export async function ready({ speech, config }: CallStage, files: readonly string[]): Promise<void> {
  const rehearsals = await Promise.all(files.map(file => readRehearsal(join(rehearsalsFolder, file))))
  const protocols = new Set(rehearsals.map(({ protocol }) => protocol))
  const sentences = [...protocols].flatMap(id => speech.dialogues.get(id)?.fixedSentences('fr', config.hospital) ?? [])
  await speech.prompts.render(sentences)
}
