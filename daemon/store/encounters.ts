import { and, desc, eq, isNull } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { DueCallId, EncounterId } from '../domain/ids.js'
import { dueCallById } from './due-calls.js'
import { type Ground, present, siteNamed, wardNear, wardOnSite } from './ground.js'
import { patientMustExist } from './patients.js'
import type { Store } from './port.js'
import { dueCalls, encounters, sites, wards } from './schema.js'
import { rowSeal } from './sealed.js'

export function encounterRecords(ground: Ground): Pick<Store, 'addEncounter' | 'staysOf' | 'addDueCall' | 'dueCall'> {
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

    staysOf: patientId =>
      connection.read(async db => {
        const rows = await db
          .select({ stay: encounters, ward: wards.name, site: sites.name })
          .from(encounters)
          .innerJoin(wards, eq(wards.id, encounters.wardId))
          .innerJoin(sites, eq(sites.id, wards.siteId))
          .where(and(eq(encounters.patientId, patientId), isNull(encounters.cancelledAt)))
          .orderBy(desc(encounters.dischargedAt), desc(encounters.id))
        return rows.map(({ stay: { id, dischargedAt, protocol, reason }, ward, site }) =>
          present({
            ...{ id, patientId, site, ward, dischargedAt, protocol },
            reason: rowSeal(vault, id).openMaybe(encounters.reason, reason),
          }),
        )
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
        const { day, urgent = false, byHand = false } = call
        await tx.insert(dueCalls).values({
          ...{ id, encounterId, patientId, wardId, protocol, dueAt, notAfter, state: 'due', urgent, byHand },
          day: day ?? null,
        })
        return id
      }),

    dueCall: id => connection.read(db => dueCallById(db, id)),
  }
}
