import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../domain/failure.js'
import { syncFolder } from '../../sealing/port.js'

/** Lies in a home from the first to the last step of a restore, and names the backup. */
const MARK = 'restoring.txt'

/** The backup that is being restored into this home, or whose restore was broken off; undefined without one. */
export async function halfRestored(home: string): Promise<string | undefined> {
  const text = await readFile(join(home, MARK), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw cause
  })
  return text?.trim()
}

/** Throws Failure backup/half-restored: whoever began on half of the records would write into them. */
export async function refuseHalfRestored(home: string): Promise<void> {
  const backup = await halfRestored(home)
  if (backup !== undefined) throw new Failure('backup/half-restored', { backup })
}

/** On the disk before anything is in its place. */
export async function markRestoring(home: string, backup: string): Promise<void> {
  const file = await open(join(home, MARK), 'w', 0o600)
  try {
    await file.writeFile(`${backup}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(home)
}

export const unmarkRestoring = (home: string): Promise<void> => rm(join(home, MARK), { force: true })
