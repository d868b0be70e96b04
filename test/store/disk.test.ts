import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { KEY, tempFolder } from './scene.js'

const HOARDING = fileURLToPath(new URL('./hoarding.js', import.meta.url))

interface Told {
  readonly code: string
  readonly promised: number
  readonly kept: number
  readonly health: { readonly ok: boolean }
  readonly shown: readonly number[]
  readonly untold: readonly string[]
}

/** Runs the hoarder under a shell's limits and returns what it told. */
function hoard(shell: readonly string[], script: string, path: string) {
  const args = [...shell.slice(1), `${script}; exec "$0" "$1" "$2"`, process.execPath, HOARDING, path]
  const { stdout, stderr } = spawnSync(shell[0]!, args, { encoding: 'utf8', timeout: 300_000 })
  if (stdout === '') throw new Error(`the hoarder told nothing: ${stderr.slice(0, 300)}`)
  return JSON.parse(stdout) as Told
}

t.test('when its file may not grow, the store says so, keeps what it promised and knows that it is unwell', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const told = hoard(['bash', '-c'], 'ulimit -f 1500', path)
  t.match(told, { code: 'store/unavailable', health: { ok: false } })
  t.equal(told.kept, told.promised)
  t.ok(told.promised > 0)
  t.ok(
    told.shown.every(alerts => alerts === told.kept),
    'a nurse sees every open alert',
  )
  t.ok(told.untold.length > 0, 'although the audit cannot tell of it, which the log says')
  const again = await openLibsqlStore({ path, key: KEY })
  t.strictSame(await again.health(), { ok: true }, 'with room again, all is well')
  await again.close()
})

const OWN_MOUNTS = ['unshare', '--map-root-user', '--mount', 'bash', '-c'] as const
const mayMount =
  spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

t.test('a full disk is called a full disk', { skip: mayMount ? false : 'needs a mount namespace' }, async t => {
  const disk = join(tempFolder(t), 'disk')
  mkdirSync(disk)
  const told = hoard(OWN_MOUNTS, `mount -t tmpfs -o size=2000k none ${disk}`, join(disk, 'hellojade.db'))
  t.match(told, { code: 'disk/full', health: { ok: false } })
  t.equal(told.kept, told.promised)
})
