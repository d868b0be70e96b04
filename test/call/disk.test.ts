import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { makeCall, rehearsalWith } from './hard-scene.js'
import { openCallStage } from './stage.js'

const RECORDING = fileURLToPath(new URL('./disk-recording.js', import.meta.url))
const OWN_MOUNTS = ['unshare', '--map-root-user', '--mount', 'bash', '-c'] as const
const mayMount =
  spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

interface Told {
  readonly disposition: string
  readonly pain: unknown
  readonly logged: readonly string[]
  readonly frames: { readonly declared: number; readonly there: number }
}

t.test(
  'the disk is full in the middle of the recording: the call goes on and completes, and the log says so',
  {
    skip: mayMount ? false : 'needs a mount namespace',
  },
  async t => {
    const disk = join(mkdtempSync(join(tmpdir(), 'hellojade-disk-')), 'full')
    mkdirSync(disk)
    // 32 kB a second of recording: full after about five seconds.
    const script = `mount -t tmpfs -o size=160k none ${disk}; exec "$0" "$1" "$2"`
    const [command, ...args] = [...OWN_MOUNTS, script, process.execPath, RECORDING, disk]
    const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 600_000 })
    t.not(stdout, '', stderr.slice(0, 500))
    const told = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Told
    t.match(told, { disposition: 'completed', pain: 0 })
    t.ok(told.logged.some(line => line.includes('disk-full')))
    const { declared, there } = told.frames
    t.ok(declared > 8000 && declared <= there, `what was written can be played: ${declared} of ${there} frames`)
  },
)

t.test('the recording cannot be made: the call goes on and completes, and the log says so', async t => {
  const stage = await openCallStage(t)
  const lines = await virtualDemonstration(stage.config)
  t.teardown(() => lines.close())
  const recordings = mkdtempSync(join(tmpdir(), 'hellojade-gone-'))
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({}),
    recordings,
    store: real => ({
      ...real,
      addConsent: async (id, consent) => {
        rmSync(recordings, { recursive: true, force: true })
        await real.addConsent(id, consent)
      },
    }),
  })
  t.equal(made.ended?.disposition, 'completed')
  t.equal(made.result.call.recordingPath, undefined, 'no recording is claimed')
  t.ok(stage.logged.some(line => line.includes('the recording could not be started')))
})
