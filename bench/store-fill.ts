import { randomBytes } from 'node:crypto'
import {
  type AlertId,
  type CallId,
  type DueCallId,
  type EncounterId,
  type PatientId,
  uuidV7,
} from '../daemon/domain/ids.js'
import type { Connection } from '../daemon/store/connection.js'
import {
  alertAcknowledgements,
  alertEvents,
  alerts,
  calls,
  dueCalls,
  encounters,
  patients,
  sites,
  turns,
  wards,
} from '../daemon/store/schema.js'
import { rowSeal } from '../daemon/store/sealed.js'
import type { Vault } from '../daemon/store/vault.js'

export interface Filled {
  readonly patients: readonly PatientId[]
  readonly calls: readonly CallId[]
  /** Rows a second, in batches of {@link batchOf}, sealed and synced. */
  readonly patientsPerSecond: number
  readonly turnsPerSecond: number
}

export interface Sizes {
  readonly patients: number
  readonly turns: number
}

/** Rows of one transaction. The Oracle stand-in of the tests takes no 500 patients in one message (ORA-03115). */
const BATCH = { libsql: 500, oracle: 250 } as const
export const batchOf = ({ dialect }: Connection): number => BATCH[dialect.name]
/** Turns of a call of the questionnaire that most patients get. */
const TURNS_A_CALL = 50
const WARDS = 20
const CALLS_AN_ALERT = 10
const STILL_OPEN = 20
const SAID = 'Non, je n’ai pas eu de fièvre, mais j’ai encore un peu mal quand je monte les escaliers.'

let count = 0
const newId = <Id extends string>(): Id => uuidV7(1_760_000_000_000 + count++, randomBytes(10)) as Id

/** A hospital's records: patients each with a stay and a due call, and finished calls with their turns. */
export async function fillStore(connection: Connection, vault: Vault, sizes: Sizes, at: Date): Promise<Filled> {
  const size = batchOf(connection)
  const wardIds = await makeWards(connection)
  const ids = Array.from({ length: sizes.patients }, () => newId<PatientId>())
  const startMs = performance.now()
  for (const some of batches(ids, size))
    await connection.write(
      async tx => void (await tx.insert(patients).values(some.map(id => patientRow(vault, id, at)))),
    )
  const patientsPerSecond = perSecond(ids.length, startMs)
  const due = new Date(at.getTime() - 3_600_000)
  const dueIds = new Map<PatientId, DueCallId>()
  for (const some of batches(ids, size))
    await connection.write(async tx => {
      const stays = some.map((patientId, index) => ({
        ...{ id: newId<EncounterId>(), patientId, wardId: wardIds[index % WARDS]!, protocol: 'general-follow-up' },
        ...{ dischargedAt: at, createdAt: at },
      }))
      await tx.insert(encounters).values(stays)
      const dues = stays.map(({ id, patientId, wardId, protocol }, index) => {
        const dueId = newId<DueCallId>()
        dueIds.set(patientId, dueId)
        const dueAt = new Date(due.getTime() + index * 1000)
        const notAfter = new Date(at.getTime() + 86_400_000)
        return { id: dueId, encounterId: id, patientId, wardId, protocol, dueAt, notAfter, state: 'due' as const }
      })
      await tx.insert(dueCalls).values(dues)
    })
  const callIds = Array.from({ length: Math.ceil(sizes.turns / TURNS_A_CALL) }, () => newId<CallId>())
  for (const some of batches(callIds, size))
    await connection.write(
      async tx => void (await tx.insert(calls).values(some.map(id => callRow(id, wardIds[0]!, at)))),
    )
  const turnsMs = performance.now()
  for (const some of batches(callIds, size / TURNS_A_CALL))
    await connection.write(async tx => void (await tx.insert(turns).values(some.flatMap(id => turnRows(vault, id)))))
  await makeAlerts(connection, vault, callIds, { wardId: wardIds[0]!, at })
  return { patients: ids, calls: callIds, patientsPerSecond, turnsPerSecond: perSecond(sizes.turns, turnsMs) }
}

async function makeWards(connection: Connection): Promise<readonly string[]> {
  const siteId = newId<string>()
  const made = Array.from({ length: WARDS }, (_, index) => ({ id: newId<string>(), siteId, name: `bench ${index}` }))
  await connection.write(async tx => {
    await tx.insert(sites).values({ id: siteId, name: 'bench' })
    await tx.insert(wards).values(made)
  })
  return made.map(({ id }) => id)
}

/** Every tenth call raised one; a nurse has taken on all but the last of them. */
async function makeAlerts(
  connection: Connection,
  vault: Vault,
  callIds: readonly CallId[],
  { wardId, at }: { readonly wardId: string; readonly at: Date },
): Promise<void> {
  const size = batchOf(connection)
  const raising = callIds.filter((_, index) => index % CALLS_AN_ALERT === 0)
  const made = raising.map(callId => ({ id: newId<AlertId>(), callId }))
  for (const some of batches(made, size))
    await connection.write(async tx => {
      await tx.insert(alerts).values(some.map(one => ({ ...one, ...alertFacts(vault, one.id), wardId, raisedAt: at })))
      const events = some.map(({ id }) => ({ id: newId<string>(), alertId: id, seq: 0, happenedAt: at }))
      await tx.insert(alertEvents).values(events.map(event => ({ ...event, urgency: 'urgent' as const })))
    })
  for (const some of batches(made.slice(0, -STILL_OPEN), size))
    await connection.write(async tx => {
      const taken = some.map(({ id }) => ({ id: newId<string>(), alertId: id, acknowledgedBy: 'bench' }))
      await tx.insert(alertAcknowledgements).values(taken.map(one => ({ ...one, acknowledgedAt: at })))
    })
}

const alertFacts = (vault: Vault, id: AlertId) => ({
  ...{ alertKey: 'pain-high', rule: 'pain-high' as const, ruleVersion: '1', linkId: 'pain' },
  words: rowSeal(vault, id).seal(alerts.words, 'huit sur dix'),
})

function patientRow(vault: Vault, id: PatientId, at: Date): typeof patients.$inferInsert {
  const { seal } = rowSeal(vault, id)
  return {
    id,
    givenName: seal(patients.givenName, 'Jeanne'),
    familyName: seal(patients.familyName, `Lambert ${count}`),
    familyNameIndex: vault.blindIndex('family-name', `lambert ${count}`),
    birthDate: seal(patients.birthDate, '1947-04-03'),
    ...{ language: 'fr', tempo: 1, gainDb: 0, createdAt: at },
  }
}

const callRow = (id: CallId, wardId: string, at: Date): typeof calls.$inferInsert => ({
  ...{ id, direction: 'inbound', wardId, owner: 'bench', startedAt: new Date(at.getTime() - count * 1000) },
  ...{ endedAt: at, disposition: 'completed', identity: 'verified' },
})

const turnRows = (vault: Vault, callId: CallId): (typeof turns.$inferInsert)[] =>
  Array.from({ length: TURNS_A_CALL }, (_, seq) => {
    const id = newId<string>()
    const said = rowSeal(vault, id).seal(turns.said, SAID)
    const times = { startMs: seq * 4000, endMs: seq * 4000 + 2500 }
    return {
      id,
      callId,
      seq,
      speaker: seq % 2 ? 'patient' : 'agent',
      linkId: 'pain',
      said,
      ...times,
      interrupted: false,
    }
  })

function* batches<One>(all: readonly One[], size: number): Generator<readonly One[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size)
}

export const perSecond = (rows: number, startMs: number): number =>
  Math.round(rows / ((performance.now() - startMs) / 1000))
