import t from 'tap'
import { adt, house, LEFT, listening, NOW, Sender } from './scene.js'

const HOUR_MS = 3_600_000

t.test('a discharge over HL7 is a patient, a stay and the calls that it asks for', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const ack = await sender.ask(adt({ controlId: 'M1', more: ['DG1|1||I50.0^Insuffisance cardiaque^I10'] }))
  t.match(ack, { code: 'AA', controlId: 'M1', conditions: [] })
  const [patient] = await at.store.patients({ limit: 10 })
  t.match(patient, {
    givenName: 'Hélène',
    familyName: 'Dupré',
    birthDate: '1985-07-30',
    sex: 'f',
    language: 'fr',
    phones: [{ number: '+32475123456' }, { number: '+3265319988' }],
    caregivers: [{ name: 'Paulette Quintard', relation: 'fille' }],
  })
  const due = await at.store.dueCallsOf(patient!.id)
  t.match(due, [{ ward: 'CARDIO', protocol: 'general-follow-up', day: 1, state: 'due' }])
  t.equal(due[0]?.dueAt.toISOString(), '2026-11-24T09:45:00.000Z', 'a day behind the discharge')
})

t.test('the same message sent again is acknowledged again and changes nothing', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const message = adt({ controlId: 'M7' })
  t.equal((await sender.ask(message)).code, 'AA')
  t.match(await sender.ask(message), { code: 'AA', controlId: 'M7' })
  t.match(await sender.ask(message.replace(`|${LEFT}||ADT`, '|20261123120000||ADT')), { code: 'AA' }, 'written anew')
  const all = await at.store.patients({ limit: 10 })
  t.equal(all.length, 1)
  t.equal((await at.store.dueCallsOf(all[0]!.id)).length, 1)
})

t.test('a sender that begins its control ids anew loses no discharge', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt({ controlId: '1', patient: 'A', visit: 'VA' }))
  t.equal((await sender.ask(adt({ controlId: '1', patient: 'B', visit: 'VB' }))).code, 'AA')
  t.equal((await at.store.patients({ limit: 10 })).length, 2)
})

t.test('a discharge told twice under two control ids is one stay', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt())
  await sender.ask(adt())
  const [patient] = await at.store.patients({ limit: 10 })
  t.equal((await at.store.dueCallsOf(patient!.id)).length, 1)
})

t.test("a patient known by the hospital's number is brought up to date and not entered twice", async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt())
  const change = { name: 'Dupré-Lambert^Hélène', phones: '0496/98.76.54', pid: { 15: 'NL' } }
  t.equal((await sender.ask(adt({ event: 'A08', ...change }))).code, 'AA')
  const all = await at.store.patients({ limit: 10 })
  t.match(all, [{ familyName: 'Dupré-Lambert', phones: [{ number: '+32496987654' }], language: 'nl' }])
  t.equal((await at.store.findPatients('dupre lambert')).length, 1)
})

t.test('an update that says nothing of numbers leaves them, one that takes them back does', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt())
  await sender.ask(adt({ event: 'A08', phones: '' }))
  t.equal((await at.store.patients({ limit: 1 }))[0]?.phones.length, 2)
  await sender.ask(adt({ event: 'A08', phones: '0900 12 345' }))
  t.equal((await at.store.patients({ limit: 1 }))[0]?.phones.length, 2, 'no use in numbers that cannot be rung')
  await sender.ask(adt({ event: 'A08', phones: '""' }))
  t.strictSame((await at.store.patients({ limit: 1 }))[0]?.phones, [])
})

t.test('an update of somebody who never left is acknowledged and forgotten', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  t.equal((await sender.ask(adt({ event: 'A08', name: 'Inconnu' }))).code, 'AA')
  t.strictSame(await at.store.patients({ limit: 1 }), [])
  t.strictSame(await at.store.deadLetters({ all: true, limit: 10 }), [])
})

t.test('a discharge moved to another time or ward plans again what is not begun', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt())
  await sender.ask(adt({ event: 'A08', ward: 'CHIR', left: '20261122150000' }))
  const [patient] = await at.store.patients({ limit: 1 })
  const due = await at.store.dueCallsOf(patient!.id)
  t.match(due, [{ ward: 'CHIR', state: 'due' }])
  t.equal(due[0]?.dueAt.toISOString(), '2026-11-23T14:00:00.000Z')
})

for (const event of ['A11', 'A13'])
  t.test(`a discharge that is cancelled (${event}) cancels its calls, and comes back with the next one`, async t => {
    const at = await house(t)
    const sender = await Sender.to(t, (await listening(t, at)).port)
    await sender.ask(adt())
    t.equal((await sender.ask(adt({ event }))).code, 'AA')
    const [patient] = await at.store.patients({ limit: 1 })
    t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'cancelled' }])
    await sender.ask(adt({ left: '20261123120000' }))
    const due = await at.store.dueCallsOf(patient!.id)
    t.match(due, [{ state: 'due' }])
    t.equal(due[0]?.dueAt.toISOString(), '2026-11-24T11:00:00.000Z', 'the one row, at its new time')
  })

