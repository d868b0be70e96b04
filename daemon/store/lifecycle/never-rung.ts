import { createHmac, randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { PatientId } from '../../domain/ids.js'
import type { Queries } from '../connection.js'
import type { Ground } from '../ground.js'
import { normaliseName, normalisePhone } from '../normalise.js'
import type { Patient } from '../port.js'
import { hashKeys, neverRung, optOuts, patients } from '../schema.js'
import { rowSeal } from '../sealed.js'

/** Who a person is without a number: family name, first of the given names, date of birth. */
export type Person = Pick<Patient, 'givenName' | 'familyName' | 'birthDate'>
type Kind = (typeof neverRung.$inferSelect)['kind']
type Reason = (typeof neverRung.$inferSelect)['reason']

type Hash = (kind: Kind, text: string) => string

const KEY_NAME = 'never-rung'
const KEY_BYTES = 32

/**
 * Keyed hashes (HMAC-SHA-256) of what is told of a person. The key belongs to the database: nothing that it hashed can be read
 * again, so unlike a blind index it could not be made anew under another key of the hospital.
 */
async function hasher(ground: Ground, tx: Queries): Promise<Hash> {
  const known = await knownHasher(ground, tx)
  if (known !== undefined) return known
  const secret = rowSeal(ground.vault, KEY_NAME).seal(hashKeys.secret, randomBytes(KEY_BYTES).toString('hex'))
  await ground.connection.dialect.upsert(tx, hashKeys, { name: KEY_NAME, secret }, { key: [hashKeys.name] })
  return hasher(ground, tx)
}

/** Undefined before the first erasure: nobody is never to be rung then. */
async function knownHasher(ground: Ground, tx: Queries): Promise<Hash | undefined> {
  const [row] = await tx.select().from(hashKeys).where(eq(hashKeys.name, KEY_NAME))
  if (row === undefined) return undefined
  const key = Buffer.from(rowSeal(ground.vault, KEY_NAME).open(hashKeys.secret, row.secret), 'hex')
  return (kind, text) => createHmac('sha256', key).update(`${kind}/${text}`).digest('base64url')
}

/** How two records of one person are told to be of one person. */
export const samePerson = ({ givenName, familyName, birthDate }: Person): string =>
  [normaliseName(familyName), normaliseName(givenName).split(' ', 1)[0], birthDate].join('|')

/**
 * What of this patient outlives the record: a death, an opt-out that no nurse has lifted, of the person and of the number.
 * Written anew each time, so that what was lifted since an earlier erasure is lifted.
 */
export async function keepNeverRung(ground: Ground, tx: Queries, id: PatientId, patient: Patient): Promise<void> {
  const hash = await hasher(ground, tx)
  const person = hash('person', samePerson(patient))
  const standing = await tx
    .select()
    .from(optOuts)
    .where(and(eq(optOuts.patientId, id), isNull(optOuts.liftedAt)))
  await tx.delete(neverRung).where(and(eq(neverRung.kind, 'person'), eq(neverRung.hash, person)))
  const keep = async (kind: Kind, hashed: string, reason: Reason, since: Date) => {
    const row = { id: ground.newId<string>(), kind, hash: hashed, reason, since }
    await ground.connection.dialect.upsert(tx, neverRung, row, { key: [neverRung.kind, neverRung.hash] })
  }
  if (patient.deceasedAt !== undefined) await keep('person', person, 'deceased', patient.deceasedAt)
  for (const row of standing) {
    const number = rowSeal(ground.vault, row.id).openMaybe(optOuts.phoneNumber, row.phoneNumber)
    if (row.scope === 'patient') await keep('person', person, 'opted-out', row.optedOutAt)
    else if (number !== null) await keep('number', hash('number', normalisePhone(number)), 'opted-out', row.optedOutAt)
  }
}

/** Why this person is never rung again, or undefined: asked before a record is made of them. */
export async function neverRungPerson(
  ground: Ground,
  tx: Queries,
  person: Person,
): Promise<{ readonly reason: Reason; readonly since: Date } | undefined> {
  const hash = await knownHasher(ground, tx)
  if (hash === undefined) return undefined
  const here = and(eq(neverRung.kind, 'person'), eq(neverRung.hash, hash('person', samePerson(person))))
  const [row] = await tx.select().from(neverRung).where(here)
  return row
}

/** Whether somebody who had this number, and whose record is erased, asked not to be rung on it. */
export async function neverRungNumber(ground: Ground, tx: Queries, number: string): Promise<boolean> {
  const hash = await knownHasher(ground, tx)
  if (hash === undefined) return false
  const here = and(eq(neverRung.kind, 'number'), eq(neverRung.hash, hash('number', normalisePhone(number))))
  return (await tx.select({ id: neverRung.id }).from(neverRung).where(here)).length > 0
}

/** A record of somebody whose earlier one was erased begins as that one ended: dead, or opted out until a nurse lifts it. */
export async function carryOver(ground: Ground, tx: Queries, id: PatientId, patient: Person): Promise<void> {
  const known = await neverRungPerson(ground, tx, patient)
  if (known === undefined) return
  if (known.reason === 'deceased') {
    await tx.update(patients).set({ deceasedAt: known.since }).where(eq(patients.id, id))
    return
  }
  await tx.insert(optOuts).values({ id: ground.newId(), scope: 'patient', patientId: id, optedOutAt: known.since })
}
