import { join } from 'node:path'
import type { FailureCode } from '../../daemon/domain/failure.js'
import type { LibsqlStoreOptions } from '../../daemon/store/libsql/store.js'
import { oracleTarget } from './oracle-scene.js'
import { freshStore, sqlOn, tempFolder } from './scene.js'

const isOracle = oracleTarget !== undefined

/** What a row of the trail that is there already is refused with: SQLite has a trigger for it, Oracle the primary key. */
export const TAKEN: FailureCode = isOracle ? 'store/duplicate' : 'store/refused'

/** Times as the database writes them in a statement of its own. */
export const WORDS = isOracle
  ? { long: 'systimestamp', moved: "happened_at + interval '1' second" }
  : { long: '0', moved: 'happened_at + 1' }

/** A store, and its database under the hands of somebody who may write everything in it. */
export async function within(t: Parameters<typeof freshStore>[0], options: Partial<LibsqlStoreOptions> = {}) {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { ...options, path })
  const sql = sqlOn(t, path)
  /** Takes the triggers away that keep the trail as it is. Whoever empties the schema puts Oracle's back. */
  const unguarded = async () => {
    if (isOracle)
      for (const table of ['audit_entries', 'audit_head']) await sql(`ALTER TABLE ${table} DISABLE ALL TRIGGERS`)
    else for (const name of GUARDS) await sql(`DROP TRIGGER ${name}`)
  }
  /** No further entry is taken until what this gives is called. */
  const full = async () => {
    await sql(isOracle ? FULL.oracle : FULL.libsql)
    return () => sql('DROP TRIGGER trail_is_full')
  }
  return { path, store, sql, unguarded, full }
}

const GUARDS = ['audit_entries_stay', 'audit_entries_last', 'audit_head_rises', 'audit_head_last']
const FULL = {
  libsql:
    "CREATE TRIGGER trail_is_full BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'no room for another'); END",
  oracle: `CREATE OR REPLACE TRIGGER trail_is_full BEFORE INSERT ON audit_entries FOR EACH ROW
BEGIN
  raise_application_error(-20001, 'no room for another');
END;`,
}

/** What the database itself must refuse. Without REPLACE, a second row of the same number is refused by Oracle's primary key. */
export const FORBIDDEN: readonly string[] = [
  "UPDATE audit_entries SET actor = 'nobody'",
  "UPDATE audit_entries SET reason = 'x'",
  'DELETE FROM audit_entries WHERE seq = 2',
  ...(isOracle
    ? []
    : [
        "REPLACE INTO audit_entries SELECT seq, happened_at, 'x', actor_role, origin, correlation_id, action, patient_id, subject_id, facts, reason, hash FROM audit_entries WHERE seq = 1",
      ]),
  'UPDATE audit_head SET seq = 1',
  'DELETE FROM audit_head',
]
