import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@libsql/client'
import t from 'tap'
import type { CallId, PatientId } from '../../daemon/domain/ids.js'
import { seededRandom } from '../../daemon/domain/seeded.js'
import { checkWhole } from '../../daemon/store/libsql/snapshot.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { fact, factsOf, subjectsOf } from './facts.js'
import { KEY, MONDAY, tempFolder } from './scene.js'

const WRITING = fileURLToPath(new URL('./writing.js', import.meta.url))
/** The bench is HELLOJADE_KILLS=200 over this same file. */
const KILLS = Number(process.env.HELLOJADE_KILLS ?? 20)
const SEED = Number(process.env.HELLOJADE_SEED ?? Date.now() % 1_000_000)
/** Of a life, from its first promise: some conversations. */
const MOST_MS = 400

t.test(
  'killed at any instant, the database opens whole with every acknowledged write, and the audit chain holds',
  async t => {
    t.setTimeout(60_000 + KILLS * 10_000)
    t.comment(`seed ${SEED}`)
    const random = seededRandom(SEED)
    const path = join(tempFolder(t), 'hellojade.db')
    const promised: string[] = []
    let interrupted = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const facts = await lifeOf(path, random() * MOST_MS)
      promised.push(...facts)
      await checkWhole(path)
      const store = await openLibsqlStore({ path, key: KEY, now: () => MONDAY })
      const kept = await keptOf(store, path, facts)
      t.strictSame(missing(facts, kept), [], `kill ${kill}: none of ${facts.length} writes is missing`)
      const more = [...kept].filter(text => !facts.includes(text))
      t.ok(more.length <= 1, `kill ${kill}: at most the one that was under way is there besides`)
      const verdict = await store.audit.verify()
      t.ok(verdict.holds, `kill ${kill}: the audit chain holds`)
      interrupted += (await store.closeInterruptedCalls(MONDAY)).length
      await store.close()
    }

    const store = await openLibsqlStore({ path, key: KEY, now: () => MONDAY })
    t.teardown(() => store.close())
    t.strictSame(missing(promised, await keptOf(store, path, promised)), [], `none of ${promised.length} at the end`)
    t.ok(promised.length > KILLS * 3, 'there was something to lose')
    t.ok(interrupted > 0 && interrupted <= KILLS, `${interrupted} calls were cut off, and ended for the dead`)
    t.strictSame(await store.openCalls(), [])
    const opened = "(SELECT count(*) FROM audit_entries WHERE action = 'call.opened')"
    const [counts] = await rowsOf(path, `SELECT count(*) AS calls, ${opened} AS opened FROM calls`)
    t.equal(counts?.opened, counts?.calls, 'no call without its entry in the trail, and no entry without its call')
  },
)

/** What a daemon promised that was killed so long after its first promise. */
async function lifeOf(path: string, killAfterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [WRITING, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    said += bytes.toString()
  })
  const [, signal] = (await once(child, 'close')) as [unknown, string | null]
  if (signal !== 'SIGKILL') throw new Error('the writing ended by itself')
  // A line that the kill cut in two promised nothing.
  return said.split('\n').slice(0, -1)
}

async function keptOf(store: OpenStore, path: string, facts: readonly string[]): Promise<ReadonlySet<string>> {
  const kept = new Set<string>()
  for (const id of subjectsOf('patient', facts)) {
    const patient = await store.patient(id as PatientId).catch(() => undefined)
    if (patient !== undefined) kept.add(fact.patient(patient.id, patient.familyName))
  }
  const calls = subjectsOf('call', facts)
  for (const id of calls) {
    const result = await store.result(id as CallId).catch(() => undefined)
    if (result !== undefined) for (const text of factsOf(result)) kept.add(text)
  }
  const deeds = await rowsOf(path, "SELECT subject_id FROM audit_entries WHERE action = 'recording.read'")
  for (const { subject_id: id } of deeds) if (calls.includes(id as string)) kept.add(fact.deed(id as CallId))
  return kept
}

/** Nothing of ours stays open between two lives, so that the next one finds the log of a dead process alone. */
async function rowsOf(path: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const raw = createClient({ url: `file:${path}` })
  try {
    return (await raw.execute(sql)).rows
  } finally {
    raw.close()
  }
}

const missing = (facts: readonly string[], kept: ReadonlySet<string>): readonly string[] =>
  facts.filter(text => !kept.has(text))
