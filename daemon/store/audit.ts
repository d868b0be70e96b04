import { and, asc, desc, eq, gt, like, lt, or } from 'drizzle-orm'
import type { Actor, AuditEntry, AuditEvent, AuditHead, AuditVerdict } from '../domain/audit.js'
import { Failure } from '../domain/failure.js'
import type { AlertId, CallId, DueCallId, PatientId } from '../domain/ids.js'
import type { AuditTrail } from './audit-port.js'
import type { Queries } from './connection.js'
import { type Ground, present } from './ground.js'
import { alerts, auditEntries, auditHead, calls, dueCalls } from './schema.js'
import { rowSeal } from './sealed.js'

const HEAD = 'head'
/** What the first entry is chained to. */
const GENESIS = '0'
const PAGE = 500
const LIST_LIMIT = 500
/** Rows of one statement. */
const AT_ONCE = 100

type Row = typeof auditEntries.$inferSelect

/** As the records' own trail has it: what hangs on a call or an alert is its patient's. */
export interface Deed extends AuditEvent {
  readonly callId?: CallId
  readonly alertId?: AlertId
  readonly dueCallId?: DueCallId
}

/**
 * Adds entries behind the last, inside the transaction that does what they tell: both are there or neither is. The head's row is
 * held first, so processes append one after the other.
 */
export async function appendAudit(
  ground: Ground,
  tx: Queries,
  actor: Actor,
  deeds: readonly Deed[],
  at = ground.now(),
): Promise<void> {
  if (deeds.length === 0) return
  let head = headOf(await ground.connection.dialect.hold(tx, auditHead.id, HEAD, HEAD_FIELDS))
  const rows: Row[] = []
  for (const deed of deeds) {
    const row = await rowOf(ground, tx, actor, deed, { seq: head.seq + 1, happenedAt: at })
    const hash = linkHash(ground, head.hash, row, actor.why ?? null)
    rows.push({ ...row, hash })
    head = { seq: row.seq, hash }
  }
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await tx.insert(auditEntries).values(rows.slice(from, from + AT_ONCE))
  await tx.update(auditHead).set(head).where(eq(auditHead.id, HEAD))
}

/** A chain without a head begins anew; entries that are there already then stand in its way, so none is passed over. */
export const beginAudit = ({ connection }: Pick<Ground, 'connection'>): Promise<void> =>
  connection.write(tx =>
    connection.dialect.upsert(tx, auditHead, { id: HEAD, seq: 0, hash: GENESIS }, { key: [auditHead.id] }),
  )

async function rowOf(
  ground: Ground,
  tx: Queries,
  actor: Actor,
  deed: Deed,
  { seq, happenedAt }: Pick<Row, 'seq' | 'happenedAt'>,
): Promise<Omit<Row, 'hash'>> {
  const { action, patientIds, facts } = deed
  const told = { ...facts, ...(patientIds && { patients: patientIds }) }
  return {
    seq,
    happenedAt,
    actor: actor.name,
    actorRole: actor.role,
    origin: actor.from,
    correlationId: actor.correlationId ?? null,
    action,
    patientId: deed.patientId ?? (await patientOf(tx, deed)),
    subjectId: deed.subjectId ?? deed.alertId ?? deed.callId ?? deed.dueCallId ?? null,
    facts: Object.keys(told).length === 0 ? null : JSON.stringify(told),
    reason: rowSeal(ground.vault, String(seq)).sealMaybe(auditEntries.reason, actor.why),
  }
}

async function patientOf(tx: Queries, { callId, alertId, dueCallId }: Deed): Promise<PatientId | null> {
  const call = { patientId: calls.patientId }
  const [found] =
    callId !== undefined
      ? await tx.select(call).from(calls).where(eq(calls.id, callId))
      : alertId !== undefined
        ? await tx.select(call).from(calls).innerJoin(alerts, eq(alerts.callId, calls.id)).where(eq(alerts.id, alertId))
        : dueCallId !== undefined
          ? await tx.select({ patientId: dueCalls.patientId }).from(dueCalls).where(eq(dueCalls.id, dueCallId))
          : []
  return found?.patientId ?? null
}

const HEAD_FIELDS = { seq: auditHead.seq, hash: auditHead.hash }

async function headIn(db: Queries): Promise<AuditHead> {
  const [head] = await db.select(HEAD_FIELDS).from(auditHead).where(eq(auditHead.id, HEAD))
  return headOf(head)
}

