import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { CONVERSATION_PARTS } from '../../bench/conversation.js'
import { HUB_VARIABLE, modelsCommand } from '../../models/index.js'
import { ownModels } from '../compose.js'
import { readConfig } from '../config.js'
import { Failure } from '../domain/failure.js'
import { openLog } from '../ops/log.js'
import { projectRoot } from '../paths.js'
import { acknowledgeCommand, listAlertsCommand } from './alerts.js'
import { auditCommands } from './audit.js'
import {
  benchMediaCommand,
  benchTurnGapCommand,
  benchUnderstandingCommand,
  type TurnGapCommand,
  type UnderstandingCommand,
} from './bench.js'
import { benchConversationCommand, type ConversationCommand } from './bench-conversation.js'
import { benchDischargesCommand } from './bench-discharges.js'
import { benchScheduleCommand } from './bench-schedule.js'
import { benchSentencesCommand, type SentencesCommand } from './bench-sentences.js'
import { benchStoreCommand, type StoreCommand } from './bench-store.js'
import { callCommand } from './call.js'
import { dischargeCommands } from './discharges.js'
import { hl7Commands } from './hl7.js'
import { importProgram } from './import.js'
import { keysCommands } from './keys.js'
import { type MigrateOptions, migrateCommand } from './migrate.js'
import { patientProgram } from './patient.js'
import { planCommand } from './plan.js'
import { protocolCommands } from './protocol.js'
import { recordingCommand } from './recording.js'
import { rehearseCommand } from './rehearse.js'
import { renderCommand } from './render.js'
import { scheduleCommands } from './schedule.js'
import { serveCommand } from './serve-command.js'
import { simulateCommand } from './simulate.js'
import { upkeepPrograms } from './upkeep.js'

