import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { PatientId } from '../domain/ids.js'
import { earlierAnswersOf } from './answers.js'
import { blindIndexOf, blindlyEqual, PHONE } from './blind-indexes.js'
import { mustExist } from './call-rows.js'
import type { Queries } from './connection.js'
import { claimDueCall } from './due-calls.js'
import { type Ground, siteNamed, wardOnSite } from './ground.js'
import { livesForOneCall } from './living.js'
import { heldRecord, idsOf } from './one-person.js'
import { patientsWith } from './patients.js'
import type { Claim, Store } from './port.js'
import { protocolUsed } from './protocols.js'
import { standingOptOuts } from './refusal.js'
import { calls, encounters, phones, wards } from './schema.js'
import { rowSeal } from './sealed.js'

/** Calls that come in: who may be calling, and what the caller's own call is once the caller is known. */
export function receivedRecords(ground: Ground): Pick<Store, 'candidates' | 'openReceived' | 'claim'> {
  const { connection, vault, owner } = ground
  return {
    candidates: number =>
      connection.read(async db => {
        const rows = await db
          .selectDistinct({ id: phones.patientId })
          .from(phones)
          .where(blindlyEqual(vault, phones.phoneIndex, PHONE, number))
        return patientsWith(
          ground,
          db,
          rows.map(({ id }) => id),
        )
      }),

    openReceived: ({ id, number, site, ward, startedAt }) =>
      connection.write(async tx => {
        const wardId = await wardOnSite(ground, tx, await siteNamed(ground, tx, site), ward)
        await livesForOneCall(ground, tx, startedAt)
        await tx.insert(calls).values({
          ...{ id, direction: 'inbound', wardId, startedAt, owner: owner.mark },
          phoneNumber: rowSeal(vault, id).sealMaybe(calls.phoneNumber, number),
          phoneIndex: number === undefined ? null : blindIndexOf(vault, PHONE, number),
        })
      }),

    claim: (id, verified, { now, versions }) =>
      connection.write(async tx => {
        await mustExist(tx, id)
        const patientId = await heldRecord(ground, tx, verified)
        const ward = await wardOfPatient(tx, patientId)
        const [other] = await tx
          .select({ id: calls.id })
          .from(calls)
          .where(
            and(inArray(calls.patientId, [...(await idsOf(tx, patientId))]), isNull(calls.endedAt), ne(calls.id, id)),
          )
        if (other !== undefined) return ward === undefined ? {} : { ward: ward.name }
        const [own] = await tx.select({ phoneNumber: calls.phoneNumber }).from(calls).where(eq(calls.id, id))
        const number = rowSeal(vault, id).openMaybe(calls.phoneNumber, own?.phoneNumber ?? null)
        const optedOut = await standingOptOuts(ground, tx, patientId, number)
        const due = optedOut.length > 0 ? undefined : await claimDueCall(tx, patientId, now, [...versions.keys()])
        const wardId = due?.wardId ?? ward?.id
        await tx
          .update(calls)
          .set({ patientId, ...(wardId !== undefined && { wardId }) })
          .where(eq(calls.id, id))
        const named = await namedWard(tx, wardId)
        if (due === undefined) return named
        const protocolVersion = versions.get(due.protocol) ?? ''
        await protocolUsed(ground, tx, due.protocol, protocolVersion, now)
        await tx
          .update(calls)
          .set({ dueCallId: due.id, protocol: due.protocol, protocolVersion })
          .where(eq(calls.id, id))
        return { ...named, protocol: due.protocol, earlier: await earlierAnswersOf(ground, tx, due.id, now, id) }
      }),
  }
}

/** The ward of the patient's last stay. */
async function wardOfPatient(tx: Queries, patientId: PatientId) {
  const [ward] = await tx
    .select({ id: wards.id, name: wards.name })
    .from(encounters)
    .innerJoin(wards, eq(wards.id, encounters.wardId))
    .where(eq(encounters.patientId, patientId))
    .orderBy(desc(encounters.dischargedAt))
    .limit(1)
  return ward
}

async function namedWard(tx: Queries, wardId: string | undefined): Promise<Pick<Claim, 'ward'>> {
  if (wardId === undefined) return {}
  const [ward] = await tx.select({ name: wards.name }).from(wards).where(eq(wards.id, wardId))
  return ward === undefined ? {} : { ward: ward.name }
}