function headOf(head: AuditHead | undefined): AuditHead {
  if (head === undefined) throw new Failure('store/damaged', { column: 'audit_head.seq' })
  return head
}

/** Under a key of its own: who can write the database but has no key cannot make a chain that holds. */
function linkHash({ lasting }: Ground, before: string, row: Omit<Row, 'hash'>, reason: string | null): string {
  const { seq, happenedAt, actor, actorRole, origin, correlationId, action, patientId, subjectId, facts } = row
  const told = [
    happenedAt.getTime(),
    actor,
    actorRole,
    origin,
    correlationId,
    action,
    patientId,
    subjectId,
    facts,
    reason,
  ]
  return lasting.hash('audit', JSON.stringify([before, seq, ...told]))
}

/** The chain as it is read. */
export function auditView(ground: Ground): Omit<AuditTrail, 'append'> {
  const { connection } = ground
  return {
    head: () => connection.read(headIn),
    entries: ({ before, limit, patientId }) =>
      connection.read(async db => {
        const rows = await db
          .select()
          .from(auditEntries)
          .where(
            and(
              before === undefined ? undefined : lt(auditEntries.seq, before),
              patientId === undefined
                ? undefined
                : or(eq(auditEntries.patientId, patientId), like(auditEntries.facts, `%"${patientId}"%`)),
            ),
          )
          .orderBy(desc(auditEntries.seq))
          .limit(Math.min(Math.max(limit, 0), LIST_LIMIT))
        return rows.map(row => entryOf(ground, row))
      }),
    verify: (heads = []) => verifyChain(ground, heads),
  }
}

/** What stands in `facts`. */
type Told = { readonly patients?: readonly PatientId[] } & Readonly<Record<string, string | number | boolean>>

function entryOf(ground: Ground, row: Row): AuditEntry {
  const { patients, ...facts } = row.facts === null ? {} : (JSON.parse(row.facts) as Told)
  const why = rowSeal(ground.vault, String(row.seq)).openMaybe(auditEntries.reason, row.reason)
  return {
    seq: row.seq,
    at: row.happenedAt,
    actor: {
      ...present({ name: row.actor, role: row.actorRole, from: row.origin, correlationId: row.correlationId, why }),
    },
    action: row.action,
    ...present({ patientId: row.patientId, subjectId: row.subjectId }),
    ...(patients !== undefined && { patientIds: patients }),
    ...(Object.keys(facts).length > 0 && { facts }),
    hash: row.hash,
  }
}

async function verifyChain(ground: Ground, heads: readonly AuditHead[]): Promise<AuditVerdict> {
  const exported = new Map(heads.map(head => [head.seq, head.hash]))
  let last: AuditHead = { seq: 0, hash: GENESIS }
  for (;;) {
    const rows = await pageAfter(ground, last.seq)
    for (const row of rows) {
      const seq = last.seq + 1
      if (row.seq !== seq) return { holds: false, seq, broken: 'missing' }
      const earlier = exported.get(seq)
      if (!linkHolds(ground, last.hash, row) || (earlier !== undefined && earlier !== row.hash))
        return { holds: false, seq, broken: 'changed' }
      last = { seq, hash: row.hash }
    }
    if (rows.length < PAGE) break
  }
  const head = await ground.connection.read(headIn)
  const longest = Math.max(head.seq, ...exported.keys())
  // What was appended since the last page was read is not missing.
  if (longest > last.seq && (await pageAfter(ground, last.seq)).length === 0)
    return { holds: false, seq: last.seq + 1, broken: 'cut' }
  if (head.seq === last.seq && head.hash !== last.hash) return { holds: false, seq: last.seq, broken: 'head' }
  return { holds: true, entries: last.seq }
}

const pageAfter = ({ connection }: Ground, seq: number): Promise<Row[]> =>
  connection.read(db =>
    db.select().from(auditEntries).where(gt(auditEntries.seq, seq)).orderBy(asc(auditEntries.seq)).limit(PAGE),
  )

function linkHolds(ground: Ground, before: string, row: Row): boolean {
  try {
    const reason = rowSeal(ground.vault, String(row.seq)).openMaybe(auditEntries.reason, row.reason)
    return linkHash(ground, before, row, reason) === row.hash
  } catch (cause) {
    if (cause instanceof Failure && cause.code === 'store/damaged') return false
    throw cause
  }
}
