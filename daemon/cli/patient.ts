import { createWriteStream, existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Command } from 'commander'
import { pack } from 'tar-stream'
import { composeKeys, composeStore } from '../compose-store.js'
import type { Config } from '../config.js'
import { keepingOf } from '../config-keeping.js'
import type { AuditEntry } from '../domain/audit.js'
import type { CallId, PatientId } from '../domain/ids.js'
import { openRecording } from '../media/recording.js'
import type { KeyRing } from '../sealing/port.js'
import type { PersonExport } from '../store/lifecycle/export.js'
import { bundleOf } from '../store/lifecycle/fhir.js'
import { eraseSounds, followErasures } from './erasures.js'
import { operator } from './operator.js'
import { withStore } from './with-store.js'

/** `hellojade patient export ID --out FILE`: everything about one patient in one archive, readable by its owner alone. */
export async function exportCommand(id: string, { out }: { readonly out: string }, config: Config): Promise<number> {
  const keys = await composeKeys(config)
  const store = await composeStore(config, keys)
  try {
    const asked = store.as(operator())
    const person = await asked.exportPerson(id as PatientId)
    const accesses = await store.audit.entries({ limit: MOST_ACCESSES, patientId: id as PatientId })
    const files = await archiveFiles(person, accesses, keys, new Date())
    try {
      await writeArchive(files, out)
    } catch (cause) {
      await rm(out, { force: true })
      throw cause
    }
    process.stdout.write(`${out} : ${[...files.keys()].join(', ')}\n`)
    return 0
  } finally {
    await store.close()
  }
}

/** Name to content. A recording that retention has removed is not there any more. */
async function archiveFiles(
  person: PersonExport,
  accesses: readonly AuditEntry[],
  keys: KeyRing,
  now: Date,
): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const names = new Map<string, string>()
  for (const { call } of person.results) {
    if (call.recordingPath === undefined) continue
    const sound = await soundOf(call.recordingPath, call.id, keys)
    if (sound === undefined) continue
    names.set(call.id, `recordings/${call.id}.wav`)
    files.set(`recordings/${call.id}.wav`, sound)
  }
  const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
  return new Map([
    ['LISEZ-MOI.txt', Buffer.from(README)],
    ['patient.json', json(person)],
    ['acces.json', json(accesses)],
    ['fhir-bundle.json', json(bundleOf(person, names, now))],
    ...files,
  ])
}

/** Decrypted, as a WAV. */
async function soundOf(path: string, callId: CallId, keys: KeyRing): Promise<Buffer | undefined> {
  if (!existsSync(path)) return undefined
  const recording = await openRecording(path, callId, keys)
  try {
    return await recording.read(0)
  } finally {
    await recording.close()
  }
}

/** The newest: a patient whom more people saw is rung for years. */
const MOST_ACCESSES = 500

const README = `patient.json       tout ce qui est conservé, tel quel, table par table (rows), et par appel (results)
acces.json         qui a vu ou changé quoi, et quand
fhir-bundle.json   la même chose en HL7 FHIR R4 (Bundle), lisible par le système d'un autre hôpital
recordings/        les enregistrements, stéréo : à gauche le patient, à droite HelloJADE
`

async function writeArchive(files: ReadonlyMap<string, Buffer>, out: string): Promise<void> {
  const tar = pack()
  for (const [name, content] of files) tar.entry({ name, mode: 0o600 }, content)
  tar.finalize()
  await pipeline(Readable.from(tar), createGzip(), createWriteStream(out, { mode: 0o600 }))
}

export interface EraseCommand {
  readonly by: string
  readonly keepResults: boolean
  readonly resultsHeldElsewhere: boolean
}

/** `hellojade patient erase ID --by NAME`: rows, recordings, and the list beside the backups. */
export async function eraseCommand(id: string, options: EraseCommand, config: Config): Promise<number> {
  const store = await composeStore(config, await composeKeys(config))
  try {
    const results = options.resultsHeldElsewhere ? 'held-elsewhere' : options.keepResults ? 'keep' : 'refuse'
    const { resultYears } = keepingOf(config.settings)
    const order = { by: options.by, at: new Date(), results, resultYears, ground: 'request' } as const
    const erased = await store.as(operator()).erasePatient(id as PatientId, order)
    const { rows, recordingPaths, resultsErased } = erased
    await eraseSounds(config, erased)
    await followErasures(config, store)
    const gone = Object.entries(rows).map(([table, count]) => `${table} ${count}`)
    process.stdout.write(`Effacé : ${gone.join(', ')}, enregistrements ${recordingPaths.length}.\n`)
    if (!resultsErased)
      process.stdout.write('Nom, date de naissance, réponses et alertes restent : la loi les demande.\n')
    return 0
  } finally {
    await store.close()
  }
}

/** `hellojade patient find NAME`: the ids that the other commands ask for. */
const findCommand = (familyName: string, config: Config): Promise<number> =>
  withStore(config, async store => {
    for (const { id, givenName, familyName: name, birthDate } of await store.findPatients(familyName))
      process.stdout.write(`${id}  ${givenName} ${name}, ${birthDate}\n`)
  })

type Settle = <Args extends unknown[]>(work: (...args: Args) => Promise<number>) => (...args: Args) => Promise<void>

export function patientProgram(settle: Settle, config: () => Config): Command {
  const command = new Command('patient').description("a patient's own rights over the record")
  command
    .command('find')
    .argument('<family-name>', 'whole; case and accents do not matter')
    .description('the id of a patient, which the other commands ask for')
    .action(settle(async (familyName: string) => findCommand(familyName, config())))
  command
    .command('export')
    .argument('<id>', 'the patient')
    .requiredOption('--out <file>', 'the archive, FILE.tar.gz')
    .description('everything that is kept about one patient: JSON, FHIR R4, recordings')
    .action(settle(async (id: string, options: { out: string }) => exportCommand(id, options, config())))
  command
    .command('erase')
    .argument('<id>', 'the patient')
    .requiredOption('--by <name>', 'who orders it: stays in the trace')
    .option('--keep-results', 'erase all but name, date of birth, answers and alerts', false)
    .option('--results-held-elsewhere', 'the hospital confirms that its own record holds the results', false)
    .description('erase one patient for good')
    .action(settle(async (id: string, options: EraseCommand) => eraseCommand(id, options, config())))
  return command
}
