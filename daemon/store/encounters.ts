import { and, eq } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { DueCallId, EncounterId } from '../domain/ids.js'
import { type Ground, siteNamed, wardNear, wardOnSite } from './ground.js'
import { patientMustExist } from './patients.js'
import type { Store } from './port.js'
import { dueCalls, encounters, wards } from './schema.js'
import { rowSeal } from './sealed.js'

export function encounterRecords(ground: Ground): Pick<Store, 'addEncounter' | 'addDueCall' | 'dueCall'> {
  const { connection, vault, newId, now } = ground
  return {
    addEncounter: encounter =>
      connection.write(async tx => {
        const { patientId, dischargedAt, protocol } = encounter
        await patientMustExist(tx, patientId)
        const id = newId<EncounterId>()
        const wardId = await wardOnSite(ground, tx, await siteNamed(ground, tx, encounter.site), encounter.ward)
        const reason = rowSeal(vault, id).sealMaybe(encounters.reason, encounter.reason)
        await tx.insert(encounters).values({ id, patientId, wardId, dischargedAt, reason, protocol, createdAt: now() })
        return id
      }),

    addDueCall: call =>
      connection.write(async tx => {
        const { encounterId, patientId, protocol, dueAt, notAfter } = call
        const [encounter] = await tx
          .select({ wardId: encounters.wardId })
          .from(encounters)
          .where(and(eq(encounters.id, encounterId), eq(encounters.patientId, patientId)))
        if (encounter === undefined) throw new Failure('store/not-found', { what: 'encounter' })
        const id = newId<DueCallId>()
        const wardId = await wardNear(ground, tx, encounter.wardId, call.ward)
        await tx
          .insert(dueCalls)
          .values({ id, encounterId, patientId, wardId, protocol, dueAt, notAfter, state: 'due' })
        return id
      }),

    async dueCall(id) {
      const [row] = await connection.read(db =>
        db
          .select({ call: dueCalls, ward: wards.name })
          .from(dueCalls)
          .innerJoin(wards, eq(wards.id, dueCalls.wardId))
          .where(eq(dueCalls.id, id)),
      )
      if (row === undefined) throw new Failure('store/not-found', { what: 'due call' })
      const { encounterId, patientId, protocol, dueAt, notAfter, state } = row.call
      return { id, encounterId, patientId, ward: row.ward, protocol, dueAt, notAfter, state }
    },
  }
}
