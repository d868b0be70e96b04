import { join } from 'node:path'
import t, { type Test } from 'tap'
import { NOT_FOLLOWED_UP, type SettledDischarge, type StayPlan } from '../../daemon/store/port.js'
import { freshStore, MONDAY, minutesLater, sqlOn, tempFolder } from '../store/scene.js'

const EPI = (number: string) => ({ authority: 'EPI', number })
const told: SettledDischarge = {
  patient: {
    id: EPI('P1'),
    ...{ givenName: 'Jeanne', familyName: 'Lambertzöe', birthDate: '1947-04-03', sex: 'f', language: 'fr' },
    phones: [{ number: '+32475123456', label: 'gsm' }, { number: '+3265319988' }],
    caregivers: [{ name: 'Paulette Quintard', relation: 'fille' }],
  },
  stay: {
    id: EPI('V1'),
    ...{ site: 'Hornu', ward: 'Chirurgie', protocol: 'general-follow-up', reason: 'cholécystectomie' },
    dischargedAt: minutesLater(-60),
  },
}
const other: SettledDischarge = {
  patient: { ...told.patient, id: EPI('P2') },
  stay: { ...told.stay, id: EPI('V2') },
}
const plan: StayPlan = ({ protocol }) => ({
  calls: [{ day: 1, protocol, dueAt: minutesLater(60), notAfter: minutesLater(600), urgent: false }],
  missed: [],
  preferencesUnmet: false,
})

/** Two patients from a file, and every byte that is kept of patients and stays. */
async function desk(t: Test) {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const accept = async (list: readonly SettledDischarge[]) =>
    (await store.acceptDischarges(list, plan)).map(({ outcome }) => outcome)
  t.strictSame(await accept([told, other]), ['planned', 'planned'])
  const sql = sqlOn(t, path)
  const tables = ['patients', 'phones', 'caregivers', 'encounters', 'due_calls', 'external_ids', 'tasks']
  const bytes = () => Promise.all(tables.map(table => sql(`select * from ${table} order by id`)))
  return { store, accept, bytes }
}

t.test('a file that comes again is not written again', async t => {
  const { accept, bytes } = await desk(t)
  const before = await bytes()
  t.strictSame(await accept([told, other]), ['known', 'known'])
  t.strictSame(await bytes(), before)
  const { id, givenName, familyName, birthDate } = told.patient
  const less = { id, givenName, familyName, birthDate }
  t.strictSame(await accept([{ ...told, patient: less }]), ['known'], 'nor where it says less')
  t.strictSame(await bytes(), before)
})

const said = told.patient
const stay = told.stay
const changes: readonly (readonly [what: string, row: SettledDischarge, outcome: string])[] = [
  ['a name', { stay, patient: { ...said, familyName: 'Lambert' } }, 'known'],
  ['a date of birth', { stay, patient: { ...said, birthDate: '1947-04-04' } }, 'known'],
  ['a title', { stay, patient: { ...said, title: 'Madame' } }, 'known'],
  ['a number more', { stay, patient: { ...said, phones: [...said.phones!, { number: '+32496987654' }] } }, 'known'],
  ['a number less', { stay, patient: { ...said, phones: said.phones!.slice(0, 1) } }, 'known'],
  ['numbers in another order', { stay, patient: { ...said, phones: said.phones!.toReversed() } }, 'known'],
  ['whose number it is', { stay, patient: { ...said, phones: [{ ...said.phones![0]!, label: 'fils' }] } }, 'known'],
  ['nobody who may answer', { stay, patient: { ...said, caregivers: [] } }, 'known'],
  ['the reason', { patient: said, stay: { ...stay, reason: 'hernie' } }, 'known'],
  ['the ward', { patient: said, stay: { ...stay, ward: 'Cardiologie' } }, 'changed'],
  ['the protocol', { patient: said, stay: { ...stay, protocol: 'heart-failure' } }, 'changed'],
  ['the time', { patient: said, stay: { ...stay, dischargedAt: minutesLater(-120) } }, 'changed'],
  ['that it is not followed up', { patient: said, stay: { ...stay, protocol: NOT_FOLLOWED_UP } }, 'ended'],
]
t.test('but whatever it tells anew is', async t => {
  for (const [what, row, outcome] of changes) {
    const { accept, bytes } = await desk(t)
    const before = await bytes()
    t.strictSame(await accept([row, other]), [outcome, 'known'], what)
    t.notSame(await bytes(), before, what)
  }
})

t.test('two rows of one patient in a file are taken in their order', async t => {
  const { store, accept } = await desk(t)
  const corrected = { ...told, patient: { ...told.patient, familyName: 'Lambert' } }
  t.strictSame(await accept([corrected, told]), ['known', 'known'])
  t.equal((await store.findPatients('lambertzoe')).length, 2)
  await store.mergePatients(EPI('P1'), EPI('P2'))
  const second = { ...other, patient: { ...other.patient, familyName: 'Lambert' } }
  t.strictSame(await accept([second, told]), ['known', 'known'])
  t.strictSame(
    (await store.patients({ limit: 9 })).map(({ familyName }) => familyName),
    ['Lambertzöe'],
  )
})

t.test('one whose patient died, or whose stay was cancelled, is looked at', async t => {
  const { store, accept } = await desk(t)
  await store.cancelStay({ patientId: EPI('P2'), stayId: EPI('V2'), at: MONDAY }, plan)
  await store.markDead(EPI('P1'), MONDAY)
  t.strictSame(await accept([told, other]), ['deceased', 'planned'])
})
