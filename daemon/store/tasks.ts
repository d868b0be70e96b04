import { asc, desc, eq } from 'drizzle-orm'
import type { CallId, PatientId, TaskId } from '../domain/ids.js'
import { mustExist } from './call-rows.js'
import type { Queries } from './connection.js'
import { type Ground, present, siteNamed, wardNear, wardOnSite } from './ground.js'
import { recordOf } from './one-person.js'
import type { Store, TaskRecord } from './port.js'
import { calls, encounters, tasks, wards } from './schema.js'
import { rowSeal } from './sealed.js'

export async function addTaskIn(ground: Ground, tx: Queries, task: Parameters<Store['addTask']>[0]): Promise<TaskId> {
  const { kind } = task
  const patientId = task.patientId && (await recordOf(tx, task.patientId))
  if (task.callId !== undefined) await mustExist(tx, task.callId)
  const near = (await stayOf(tx, patientId)) ?? (await callOf(tx, task.callId))
  const wardId =
    near === undefined
      ? await wardOnSite(ground, tx, await siteNamed(ground, tx, task.ward), task.ward)
      : await wardNear(ground, tx, near.wardId, task.ward)
  const id = ground.newId<TaskId>()
  await tx.insert(tasks).values({
    id,
    kind,
    patientId: patientId ?? null,
    callId: task.callId ?? null,
    wardId,
    note: rowSeal(ground.vault, id).sealMaybe(tasks.note, task.note),
    notBefore: task.notBefore ?? null,
    createdAt: task.createdAt,
    closedAt: task.closedAt ?? null,
  })
  return id
}

/** The patient's last stay. */
async function stayOf(tx: Queries, patientId: PatientId | undefined) {
  if (patientId === undefined) return undefined
  const [stay] = await tx
    .select({ wardId: encounters.wardId })
    .from(encounters)
    .where(eq(encounters.patientId, patientId))
    .orderBy(desc(encounters.dischargedAt))
    .limit(1)
  return stay
}

async function callOf(tx: Queries, callId: CallId | undefined) {
  if (callId === undefined) return undefined
  const [call] = await tx.select({ wardId: calls.wardId }).from(calls).where(eq(calls.id, callId))
  return call
}

/** Oldest first. */
export async function tasksOf(ground: Ground, db: Queries, callId: CallId): Promise<readonly TaskRecord[]> {
  const rows = await db
    .select({ task: tasks, ward: wards.name })
    .from(tasks)
    .innerJoin(wards, eq(wards.id, tasks.wardId))
    .where(eq(tasks.callId, callId))
    .orderBy(asc(tasks.createdAt), asc(tasks.id))
  return rows.map(({ task, ward }) =>
    present({
      id: task.id,
      kind: task.kind,
      patientId: task.patientId,
      callId: task.callId,
      notBefore: task.notBefore,
      createdAt: task.createdAt,
      closedAt: task.closedAt,
      ward,
      note: rowSeal(ground.vault, task.id).openMaybe(tasks.note, task.note),
    }),
  )
}
