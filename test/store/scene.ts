import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { type CallId, type DueCallId, type PatientId, uuidV7 } from '../../daemon/domain/ids.js'
import { type LibsqlStoreOptions, openLibsqlStore } from '../../daemon/store/libsql/store.js'
import type { Patient } from '../../daemon/store/port.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { emptiedFor, oracleSql, oracleStore, oracleTarget } from './oracle-scene.js'

export const KEY = new Uint8Array(32).fill(7)
export const MONDAY = new Date('2026-11-09T09:00:00Z')
export const minutesLater = (minutes: number): Date => new Date(MONDAY.getTime() + minutes * 60_000)

export const jeanne: Omit<Patient, 'id'> = {
  givenName: 'Jeanne',
  familyName: 'Lambertzöe',
  birthDate: '1947-04-03',
  sex: 'f',
  title: 'Madame',
  language: 'fr',
  tempo: 1,
  gainDb: 0,
  phones: [{ number: '+32475123456', label: 'gsm de Paulette' }, { number: '065 31 99 88' }],
  caregivers: [{ name: 'Paulette Quintard', relation: 'fille' }],
}

interface Hooks {
  teardown(work: () => unknown): void
}

/** A database file of its own, gone with the test. */
export function tempFolder(t: Hooks): string {
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-store-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * A store on a real file, closed with the test. Under test/store/oracle.test.ts the same test runs on Oracle: a path that was
 * not seen before is an empty schema there, the same path again another daemon on it.
 */
export async function freshStore(t: Hooks, options: Partial<LibsqlStoreOptions> = {}): Promise<OpenStore> {
  const path = options.path ?? join(tempFolder(t), 'hellojade.db')
  if (oracleTarget !== undefined) await emptiedFor(path)
  const store = await storeThere({ ...options, path })
  t.teardown(() => store.close())
  return store
}

/** What is there, as another process finds it. */
export const storeThere = (options: Partial<LibsqlStoreOptions> & { readonly path: string }): Promise<OpenStore> => {
  const open = { key: KEY, now: () => MONDAY, ...options }
  return oracleTarget === undefined ? openLibsqlStore(open) : oracleStore(open)
}

/** Statements past the store, as somebody with the database's own tool sends them; rows by lower-case names. */
export function sqlOn(t: Hooks, path: string): (sql: string) => Promise<readonly Record<string, unknown>[]> {
  if (oracleTarget !== undefined) {
    const { rows, close } = oracleSql()
    t.teardown(close)
    return rows
  }
  const raw = createClient({ url: `file:${path}` })
  t.teardown(() => raw.close())
  return async sql => (await raw.execute(sql)).rows
}

/** A store whose process dies: `again` opens what it left. */
export async function mortalStore(t: Hooks): Promise<{ store: OpenStore; again: () => Promise<OpenStore> }> {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const again = async () => {
    await store.close()
    return freshStore(t, { path })
  }
  return { store, again }
}

export interface Discharged {
  readonly patientId: PatientId
  readonly dueCallId: DueCallId
}

/** A patient who left the ward on Sunday and is to be rung on Monday. */
export async function discharged(store: OpenStore, patient: Omit<Patient, 'id'> = jeanne): Promise<Discharged> {
  const patientId = await store.addPatient(patient)
  return { patientId, dueCallId: await dueFor(store, patientId) }
}

export async function dueFor(store: OpenStore, patientId: PatientId, dischargedAt = minutesLater(-1440)) {
  const stay = { patientId, site: 'Hornu', ward: 'Chirurgie', dischargedAt, protocol: 'general-follow-up' }
  const encounterId = await store.addEncounter({ ...stay, reason: 'cholécystectomie' })
  const times = { dueAt: MONDAY, notAfter: minutesLater(600) }
  return store.addDueCall({ encounterId, patientId, ward: 'Chirurgie', protocol: 'general-follow-up', ...times })
}

export const newCallId = (): CallId => uuidV7(MONDAY.getTime(), randomBytes(10)) as CallId

export async function ring(store: OpenStore, { patientId, dueCallId }: Discharged, startedAt = MONDAY) {
  const id = newCallId()
  const protocol = { protocol: 'general-follow-up', protocolVersion: '1.0.0' }
  await store.openAttempt({ id, dueCallId, patientId, number: '+32475123456', ...protocol, startedAt })
  return id
}

export const painHigh = {
  key: 'pain-high',
  rule: 'pain-high',
  ruleVersion: '1',
  urgency: 'urgent',
  linkId: 'pain',
  question: 'Sur dix, quelle est votre douleur ?',
  words: 'huit sur dix',
  confidence: 0.8,
} as const

export const raising = { ...painHigh, ward: 'Chirurgie', recordingSecond: null, at: MONDAY }
