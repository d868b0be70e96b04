import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../../daemon/paths.js'
import { ensurePython } from './python.js'
import type { Had } from './unpack.js'

/** A parser of Oracle's SQL: unlike the stand-in it knows neither LIMIT nor ON CONFLICT, nor AS before a table's alias. */
export const ensureOracleParser = (): Promise<Had> =>
  ensurePython({ name: 'oracle-parser', packages: ['qivo-parseora==0.1.8'], proof: ['parseora'] })

/** Texts that Oracle would not take, with the reason. */
export function refusedByOracle(prefix: string, texts: readonly string[]): readonly { text: string; reason: string }[] {
  const script = join(projectRoot, 'test/parts/oracle/gate.py')
  const said = execFileSync(join(prefix, 'bin/python'), [script], { input: JSON.stringify(texts), encoding: 'utf8' })
  return JSON.parse(said) as { text: string; reason: string }[]
}