t.test('who is admitted again is not rung about the stay before, but about the next one', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt())
  t.equal((await sender.ask(adt({ event: 'A01', visit: 'V2', pv1: { 44: '20261123190000', 45: '' } }))).code, 'AA')
  const [patient] = await at.store.patients({ limit: 1 })
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'cancelled' }])
  at.state.now = new Date(NOW.getTime() + 48 * HOUR_MS)
  await sender.ask(adt({ visit: 'V2', left: '20261125090000' }))
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'cancelled' }, { state: 'due' }])
})

t.test('an admission that was none gives the calls back', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt())
  await sender.ask(adt({ event: 'A01', visit: 'V2', pv1: { 44: '20261123190000', 45: '' } }))
  await sender.ask(adt({ event: 'A11', visit: 'V3', pv1: { 45: '' } }))
  const [patient] = await at.store.patients({ limit: 1 })
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'cancelled' }], 'another admission is not that one')
  await sender.ask(adt({ event: 'A11', visit: 'V2', pv1: { 45: '' } }))
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'due' }])
  t.equal((await at.store.patients({ limit: 1 }))[0]?.readmittedAt, undefined)
})

t.test('an admission told late does not cancel the calls of the discharge behind it', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt())
  await sender.ask(adt({ event: 'A01', pv1: { 44: '20261118080000', 45: '' } }))
  const [patient] = await at.store.patients({ limit: 1 })
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'due' }])
})

t.test('nobody who died is rung, whichever message says so', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  for (const [patient, event] of ['A03', 'A08', 'A01'].entries()) {
    await sender.ask(adt({ patient: `P${patient}`, visit: `V${patient}` }))
    const dead = adt({ event, patient: `P${patient}`, visit: `W${patient}`, pid: { 29: '20261124', 30: 'Y' } })
    t.equal((await sender.ask(dead)).code, 'AA', event)
  }
  for (const { id, deceasedAt } of await at.store.patients({ limit: 10 })) {
    t.ok(deceasedAt)
    t.match(await at.store.dueCallsOf(id), [{ state: 'cancelled' }])
  }
  t.match(await sender.ask(adt({ patient: 'P0', visit: 'W9' })), { code: 'AE' }, 'and a person must look at it')
  t.match(await at.store.deadLetters({ all: false, limit: 10 }), [{ failure: 'discharge/deceased' }])
})

t.test('two numbers of one person become one patient, with the calls and what forbids them', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt({ patient: 'OLD', visit: 'V1', phones: '0496/98.76.54~0475/12.34.56' }))
  await sender.ask(adt({ patient: 'NEW', visit: 'V2', phones: '0475/12.34.56', left: '20261101100000' }))
  const merge = adt({ event: 'A40', patient: 'NEW', more: ['MRG|OLD^^^EPI^MR'], without: ['PV1', 'NK1'] })
  t.equal((await sender.ask(merge)).code, 'AA')
  const all = await at.store.patients({ limit: 10 })
  t.match(all, [{ phones: [{ number: '+32475123456' }, { number: '+32496987654' }] }])
  const due = await at.store.dueCallsOf(all[0]!.id)
  t.match(due, [{ state: 'due', day: 1 }])
  t.equal((await sender.ask(adt({ event: 'A13', patient: 'OLD', visit: 'V1' }))).code, 'AA')
  t.match(await at.store.dueCallsOf(all[0]!.id), [{ state: 'cancelled' }], 'the old number means the same patient')
  t.equal((await sender.ask(adt({ event: 'A40', patient: 'NEW', more: ['MRG|NONE^^^EPI^MR'] }))).code, 'AA')
})

t.test('a new discharge takes the place of an earlier one whose calls are still to come', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt({ left: '20261122100000' }))
  await sender.ask(adt({ visit: 'V2' }))
  const [patient] = await at.store.patients({ limit: 1 })
  const due = await at.store.dueCallsOf(patient!.id)
  t.strictSame(due.map(({ state }) => state).sort(), ['cancelled', 'due'])
})

t.test('an earlier discharge that is told behind the last one is not followed up beside it', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt({ visit: 'V2' }))
  t.equal((await sender.ask(adt({ left: '20261122150000' }))).code, 'AA')
  const [patient] = await at.store.patients({ limit: 1 })
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'due' }])
  t.equal((await at.store.dueCallsOf(patient!.id)).length, 1)
  await sender.ask(adt({ event: 'A13', visit: 'V2' }))
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'cancelled' }])
})
