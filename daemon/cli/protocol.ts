import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { stringify } from 'yaml'
import { type Config, readConfig } from '../config.js'
import { nurseSchema } from '../dialogue/announcement.js'
import { fromQuestionnaire } from '../dialogue/from-questionnaire.js'
import { mistakesIn, parseProtocol } from '../dialogue/parse.js'
import { toQuestionnaire } from '../dialogue/questionnaire.js'
import { commonSchema, type Protocol, protocolSchema } from '../dialogue/schema.js'
import type { Language } from '../domain/expected.js'
import { Failure } from '../domain/failure.js'
import { protocolsFolder } from '../paths.js'
import { protocolShown } from './protocol-shown.js'
import { withStore } from './with-store.js'

const folder = protocolsFolder()
const SCHEMA_LINE = '# yaml-language-server: $schema=protocol.schema.json\n'
const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Every questionnaire and every common wording of the house. */
const ownFiles = (): readonly string[] =>
  readdirSync(folder)
    .filter(file => file.endsWith('.yaml'))
    .map(file => join(folder, file))

/** `protocol check [FILE…]`: each mistake with file, line and reason. Exit status 1 when there is one. */
export function checkProtocols(files: readonly string[]): number {
  let mistakes = 0
  for (const file of files.length > 0 ? files : ownFiles()) {
    const found = mistakesIn(schemaOf(basename(file)), textOf(file))
    mistakes += found.length
    for (const { line, path, reason } of found) print(`${file}:${line}: ${path}: ${reason}`)
    if (found.length === 0) print(`${file}: bon`)
  }
  return mistakes > 0 ? 1 : 0
}

function schemaOf(name: string) {
  if (/^common\.nurse\./.test(name)) return nurseSchema
  return name.startsWith('common.') ? commonSchema : protocolSchema
}

/** `protocol show ID`: the questions, branches and alerts as one reads them. */
export function showProtocol(id: string, language: Language): number {
  print(protocolShown(ownProtocol(id), language))
  return 0
}

/** `protocol show ID --used VERSION`: the questionnaire as the calls of that version used it. */
export const showUsedProtocol = (id: string, version: string, language: Language, config: Config): Promise<number> =>
  withStore(config, async store => {
    const text = await store.protocolText(id, version)
    if (text === undefined) throw new Failure('store/not-found', { what: `${id} ${version}` })
    print(protocolShown((JSON.parse(text) as { protocol: Protocol }).protocol, language))
  })

/** `protocol export ID`: a FHIR R4 Questionnaire. */
export function exportProtocol(id: string): number {
  print(JSON.stringify(toQuestionnaire(ownProtocol(id)), null, 2))
  return 0
}

/** `protocol import FILE.json`: the protocol of a FHIR R4 Questionnaire, checked, as YAML. */
export function importProtocol(file: string, options: { readonly out?: string }): number {
  const yaml = yamlOf(fromQuestionnaire(jsonOf(file), basename(file)))
  parseProtocol(yaml, basename(file))
  if (options.out === undefined) process.stdout.write(yaml)
  else writeFileSync(options.out, yaml)
  return 0
}

export const yamlOf = (protocol: unknown): string => SCHEMA_LINE + stringify(protocol, { lineWidth: 0 })

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(textOf(file))
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    throw new Failure('protocol/invalid', { file: basename(file), reason: 'it is not JSON' }, { cause })
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Failure('protocol/invalid', { file, reason: 'the file cannot be read' }, { cause })
  }
}

function ownProtocol(id: string): Protocol {
  const known = ownFiles().filter(file => !basename(file).startsWith('common.'))
  const file = known.find(one => basename(one) === `${id}.yaml`)
  if (file === undefined)
    throw new Failure('protocol/unknown', { id, known: known.map(one => basename(one, '.yaml')).join(', ') })
  return parseProtocol(textOf(file), basename(file))
}

export type Settle = <Args extends unknown[]>(
  work: (...args: Args) => Promise<number>,
) => (...args: Args) => Promise<void>

export function protocolCommands(program: Command, settle: Settle): void {
  const command = program.command('protocol').description('the questionnaires: check, read, exchange as FHIR')
  command
    .command('check')
    .argument('[files...]', 'these files instead of all in protocols/')
    .description('every mistake with its file, line and reason')
    .action(settle((files: string[]) => Promise.resolve(checkProtocols(files))))
  command
    .command('show')
    .argument('<id>', 'for example general-follow-up')
    .option('--language <language>', 'fr, nl or en', 'fr')
    .description('questions, branches and alerts, to be read')
    .option('--used <version>', 'as the calls of this version used it (protocolVersion of a result)')
    .action(
      settle((id: string, { language, used }: { language: Language; used?: string }) =>
        used === undefined
          ? Promise.resolve(showProtocol(id, language))
          : showUsedProtocol(id, used, language, readConfig()),
      ),
    )
  command
    .command('export')
    .argument('<id>')
    .description('as a FHIR R4 Questionnaire (JSON)')
    .action(settle((id: string) => Promise.resolve(exportProtocol(id))))
  command
    .command('import')
    .argument('<file>', 'a FHIR R4 Questionnaire (JSON)')
    .option('--out <file>', 'write the YAML here instead of printing it')
    .description('a questionnaire from FHIR, as YAML')
    .action(settle((file: string, options: { out?: string }) => Promise.resolve(importProtocol(file, options))))
}
