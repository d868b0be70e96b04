import t from 'tap'
import { planShown } from '../../daemon/cli/plan.js'
import { planFor } from '../../daemon/schedule/plan.js'
import type { Preferences } from '../../daemon/schedule/port.js'
import { at, hospital, window } from '../schedule/hours.js'
import { freshStore, jeanne } from '../store/scene.js'

const calls = {
  saturday: true,
  on: [
    { day: 1, openDays: 2, urgent: true },
    { day: 7, openDays: 3, urgent: false, protocol: 'general-follow-up' },
  ],
}
const preferences: Preferences = { windows: [window(9, 12)], days: ['monday', 'friday', 'saturday'] }

t.test("a patient's calls are told as a nurse reads them: which, when, until when, how far", async t => {
  const store = await freshStore(t)
  const patientId = await store.addPatient(jeanne)
  const dischargedAt = at('2026-11-06 10:30')
  const stay = { patientId, site: 'Hornu', ward: 'Chirurgie', dischargedAt, protocol: 'after-surgery-day-1' }
  const encounterId = await store.addEncounter(stay)
  const plan = planFor({ encounter: stay, calls, preferences, hospital, now: dischargedAt })
  for (const call of plan.calls) await store.addDueCall({ encounterId, patientId, ward: 'Chirurgie', ...call })
  t.equal(
    planShown(await store.dueCallsOf(patientId), preferences),
    [
      'J+1  2026-11-07 10:00 – 2026-11-09 11:50  after-surgery-day-1  à faire  urgent',
      'J+7  2026-11-13 09:50 – 2026-11-16 11:50  general-follow-up  à faire',
      'Préfère : lundi, vendredi, samedi, 09:00-12:00',
      '',
    ].join('\n'),
  )
})

t.test('without a call the plan says so', async t => {
  t.equal(planShown([], {}), "Aucun appel n'est prévu.\n")
})
