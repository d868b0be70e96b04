import { asc, desc, eq } from 'drizzle-orm'
import type { AttemptId, TaskId } from '../domain/ids.js'
import { mustExist } from './attempts.js'
import { type Ground, present, siteNamed, wardNear, wardOnSite } from './ground.js'
import type { Queries } from './libsql/connection.js'
import { patientMustExist } from './patients.js'
import type { Store, TaskRecord } from './port.js'
import { encounters, tasks, wards } from './schema.js'
import { rowSeal } from './sealed.js'

export async function addTaskIn(ground: Ground, tx: Queries, task: Parameters<Store['addTask']>[0]): Promise<TaskId> {
  const { patientId, kind } = task
  await patientMustExist(tx, patientId)
  if (task.attemptId !== undefined) await mustExist(tx, task.attemptId)
  const [stay] = await tx
    .select({ wardId: encounters.wardId })
    .from(encounters)
    .where(eq(encounters.patientId, patientId))
    .orderBy(desc(encounters.dischargedAt))
    .limit(1)
  const wardId =
    stay === undefined
      ? await wardOnSite(ground, tx, await siteNamed(ground, tx, task.ward), task.ward)
      : await wardNear(ground, tx, stay.wardId, task.ward)
  const id = ground.newId<TaskId>()
  await tx.insert(tasks).values({
    id,
    kind,
    patientId,
    attemptId: task.attemptId ?? null,
    wardId,
    note: rowSeal(ground.vault, id).sealMaybe(tasks.note, task.note),
    notBefore: task.notBefore ?? null,
    createdAt: task.createdAt,
    closedAt: task.closedAt ?? null,
  })
  return id
}

/** Oldest first. */
export async function tasksOf(ground: Ground, db: Queries, attemptId: AttemptId): Promise<readonly TaskRecord[]> {
  const rows = await db
    .select({ task: tasks, ward: wards.name })
    .from(tasks)
    .innerJoin(wards, eq(wards.id, tasks.wardId))
    .where(eq(tasks.attemptId, attemptId))
    .orderBy(asc(tasks.createdAt), asc(tasks.id))
  return rows.map(({ task, ward }) =>
    present({
      id: task.id,
      kind: task.kind,
      patientId: task.patientId,
      attemptId: task.attemptId,
      notBefore: task.notBefore,
      createdAt: task.createdAt,
      closedAt: task.closedAt,
      ward,
      note: rowSeal(ground.vault, task.id).openMaybe(tasks.note, task.note),
    }),
  )
}
