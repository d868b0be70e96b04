import type { Command } from 'commander'
import { composeDischarges } from '../compose-discharges.js'
import { type Config, readConfig } from '../config.js'
import { openLog } from '../ops/log.js'
import { type Imported, importDischarges } from '../schedule/discharges/import.js'
import { DISCHARGE_COLUMNS } from '../schedule/discharges/rows.js'
import { fileBytes, openTable, type Store } from '../store/port.js'
import { withStore } from './with-store.js'

type Settle = <Args extends unknown[]>(work: (...args: Args) => Promise<number>) => (...args: Args) => Promise<void>

/** Lines told in full; a wrong column makes every line wrong. */
const MOST_TOLD = 20
/** sysexits.h EX_DATAERR. */
const EXIT_DATA = 65

const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** `hellojade discharge import FILE`: patients who left hospital, from a file. */
export function dischargeCommands(program: Command, settle: Settle): void {
  program
    .command('discharge')
    .description('patients who left hospital')
    .command('import')
    .argument('<file>', 'CSV or NDJSON, one discharge a line')
    .option('--json', 'tell the result as JSON', false)
    .description('take the discharges of a file in and plan their calls; the same file again changes nothing')
    .action(settle((file: string, options: { json: boolean }) => importCommand(file, options, readConfig())))
}

async function importCommand(file: string, { json }: { readonly json: boolean }, config: Config): Promise<number> {
  let refused = 0
  const status = await withStore(config, async store => {
    const imported = await importFile(file, config, store)
    refused = imported.refused.length
    if (json) print(JSON.stringify({ ...imported, refused: imported.refused.map(toldAsJson) }))
    else tell(imported)
  })
  return refused > 0 ? EXIT_DATA : status
}

/** Throws Failure import/unreadable, import/columns, protocol/invalid, store/*. */
export async function importFile(file: string, config: Config, store: Store): Promise<Imported> {
  const { discharges } = composeDischarges({ config, store, log: openLog({ level: 'error' }) })
  const table = await openTable(fileBytes(file), DISCHARGE_COLUMNS)
  return importDischarges(discharges, table.rows(), config.settings.HELLOJADE_AUTHORITY)
}

const OUTCOMES = {
  planned: 'nouvelles, appels prévus',
  changed: 'modifiées, appels prévus à nouveau',
  known: 'déjà connues',
  'not-called': 'sans appel, selon les règles',
  'opted-out': 'sans appel : opposition',
  readmitted: 'sans appel : réadmission',
  deceased: 'sans appel : décès',
  ended: 'appels annulés',
  unknown: 'inconnues ici',
} as const satisfies Record<keyof Required<Imported['outcomes']>, string>

function tell({ rows, outcomes, calls, withoutNumber, refused }: Imported): void {
  print(`${rows} sortie(s) lue(s), ${calls} appel(s) prévu(s).`)
  for (const [outcome, count] of Object.entries(outcomes))
    print(`  ${count} ${OUTCOMES[outcome as keyof typeof OUTCOMES]}`)
  if (withoutNumber > 0) print(`  ${withoutNumber} sans numéro utilisable : une tâche pour le service`)
  if (refused.length > 0) print(`${refused.length} refusée(s) :`)
  for (const { line, failure } of refused.slice(0, MOST_TOLD)) print(`  ligne ${line} : ${failure.sentence('fr')}`)
  if (refused.length > MOST_TOLD) print(`  … et ${refused.length - MOST_TOLD} autre(s) : --json les donne toutes`)
}

const toldAsJson = ({ line, failure }: Imported['refused'][number]) => ({
  line,
  code: failure.code,
  facts: failure.facts,
})
