import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type Value } from '@libsql/client'
import type { Test } from 'tap'

/** In memory where the system has such a folder: what is tested is who rings, not the disk. */
export function fastFolder(t: Pick<Test, 'teardown'>): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hellojade-schedule-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What became of them. */
export async function statesOf(path: string): Promise<Readonly<Record<string, number>>> {
  const raw = createClient({ url: `file:${path}` })
  const { rows } = await raw.execute('SELECT state, count(*) AS calls FROM due_calls WHERE by_hand = 0 GROUP BY state')
  raw.close()
  return Object.fromEntries(rows.map(({ state, calls }) => [textOf(state), Number(calls)]))
}

export interface AttemptRow {
  readonly id: string
  readonly dueCallId: string
  readonly disposition: string | null
}

export async function attemptsIn(path: string): Promise<readonly AttemptRow[]> {
  const raw = createClient({ url: `file:${path}` })
  const { rows } = await raw.execute('SELECT id, due_call_id, disposition FROM calls')
  raw.close()
  return rows.map(({ id, due_call_id, disposition }) => ({
    id: textOf(id),
    dueCallId: textOf(due_call_id),
    disposition: disposition === null ? null : textOf(disposition),
  }))
}

const textOf = (cell: Value | undefined): string => (typeof cell === 'string' ? cell : '')
