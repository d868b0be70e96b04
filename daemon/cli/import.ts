import { writeFile } from 'node:fs/promises'
import { SingleBar } from 'cli-progress'
import { Command, InvalidArgumentError } from 'commander'
import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max'
import { composeKeys, composeStore } from '../compose-store.js'
import type { Config } from '../config.js'
import { localClock } from '../domain/calendar.js'
import type { ImportReport } from '../store/lifecycle/import.js'
import { IMPORT_COLUMNS, type ImportField } from '../store/lifecycle/import-columns.js'
import { fileBytes, openTable, type Table } from '../store/port.js'
import { operator } from './operator.js'

export interface ImportCommand {
  readonly dryRun: boolean
  readonly country: CountryCode
  readonly report?: string
}

/**
 * `hellojade import FILE`: patients from a CSV or NDJSON file. Status 0 when every row is in or was known, 1 when some were
 * refused: those are told by line, field and reason, and nothing of what stands in them.
 */
export async function importCommand(path: string, options: ImportCommand, config: Config): Promise<number> {
  const table = await openTable(fileBytes(path), IMPORT_COLUMNS)
  const store = await composeStore(config, await composeKeys(config))
  try {
    const bar = await progressBar(table)
    const today = localClock(new Date()).nowLocal.slice(0, 10)
    const rules = { today, country: options.country, dry: options.dryRun }
    const report = await store.as(operator()).importPatients(table, { ...rules, onRow: () => bar?.increment() })
    bar?.stop()
    if (options.report !== undefined)
      await writeFile(options.report, `${JSON.stringify({ file: table.sha256, ...report }, null, 2)}\n`, {
        mode: 0o600,
      })
    tell(table, report, options)
    return report.refused.length > 0 ? 1 : 0
  } finally {
    await store.close()
  }
}

/** On a terminal; counting the rows costs reading them once. */
async function progressBar(table: Table<ImportField>): Promise<SingleBar | undefined> {
  if (!process.stderr.isTTY) return undefined
  let rows = 0
  for await (const row of table.rows()) rows += row.line > 0 ? 1 : 0
  const bar = new SingleBar({ format: '{bar} {value}/{total} lignes · {eta} s', stream: process.stderr })
  bar.start(rows, 0)
  return bar
}

const MOST_TOLD = 50

function tell(table: Table<ImportField>, report: ImportReport, { dryRun, report: path }: ImportCommand): void {
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  const { taken, alreadyKnown, refused, skipped } = report
  if (table.ignored.length > 0) print(`Colonnes non utilisées : ${table.ignored.join(', ')}`)
  for (const { line, reasons } of refused.slice(0, MOST_TOLD)) {
    const told = Object.entries(reasons).map(([field, reason]) => `${field} ${reason}`)
    print(`ligne ${line} : ${told.join(', ')}`)
  }
  if (refused.length > MOST_TOLD)
    print(`… et ${refused.length - MOST_TOLD} autres${path === undefined ? ' (--report FILE les écrit toutes)' : ''}`)
  const already = skipped > 0 ? `, ${skipped} déjà faite(s) auparavant` : ''
  const done = dryRun ? 'seraient importées' : 'importées'
  print(`${taken} ligne(s) ${done}, ${alreadyKnown} déjà connue(s)${already}, ${refused.length} refusée(s).`)
}

type Settle = <Args extends unknown[]>(work: (...args: Args) => Promise<number>) => (...args: Args) => Promise<void>

const country = (text: string): CountryCode => {
  const code = text.toUpperCase()
  if (!isSupportedCountry(code)) throw new InvalidArgumentError('two letters of a country, BE')
  return code
}

export const importProgram = (settle: Settle, config: () => Config): Command =>
  new Command('import')
    .argument('<file>', 'CSV (semicolon, comma or tab; UTF-8, UTF-16 or Windows-1252) or NDJSON')
    .description('bring in patients from a file')
    .option('--dry-run', 'tell what would be imported, and change nothing', false)
    .option('--country <code>', 'where numbers without a country code are', country, 'BE')
    .option('--report <file>', 'write every refused row here as JSON')
    .action(settle(async (file: string, options: ImportCommand) => importCommand(file, options, config())))
