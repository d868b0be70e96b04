import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { PatientId } from '../../domain/ids.js'

/** What was erased, so that no older backup brings it back: an id that means nothing elsewhere, and when. */
export interface ErasedEntry {
  readonly patientId: PatientId
  readonly at: Date
  readonly resultsErased: boolean
}

const FILE = 'erased.jsonl'

/** The list that lies beside the backups in this folder; empty where there is none. */
export async function readErasedList(folder: string): Promise<readonly ErasedEntry[]> {
  const text = await readFile(join(folder, FILE), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return ''
    throw cause
  })
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => {
      const { patientId, at, resultsErased } = JSON.parse(line) as { [K in keyof ErasedEntry]: string & boolean }
      return { patientId: patientId as string as PatientId, at: new Date(at), resultsErased }
    })
}

/**
 * Adds what the database knows to the list and writes it whole under another name, then in its place: it is never half written.
 * Called at each erasure, each backup and each night, so that what one of them could not write the next one does.
 */
export async function keepErasedList(folder: string, known: readonly ErasedEntry[]): Promise<void> {
  const entries = new Map<string, ErasedEntry>()
  for (const entry of [...(await readErasedList(folder)), ...known]) {
    const { patientId, at, resultsErased } = entry
    const before = entries.get(patientId)
    const latest = before === undefined || at > before.at ? at : before.at
    entries.set(patientId, { patientId, at: latest, resultsErased: resultsErased || before?.resultsErased === true })
  }
  const path = join(folder, FILE)
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile([...entries.values()].map(entry => `${JSON.stringify(entry)}\n`).join(''))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
