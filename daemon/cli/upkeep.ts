import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Command } from 'commander'
import { schedule } from 'node-cron'
import { composeDatabaseKey, composeKeys, composeStore } from '../compose-store.js'
import { type Config, readConfig } from '../config.js'
import { backupsFolder, keepingOf } from '../config-keeping.js'
import type { AppLog } from '../ops/port.js'
import type { KeyRing } from '../sealing/port.js'
import { readKeyRing } from '../sealing/read-keys.js'
import { eraseOldPersonalClips, erasePersonalClips } from '../speech/prompts/shelf.js'
import { checkWhole, foldLog, snapshotTo } from '../store/libsql/snapshot.js'
import { openLibsqlStore } from '../store/libsql/store.js'
import { makeBackup } from '../store/lifecycle/backup.js'
import type { RetentionReport } from '../store/lifecycle/port.js'
import { type RestoredRecords, restoreBackup } from '../store/lifecycle/restore.js'
import { applyRetention } from '../store/lifecycle/retention-run.js'
import { daysBefore } from '../store/lifecycle/terms.js'
import { openOracleStore } from '../store/oracle/store.js'
import type { OpenStore } from '../store/store.js'
import { followErasures, rememberBackupPlace } from './erasures.js'
import { operator } from './operator.js'

/** Half past three: between the last call and the first, and no hour that summer time skips or repeats. */
const NIGHTLY = '30 3 * * *'

/** Removes what is past its term, and what an erasure has left outside the database. */
async function retain(config: Config, store: OpenStore, now: Date, dry: boolean): Promise<RetentionReport> {
  const keeping = keepingOf(config.settings)
  const { recordings, prompts } = config.folders
  const eraseClips = (owner: string) => erasePersonalClips(prompts, owner)
  const report = await applyRetention(store, { keeping, now, dry, recordings, eraseClips })
  if (dry) return report
  eraseOldPersonalClips(prompts, daysBefore(now, keeping.recordingDays))
  await followErasures(config, store)
  return report
}

/** Every night, as long as the daemon runs; a night that was missed is made up for by the next. Returns what stops it. */
export function keepRetention(config: Config, store: OpenStore, log: AppLog): () => Promise<void> {
  const work = async () => {
    try {
      log.info({ removed: await retain(config, store, new Date(), false) }, 'retention has run')
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
      log.error({ code }, 'retention failed; it runs again tomorrow')
    }
  }
  const task = schedule(NIGHTLY, work, { timezone: 'Europe/Brussels', noOverlap: true })
  return async () => void (await task.destroy())
}

/** `hellojade retention [--dry-run]`. */
async function retentionCommand({ dryRun }: { readonly dryRun: boolean }, config: Config): Promise<number> {
  const store = await composeStore(config, await composeKeys(config))
  try {
    const { recordings, transcripts, patients, letters } = await retain(config, store, new Date(), dryRun)
    const done = dryRun ? 'Seraient effacés' : 'Effacés'
    process.stdout.write(
      `${done} : ${recordings} enregistrement(s), ${transcripts} transcription(s), ${patients} dossier(s), ${letters} message(s).\n`,
    )
    return 0
  } finally {
    await store.close()
  }
}

/** `hellojade backup [DIR]`, while the daemon works. */
async function backupCommand(into: string | undefined, config: Config): Promise<number> {
  const keys = await composeKeys(config)
  const store = await composeStore(config, keys)
  try {
    const { home, recordings } = config.folders
    const folder = into === undefined ? backupsFolder(config.settings, home) : resolve(into)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const fileKey = await composeDatabaseKey()
    const backup = await makeBackup({
      ...(config.oracle === undefined && {
        snapshot: (path: string) => snapshotTo(join(home, 'hellojade.db'), path, fileKey),
      }),
      ...{ home, recordings, into: folder, keys, erased: await store.erasures(), now: new Date() },
    })
    await rememberBackupPlace(config, folder)
    const facts = { recordings: backup.manifest.recordings.length }
    await store.as(operator()).audit.append({ action: 'backup.made', facts })
    process.stdout.write(`${backup.folder} : ${backup.manifest.recordings.length} enregistrement(s)\n`)
    if (config.oracle !== undefined) process.stdout.write('La base Oracle se sauvegarde par RMAN : docs/oracle.md.\n')
    return 0
  } finally {
    await store.close()
  }
}

/** `hellojade restore DIR --to HOME`: into a home without a database, or one whose records are in Oracle. */
async function restoreCommand(backup: string, { to }: { readonly to: string }): Promise<number> {
  process.env.HELLOJADE_HOME = resolve(to)
  const config = readConfig()
  const { home, recordings } = config.folders
  // No key is made here: only the one that sealed the backup opens it.
  const keys = await readKeyRing({ environment: process.env, folder: home, database: '/' })
  const { oracle } = config
  const fileKey = await composeDatabaseKey()
  const restored = await restoreBackup({
    ...{ backup: resolve(backup), home, recordings, keys, now: new Date() },
    ...(oracle === undefined
      ? { embedded: { database: join(home, 'hellojade.db'), open: path => openRestored(path, keys, fileKey) } }
      : { oracle: { open: async () => openedBy(await openOracleStore({ ...oracle, key: keys })) } }),
  })
  await rememberBackupPlace(config, dirname(resolve(backup)))
  process.stdout.write(
    `Sauvegarde du ${restored.madeAt.toISOString()} restaurée dans ${home} : ${restored.recordings} enregistrement(s), ${restored.erasedAgain} dossier(s) effacé(s) à nouveau.\n`,
  )
  if (restored.keyId !== keys.current.id)
    process.stdout.write(`Elle est sous la clé ${restored.keyId} : gardez-la jusqu'après « hellojade keys rotate ».\n`)
  return 0
}

const openedBy = (store: OpenStore): RestoredRecords => ({ records: store.as(operator()), close: () => store.close() })

async function openRestored(path: string, keys: KeyRing, fileKey?: string): Promise<RestoredRecords> {
  await checkWhole(path, fileKey)
  const { records, close } = openedBy(await openLibsqlStore({ path, key: keys, fileKey }))
  return { records, close: () => close().then(() => foldLog(path, fileKey)) }
}

type Settle = <Args extends unknown[]>(work: (...args: Args) => Promise<number>) => (...args: Args) => Promise<void>

export const upkeepPrograms = (settle: Settle, config: () => Config): readonly Command[] => [
  new Command('retention')
    .description('remove what is past its term, as the daemon does every night')
    .option('--dry-run', 'tell what would go', false)
    .action(settle(async (options: { dryRun: boolean }) => retentionCommand(options, config()))),
  new Command('backup')
    .argument('[dir]', 'a folder for each backup is made here; default HELLOJADE_BACKUPS')
    .description('back up records and recordings, sealed, while the daemon works')
    .action(settle(async (into: string | undefined) => backupCommand(into, config()))),
  new Command('restore')
    .argument('<dir>', 'one backup, hellojade-…')
    .requiredOption('--to <home>', 'the home to be filled; it must hold no database of its own')
    .description('put a backup in the place of what was lost; its key must be at hand')
    .action(settle(async (backup: string, options: { to: string }) => restoreCommand(backup, options))),
]
