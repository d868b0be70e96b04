import type { Command } from 'commander'
import { composeKeys, composeStore, rekeyDatabase } from '../compose-store.js'
import { type Config, readConfig } from '../config.js'
import type { CallId } from '../domain/ids.js'
import type { KeyRing } from '../sealing/port.js'
import { resealFile } from '../sealing/reseal-file.js'
import type { KeyRotation } from '../store/rotation.js'
import type { OpenStore } from '../store/store.js'
import { operator } from './operator.js'
import type { Settle } from './program.js'

export function keysCommands(program: Command, settle: Settle): void {
  const command = program.command('keys').description('the keys under which records and recordings are sealed')
  command
    .command('list', { isDefault: true })
    .description('which keys are open, and which are in use')
    .action(settle(() => withKeys(readConfig(), listKeys)))
  command
    .command('rotate')
    .description('seal everything anew under the first key; may be stopped and begun again, beside a daemon')
    .action(settle(() => withKeys(readConfig(), (store, keys) => rotateKeys(store, keys))))
  command
    .command('database')
    .description(
      "put the embedded database's file under another key, or encrypt a plain one, with every daemon stopped",
    )
    .requiredOption('--to <file>', 'file that holds the new key; the one of now is read as always')
    .action(settle(({ to }: { readonly to: string }) => changeDatabaseKey(readConfig(), to)))
}

async function changeDatabaseKey(config: Config, file: string): Promise<number> {
  if (config.oracle !== undefined) {
    process.stderr.write('Les dossiers sont dans Oracle : il n’y a pas de fichier à chiffrer.\n')
    return 2
  }
  await rekeyDatabase(config, file)
  print(`La base est chiffrée avec la clé de ${file} : donnez-la par HELLOJADE_DATABASE_KEY_FILE avant de relancer.`)
  print('Les sauvegardes faites jusqu’ici demandent encore l’ancienne clé.')
  return 0
}

async function withKeys(config: Config, work: (store: OpenStore, keys: KeyRing) => Promise<number>): Promise<number> {
  const keys = await composeKeys(config)
  const store = await composeStore(config, keys)
  try {
    return await work(store.as(operator()), keys)
  } finally {
    await store.close()
  }
}

async function listKeys({ rotation }: OpenStore, { keys, current }: KeyRing): Promise<number> {
  const used = await rotation.inUse()
  for (const { id } of keys) {
    const marks = [id === current.id && 'chiffre', used.includes(id) ? 'en usage' : 'plus nécessaire'].filter(Boolean)
    print(`${id}  ${marks.join(', ')}`)
  }
  return 0
}

/** Values first, then recordings; what could not be done is told, and the old keys stay in use. */
export async function rotateKeys({ rotation }: OpenStore, keys: KeyRing, tell = print): Promise<number> {
  const rows = new Map<string, number>()
  let told = ''
  for await (const done of rotation.values()) {
    if (told !== '' && told !== done.table) tell(`${told} : ${rows.get(told)}`)
    told = done.table
    rows.set(done.table, (rows.get(done.table) ?? 0) + done.rows)
  }
  if (told !== '') tell(`${told} : ${rows.get(told)}`)
  const recordings = await resealRecordings(rotation, keys)
  tell(`enregistrements : ${recordings.resealed}`)
  for (const path of recordings.failed) process.stderr.write(`${path} : ne peut être ouvert\n`)
  const left = recordings.growing + recordings.failed.length
  const rowsLeft = left > 0 ? 0 : await rotation.finish(recordings.resealed)
  if (left + rowsLeft > 0) {
    tell(`Il reste ${left + rowsLeft} élément(s) sous une ancienne clé : relancez la commande.`)
    return 1
  }
  tell(`Tout est chiffré avec la clé ${keys.current.id} : les autres peuvent être retirées.`)
  return 0
}

interface Resealed {
  resealed: number
  growing: number
  readonly failed: string[]
}

async function resealRecordings(rotation: KeyRotation, keys: KeyRing): Promise<Resealed> {
  const told: Resealed = { resealed: 0, growing: 0, failed: [] }
  for (let after: CallId | undefined; ; ) {
    const page = await rotation.recordings(after)
    for (const { callId, path } of page) {
      try {
        const outcome = await resealFile(path, keys, { use: 'recording', context: callId }, new Date())
        if (outcome !== 'current') told[outcome]++
      } catch (cause) {
        // One that was removed, or is no sealed file, needs no key.
        if (!isGone(cause)) told.failed.push(path)
      }
    }
    after = page.at(-1)?.callId
    if (after === undefined) return told
  }
}

const isGone = (cause: unknown): boolean => (cause as NodeJS.ErrnoException).code === 'ENOENT'
const print = (line: string): void => void process.stdout.write(`${line}\n`)
