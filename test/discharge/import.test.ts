import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { importFile } from '../../daemon/cli/discharges.js'
import { composeDischarges, composeHl7 } from '../../daemon/compose-discharges.js'
import { readConfig } from '../../daemon/config.js'
import { freshStore, tempFolder } from '../store/scene.js'
import { adt, NOW, Sender } from './scene.js'

const HEAD = 'Dossier;Séjour;Nom;Prénom;Naissance;Téléphone;Service;Sortie'
const row = (n: number, more: { ward?: string; phone?: string; left?: string } = {}) =>
  [
    ...[`P${n}`, `V${n}`, `Nom${n}`, 'Anne', '30/07/1950'],
    ...[more.phone ?? `0475 ${123_000 + n}`, more.ward ?? 'CARDIO', more.left ?? '23/11/2026 10:00'],
  ].join(';')
const silent = { info: () => {}, warn: () => {}, error: () => {} }
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

async function desk(t: Parameters<typeof tempFolder>[0], settings: NodeJS.ProcessEnv = {}) {
  const folder = tempFolder(t)
  const store = await freshStore(t, { path: join(folder, 'hellojade.db'), now: () => new Date() })
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  return { store, write, config: readConfig({ HELLOJADE_HL7_PORT: '0', ...settings }), folder }
}

t.test('a file of discharges is taken in; the same file again changes nothing', async t => {
  const { store, write, config } = await desk(t)
  const rows = Array.from({ length: 120 }, (_, n) => row(n, { left: day(-1) }))
  rows[7] = row(7, { left: day(30) })
  rows[8] = row(8, { phone: '0900 12 345', left: day(-1) })
  rows[9] = row(9, { left: 'hier' })
  const file = write('sorties.csv', [HEAD, ...rows].join('\n'))
  const first = await importFile(file, config, store)
  t.match(first, { rows: 120, outcomes: { planned: 118 }, calls: 118, withoutNumber: 1 })
  t.strictSame(
    first.refused.map(({ line, failure }) => [line, failure.code]),
    [
      [9, 'discharge/future'],
      [11, 'discharge/incomplete'],
    ],
  )
  t.match(await importFile(file, config, store), { outcomes: { known: 118 }, calls: 0 })
  t.equal((await store.patients({ limit: 500 })).length, 118)
})

t.test('a discharge that is missed by a few days is a task for a nurse, an old one is not', async t => {
  const { store, write, config } = await desk(t)
  const file = write('sorties.csv', [HEAD, row(1, { left: day(-9) }), row(2, { left: day(-200) })].join('\n'))
  t.match(await importFile(file, config, store), { outcomes: { planned: 2 }, calls: 0 })
})

t.test('the rules of a file choose the protocol over HL7 and from files; they are read again on demand', async t => {
  const { store, write, folder } = await desk(t)
  const yaml =
    'wards:\n  CARDIO: { name: Cardiologie }\nrules:\n  - when: { ward: CARDIO }\n    protocol: heart-failure\n'
  const path = write('rules.yaml', yaml)
  const config = readConfig({ HELLOJADE_PROTOCOL_RULES: path, HELLOJADE_HL7_PORT: '0' })
  const desks = composeDischarges({ config, store, log: silent, now: () => NOW })
  const listener = await composeHl7(config, desks.receiver, silent)
  t.teardown(() => listener?.stop())
  const sender = await Sender.to(t, listener?.port ?? 0)
  t.equal((await sender.ask(adt())).code, 'AA')
  const [patient] = await store.patients({ limit: 1 })
  t.match((await store.dueCallsOf(patient!.id))[0], { protocol: 'heart-failure', ward: 'Cardiologie' })
  t.equal((await sender.ask(adt({ visit: 'V2', ward: 'CHIR' }))).code, 'AE')

  write('rules.yaml', yaml.replace('heart-failure', 'heart-failures'))
  t.throws(() => desks.reload(), {
    code: 'protocol/invalid',
    message: /rules\.yaml.*line 5, rules\.0\.protocol: there is no protocol heart-failures/,
  })
  t.equal((await sender.ask(adt({ visit: 'V3' }))).code, 'AA', 'the last good rules stay')
  write(
    'rules.yaml',
    yaml.replace('CARDIO: {', 'CHIR: { name: Chirurgie }\n  CARDIO: {').concat('default: general-follow-up\n'),
  )
  desks.reload()
  t.equal((await sender.ask(adt({ visit: 'V2', ward: 'CHIR' }))).code, 'AA')
  rmSync(join(folder, 'rules.yaml'))
  t.throws(() => composeDischarges({ config, store, log: silent }), { code: 'config/invalid' })
})

t.test('a port that is taken is told, and no port means no ear', async t => {
  const { store, config } = await desk(t)
  const { receiver } = composeDischarges({ config, store, log: silent })
  const first = await composeHl7(config, receiver, silent)
  t.teardown(() => first?.stop())
  const same = readConfig({ HELLOJADE_HL7_PORT: String(first?.port) })
  await t.rejects(composeHl7(same, receiver, silent), { code: 'hl7/port' })
  t.equal(await composeHl7(readConfig({}), receiver, silent), undefined)
})
