import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { CallLog } from '../../daemon/call/port.js'
import { composeSpeech, type Speech } from '../../daemon/compose.js'
import { type Config, readConfig } from '../../daemon/config.js'

export interface CallStage {
  readonly config: Config
  readonly speech: Speech
  readonly folder: string
  readonly log: CallLog
  /** Every line that was logged, to be looked at. */
  readonly logged: readonly string[]
}

/** Real recogniser, real voice, real protocols; what is rendered comes from var/prompts. */
export async function openCallStage(t: Test): Promise<CallStage> {
  const config = readConfig({ ...process.env, HELLOJADE_LINE: 'demonstration' })
  const speech = await composeSpeech(config, { startAtSkipsIdentity: true })
  t.teardown(() => speech.close())
  const logged: string[] = []
  const keep = (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`)
  return {
    config,
    speech,
    folder: mkdtempSync(join(tmpdir(), 'hellojade-calls-')),
    log: { info: keep, warn: keep, error: keep },
    logged,
  }
}