/** sysexits.h EX_CONFIG. */
const EXIT_CONFIG = 78
const version = (): string =>
  (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version

/** The command line. Returns the exit status; a Failure is told in one sentence, in French and in English. */
export async function run(argv: readonly string[]): Promise<number> {
  let status = 0
  const settle: Settle =
    work =>
    async (...args) => {
      status = await work(...args)
    }
  const program = build(settle)
  try {
    await program.parseAsync(argv)
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    process.stderr.write(`${cause.sentence('fr')}\n${cause.sentence('en')}\n`)
    return cause.code === 'config/invalid' ? EXIT_CONFIG : 1
  }
  return status
}

export type Settle = <Args extends unknown[]>(
  work: (...args: Args) => Promise<number>,
) => (...args: Args) => Promise<void>

const lineOption = () =>
  new Option('--line <line>', 'which line carries the calls')
    .choices(['demonstration', 'asterisk'])
    .default('demonstration')

function build(settle: Settle): Command {
  const program = new Command('hellojade')
    .version(version())
    .description('Rings patients who have just left hospital, and talks with them.')
  program
    .command('serve', { isDefault: true })
    .description('start the daemon')
    .option('--no-demonstration', 'do not ring the demonstration patient')
    .action(
      settle(async (options: { demonstration: boolean }) =>
        serveCommand({ ...options, version: version() }, readConfig()),
      ),
    )
  program
    .command('migrate')
    .description(
      "bring the database's schema up to this version (on Oracle before the daemon, on the embedded one it does so itself)",
    )
    .option('--status', 'list the migrations and what became of them')
    .option('--dry-run', 'list what would be applied')
    .action(settle(async (options: MigrateOptions) => migrateCommand(options, readConfig())))
  program
    .command('call')
    .description('make one call now and show it')
    .option('--patient <id>', 'a patient of the database')
    .option('--number <number>', 'ring this number with the demonstration record (a test of the line)')
    .option('--record <file>', 'make a rehearsal of the call: a YAML file, and its clips in a folder beside it')
    .action(
      settle(async (options: { patient?: string; number?: string; record?: string }) =>
        callCommand(options, readConfig()),
      ),
    )
  program
    .command('recording')
    .argument('<call>', 'the call')
    .requiredOption('--out <file>', 'the WAV file to write')
    .description("open a call's recording: stereo, the patient on the left")
    .option('--why <text>', 'why it is opened; kept in the audit')
    .action(
      settle(async (call: string, options: { out: string; why?: string }) =>
        recordingCommand(call, options, readConfig()),
      ),
    )
  alerts(program, settle)
  models(program, settle)
  scheduleCommands(program, settle)
  simulateCommand(program, settle)
  planCommand(program, settle)
  dischargeCommands(program, settle)
  hl7Commands(program, settle)
  program
    .command('prompts')
    .description('the sentences the agent speaks')
    .command('render')
    .description('render the sentences of the general follow-up that are not on disk')
    .option('--protocol <id>', 'those of this protocol instead')
    .option('--all', 'those of every protocol', false)
    .action(settle(async (options: { protocol?: string; all: boolean }) => renderCommand(readConfig(), options)))
  program
    .command('rehearse')
    .argument('<file...>', 'rehearsal files (YAML or JSON)')
    .description('run whole calls from files; exits non-zero if an expectation fails')
    .addOption(lineOption())
    .option('--virtual', 'the demonstration line in virtual time', false)
    .option('--json', 'print the reports as JSON', false)
    .option('--out <dir>', 'keep reports, recordings and what the patient heard here')
    .option('--record <dir>', 'make a new rehearsal of each call here, from its recording')
    .action(
      settle(
        async (
          files: string[],
          options: {
            line: 'demonstration' | 'asterisk'
            virtual: boolean
            json: boolean
            out?: string
            record?: string
          },
        ) => {
          const config = readConfig()
          return rehearseCommand(files, options, config, openLog({ level: 'error' }))
        },
      ),
    )
  protocolCommands(program, settle)
  program.addCommand(importProgram(settle, readConfig))
  auditCommands(program, settle)
  keysCommands(program, settle)
  program.addCommand(patientProgram(settle, readConfig))
  for (const command of upkeepPrograms(settle, readConfig)) program.addCommand(command)
  bench(program, settle)
  return program
}

function alerts(program: Command, settle: Settle): void {
  const command = program.command('alerts').description('what a nurse must see and has not closed')
  command
    .command('list', { isDefault: true })
    .description('every open alert, the most urgent first')
    .option('--json', 'as JSON', false)
    .action(settle(async (options: { json: boolean }) => listAlertsCommand(options, readConfig())))
  command
    .command('acknowledge')
    .argument('<id>', 'the alert')
    .requiredOption('--by <name>', 'the nurse who closes it')
    .option('--note <text>', 'what was done')
    .description('close an alert in the name of a nurse')
    .action(
      settle(async (id: string, options: { by: string; note?: string }) =>
        acknowledgeCommand(id, options, readConfig()),
      ),
    )
}

function models(program: Command, settle: Settle): void {
  const command = program.command('models').description('the speech models: what is here, where it comes from')
  const actions = {
    list: 'what is here and which voice speaks',
    fetch: 'get what is missing',
    verify: 'check every byte',
  } as const
  for (const [name, description] of Object.entries(actions)) {
    command
      .command(name)
      .argument('[names...]', 'these models only')
      .description(description)
      .option('--json', 'as JSON', false)
      .action(
        settle(async (names: string[], options: { json: boolean }) => {
          const config = readConfig()
          const chosen = process.env[HUB_VARIABLE]
          const hub = chosen === undefined || chosen === '' ? {} : { hub: chosen }
          return modelsCommand(name as keyof typeof actions, {
            folder: config.folders.models,
            own: ownModels(config),
            names,
            json: options.json,
            modulesFolder: join(projectRoot, 'node_modules'),
            ...hub,
          })
        }),
      )
  }
}

function bench(program: Command, settle: Settle): void {
  const command = program.command('bench').description('measurements; each prints its table with the machine')
  command
    .command('turn-gap')
    .description("from the patient's last sound to the agent's first, at the phone")
    .addOption(lineOption())
    .option('--clips <dir>', 'WAV clips, with or without a manifest.json')
    .option('--limit <n>', 'at most so many clips, evenly taken', Number)
    .option('--calls <n>', 'calls at once', Number, 1)
    .option('--json', 'as JSON', false)
    .action(
      settle(async (options: TurnGapCommand) =>
        benchTurnGapCommand(options, readConfig(), openLog({ level: 'error' })),
      ),
    )
  command
    .command('understanding')
    .description('what clips are understood as: right, accepted without read-back, wrongly accepted, by kind and voice')
    .option('--clips <dir>', 'WAV clips with a manifest.json')
    .option('--limit <n>', 'at most so many clips, evenly taken', Number)
    .option('--json', 'as JSON', false)
    .option('--wrong', 'tell what was not understood', false)
    .action(settle(async (options: UnderstandingCommand) => benchUnderstandingCommand(options, readConfig())))
  command
    .command('conversation')
    .description('who speaks when: barge-in, resumption, inner pauses, questions a minute, at the phone')
    .addOption(lineOption())
    .option('--virtual', 'the demonstration line in virtual time', false)
    .addOption(
      new Option('--part <part...>', 'only these').choices(CONVERSATION_PARTS).default([...CONVERSATION_PARTS]),
    )
    .option('--json', 'as JSON', false)
    .action(
      settle(async (options: ConversationCommand) =>
        benchConversationCommand(options, readConfig(), openLog({ level: 'error' })),
      ),
    )
  command
    .command('sentences')
    .description(
      'what the agent says, as rendered: does the recogniser write what is written; level, clipping, silence',
    )
    .option('--of <id...>', 'only the sentences of these questionnaires; "common": those that all share; "nurses"')
    .option('--json', 'as JSON', false)
    .action(settle(async (options: SentencesCommand) => benchSentencesCommand(options, readConfig())))
  command
    .command('discharges')
    .description('a file of discharges imported and planned, in a database of its own')
    .option('--rows <n>', 'discharges', Number, 10_000)
    .option('--json', 'as JSON', false)
    .action(settle(async (options: { rows: number; json: boolean }) => benchDischargesCommand(options, readConfig())))
  command
    .command('store')
    .description('the database: rows a second, pages, claims, queries, and whether the voice waits for it')
    .option('--patients <n>', 'how many patients, each with a due call', Number, 100_000)
    .option('--turns <n>', 'how many turns', Number, 1_000_000)
    .option('--no-media', 'without the beat beside a heavy query')
    .option(
      '--oracle',
      'on the Oracle of ORACLE_…, in an empty schema; what is written stays, drop it afterwards',
      false,
    )
    .option('--json', 'as JSON', false)
    .action(settle(async (options: StoreCommand) => benchStoreCommand(options, readConfig())))
  command
    .command('media')
    .description('beat lateness and echo at 1, 10 and 20 legs while recognition runs')
    .option('--json', 'as JSON', false)
    .action(settle(async (options: { json: boolean }) => benchMediaCommand(options, readConfig())))
  command
    .command('schedule')
    .description('what a look at a large table of due calls costs, and how many are claimed and begun in a second')
    .option('--calls <n>', 'due calls in the table', Number, 1_000_000)
    .option('--json', 'as JSON', false)
    .action(settle(async (options: { calls: number; json: boolean }) => benchScheduleCommand(options)))
}
