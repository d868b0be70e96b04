import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keepAuditHeads, readAuditHeads } from '../../daemon/ops/audit-heads.js'
import { freshStore, jeanne } from '../store/scene.js'

t.test(
  'the head of the audit chain goes to the log and to a file at the start, and a cut shows against it',
  async t => {
    const path = join(t.testdir(), 'audit-heads.log')
    const store = await freshStore(t)
    await store.addPatient(jeanne)
    const { seq, hash } = await store.audit.head()
    const logged = await new Promise(resolve => {
      const stop = keepAuditHeads({
        audit: store.audit,
        path,
        log: { info: (...told) => resolve(told), error: (...told) => resolve(told) },
        now: () => new Date('2026-11-09T06:00:00Z'),
      })
      t.teardown(stop)
    })
    t.strictSame(logged, [{ seq, hash }, 'head of the audit chain'])
    t.equal(readFileSync(path, 'utf8'), `2026-11-09T06:00:00.000Z ${seq} ${hash}\n`)
    t.equal(statSync(path).mode & 0o777, 0o600)

    appendFileSync(path, 'no head at all\n2026-11-10T06:00:00.000Z 9 x\n')
    t.strictSame(await readAuditHeads(path), [
      { seq, hash },
      { seq: 9, hash: 'x' },
    ])
    t.strictSame(await store.audit.verify(await readAuditHeads(path)), { holds: false, seq: 2, broken: 'cut' })
  },
)

t.test('a file that cannot be written is told in the log, without the store stopping', async t => {
  const store = await freshStore(t)
  const logged = await new Promise(resolve => {
    const told = (_: object, message: string) => resolve(message)
    const path = join(t.testdir(), 'no', 'audit-heads.log')
    t.teardown(keepAuditHeads({ audit: store.audit, path, log: { info: told, error: told }, now: () => new Date() }))
  })
  t.equal(logged, 'the head of the audit chain could not be written')
  t.strictSame(await readAuditHeads('/nowhere/audit-heads.log'), [])
})
