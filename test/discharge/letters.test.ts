import t from 'tap'
import { applyRetention } from '../../daemon/store/lifecycle/retention-run.js'
import { tempFolder } from '../store/scene.js'
import { adt, type House, house, NOW } from './scene.js'

const DAY_MS = 86_400_000
const daysLater = (days: number) => new Date(NOW.getTime() + days * DAY_MS)

/** Refused, each for a reason of its own: every event, and what no event can be read of. */
const REFUSED = {
  'a discharge without a name': adt({ visit: 'V9', pid: { 5: '' } }),
  'an update without a date of birth': adt({ event: 'A08', pid: { 7: '' } }),
  'an admission without a stay': adt({ event: 'A01', visit: '' }),
  'a cancelled discharge without a stay': adt({ event: 'A13', visit: '' }),
  'a cancelled admission without a stay': adt({ event: 'A11', visit: '' }),
  'a merge in which she is kept': adt({ event: 'A40', more: ['MRG|'] }),
  'a merge in which she is given up': adt({
    event: 'A40',
    patient: 'OTHER',
    pid: { 7: '' },
    more: ['MRG|4711^^^EPI^MR', 'MRG|'],
  }),
  'an event that nobody reads': adt({ event: 'A28' }),
  'a character set that nobody knows': adt({ header: { 18: 'KLINGON' } }),
}

async function refuse(at: House, message: string) {
  await at.receiver.receive(Buffer.from(message, 'latin1'))
}

const letters = async ({ store }: House) => store.deadLetters({ all: true, limit: 100 })

t.test('a message that was refused goes with the patient it names, whatever it was about', async t => {
  const at = await house(t)
  await refuse(at, adt())
  for (const message of Object.values(REFUSED)) await refuse(at, message)
  await refuse(at, adt({ patient: '9999', name: '' }))
  t.equal((await letters(at)).length, Object.keys(REFUSED).length + 1, 'all were refused and kept')
  const [patient] = await at.store.patients({ limit: 1 })
  const order = { by: 'Dr Maes', at: NOW, results: 'held-elsewhere', resultYears: 30, ground: 'request' } as const
  await at.store.erasePatient(patient!.id, order)
  const left = await letters(at)
  t.equal(left.length, 1, 'but one')
  const { content } = await at.store.deadLetter(left[0]!.id)
  t.match(content.toString('latin1'), /9999\^\^\^EPI/, 'which is about somebody else')
})

t.test('a message that waits for a person is kept; one that is settled goes after 30 days', async t => {
  const at = await house(t)
  await refuse(at, REFUSED['a discharge without a name'])
  await refuse(at, REFUSED['an admission without a stay'])
  const recordings = tempFolder(t)
  const keeping = { recordingDays: 30, transcriptDays: 365, resultYears: 30 }
  const run = async (now: Date) => {
    const told = await applyRetention(at.store, { keeping, now, recordings, dry: true })
    t.strictSame(await applyRetention(at.store, { keeping, now, recordings, dry: false }), told)
    return told.letters
  }
  t.equal(await run(daysLater(400)), 0)
  const [first] = await letters(at)
  await at.store.settleDeadLetter(first!.id, 'discarded', daysLater(1))
  t.equal(await run(daysLater(31)), 0)
  t.equal(await run(daysLater(32)), 1)
  const left = await letters(at)
  t.equal(left.length, 1)
  t.not(left[0]?.id, first?.id)
})
