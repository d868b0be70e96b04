import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { seededRandom } from '../../daemon/domain/seeded.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { ensureAsterisk, startAsterisk } from '../parts/asterisk.js'
import { startBarePhone } from '../parts/bare-phone.js'
import { eventually } from '../parts/process.js'
import { endpointTo } from '../parts/stage.js'
import { jeanne, KEY } from '../store/scene.js'
import { attemptsIn, fastFolder, statesOf } from './many.js'

const DAEMON = fileURLToPath(new URL('./ringing-daemon.js', import.meta.url))
/** The bench is HELLOJADE_KILLS=200 over this same file. */
const KILLS = Number(process.env.HELLOJADE_KILLS ?? 20)
const SEED = Number(process.env.HELLOJADE_SEED ?? Date.now() % 1_000_000)
/** A life of the daemon rings up to a dozen phones; what is left is the last one's. */
const CALLS = KILLS * 6
const had = await ensureAsterisk()

t.test(
  'killed again and again, the daemon rings every due call, no attempt twice, and loses no alert',
  {
    skip: had.ok ? false : had.reason,
  },
  async t => {
    t.setTimeout(60_000 + KILLS * 20_000)
    t.comment(`seed ${SEED}`)
    const random = seededRandom(SEED)
    const asterisk = await startAsterisk(had.ok ? had.prefix : '', { name: 'A' })
    t.teardown(() => asterisk.stop())
    const phone = await startBarePhone({ answerAfterMs: 'never', busyAfterMs: () => 100 + 300 * random() })
    t.teardown(() => phone.stop())
    const path = join(fastFolder(t), 'hellojade.db')
    const numbers = await dueCalls(path, CALLS)

    const promised: string[] = []
    const { ariUrl, user, password, app } = asterisk
    const start = (): ChildProcess & { started: Promise<boolean> } => {
      const args = [DAEMON, path, ariUrl, user, password, app, endpointTo(phone.address)]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      let output = ''
      child.stdout.on('data', (bytes: Buffer) => {
        output += bytes.toString()
      })
      // A line that the kill cut in two promised nothing.
      child.once('close', () => promised.push(...[...output.matchAll(/^alert (\S+)\n/gm)].map(([, id = '']) => id)))
      t.teardown(async () => {
        if (child.exitCode !== null || child.signalCode !== null) return
        child.kill('SIGKILL')
        await once(child, 'close')
      })
      return Object.assign(child, { started: eventually(() => output.includes('started\n'), 30_000) })
    }

    for (let kill = 0; kill < KILLS; kill++) {
      const daemon = start()
      await daemon.started
      await new Promise(resolve => setTimeout(resolve, 2000 * random()))
      daemon.kill('SIGKILL')
      await once(daemon, 'close')
    }
    const rungByTheDead = phone.rings()
    const last = start()
    // The dead may have rung all: who is asked to stop before it listens for that dies of it.
    t.ok(await last.started)
    t.ok(
      await eventually(async () => ((await statesOf(path)).done ?? 0) === CALLS, 60_000 + CALLS * 100),
      'all are over',
    )
    last.kill('SIGTERM')
    t.strictSame(await once(last, 'close'), [0, null])

    const attempts = await attemptsIn(path)
    const count = (of: typeof attempts, due: string) => of.filter(({ dueCallId }) => dueCallId === due).length
    const busy = attempts.filter(({ disposition }) => disposition === 'busy')
    const rung = [...numbers].map(([due, number]) => ({
      rings: phone.rings(number),
      attempts: count(attempts, due),
      ends: count(busy, due),
    }))
    t.strictSame(
      rung.filter(({ rings }) => rings === 0),
      [],
      'every due call was rung',
    )
    t.strictSame(
      rung.filter(({ rings, attempts }) => rings > attempts),
      [],
      'no attempt twice',
    )
    t.ok(
      rung.every(({ ends }) => ends === 1),
      'each ended once',
    )
    const cut = attempts.filter(({ disposition }) => disposition === 'interrupted').length
    t.ok(
      cut > 0 && rungByTheDead > 0,
      `${rungByTheDead} of ${phone.rings()} rings by the dead, ${cut} attempts cut off`,
    )
    t.ok(
      attempts.every(({ disposition }) => disposition !== null),
      'every attempt is closed',
    )

    const store = await openLibsqlStore({ path, key: KEY })
    t.teardown(() => store.close())
    const kept = new Set((await store.openAlerts()).map(({ id }) => String(id)))
    t.strictSame(
      promised.filter(id => !kept.has(id)),
      [],
      `none of ${promised.length} alerts is lost`,
    )
    t.ok(promised.length > KILLS)
    t.ok(await eventually(async () => (await asterisk.counts()).channels === 0, 5000), 'no channel is left in Asterisk')
  },
)

/** Each to a patient and a number of its own. */
async function dueCalls(path: string, calls: number): Promise<ReadonlyMap<string, string>> {
  const store = await openLibsqlStore({ path, key: KEY })
  const numbers = new Map<string, string>()
  const [dueAt, notAfter] = [new Date(Date.now() - 60_000), new Date(Date.now() + 86_400_000)]
  const protocol = 'general-follow-up'
  for (let n = 0; n < calls; n++) {
    const number = `+3247${String(1_000_000 + n)}`
    const patientId = await store.addPatient({ ...jeanne, phones: [{ number }] })
    const stay = { patientId, site: 'Hornu', ward: `Service ${n % 5}`, dischargedAt: dueAt, protocol }
    const encounterId = await store.addEncounter(stay)
    numbers.set(await store.addDueCall({ ...stay, encounterId, dueAt, notAfter }), number)
  }
  await store.close()
  return numbers
}
