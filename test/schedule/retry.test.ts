import fc from 'fast-check'
import t from 'tap'
import { DISPOSITIONS, type Disposition } from '../../daemon/domain/outcome.js'
import { callingHours, mayBegin, mayBeginDue } from '../../daemon/schedule/hours.js'
import { shownLocal } from '../../daemon/schedule/local-time.js'
import type { AttemptEnd, NextStep } from '../../daemon/schedule/port.js'
import { CLINICAL_RULES, NO_ATTEMPT, nextStep, tallyAfter } from '../../daemon/schedule/retry.js'
import { at, hospital, hours, window } from './hours.js'

const TUESDAY = '2026-11-24'

const ended = (disposition: Disposition, more: Partial<AttemptEnd> = {}): AttemptEnd => ({
  ...NO_ATTEMPT,
  disposition,
  endedAt: at(`${TUESDAY} 10:00`),
  identityReached: false,
  phones: 1,
  notAfter: at('2026-11-27 18:50'),
  ...more,
})
const step = (end: AttemptEnd): NextStep => nextStep(end, CLINICAL_RULES, hours)
/** "2026-11-24 10:15 counted", or the task, or the state that is left. */
const told = (end: AttemptEnd): string => {
  const next = step(end)
  if (next.kind === 'over') return [next.state, ...(next.task === undefined ? [] : [next.task])].join(' ')
  return `${shownLocal(next.dueAt)}${next.counts ? ' counted' : ''}`
}

t.test('a busy line is rung again after 15 minutes, and it counts', async t => {
  t.equal(told(ended('busy')), `${TUESDAY} 10:15 counted`)
})

t.test('no answer and a rejected call are tried again after 4 hours, an unreachable phone after one', async t => {
  t.equal(told(ended('no-answer')), `${TUESDAY} 14:00 counted`)
  t.equal(told(ended('rejected')), `${TUESDAY} 14:00 counted`)
  t.equal(told(ended('unreachable')), `${TUESDAY} 11:00 counted`)
})

t.test('a retry that would pass the evening waits for the morning, and no weekend or holiday is rung', async t => {
  t.equal(told(ended('no-answer', { endedAt: at(`${TUESDAY} 15:30`) })), '2026-11-25 09:00 counted')
  const friday = { endedAt: at('2026-11-27 16:00'), notAfter: at('2026-12-01 18:50') }
  t.equal(told(ended('no-answer', friday)), '2026-11-30 09:00 counted')
  const christmasEve = { endedAt: at('2026-12-24 18:00'), notAfter: at('2026-12-31 18:50') }
  t.equal(told(ended('no-answer', christmasEve)), '2026-12-28 09:00 counted')
})

t.test('a call is not booked so late that it could pass the end of its window', async t => {
  t.equal(told(ended('busy', { endedAt: at(`${TUESDAY} 18:35`) })), `${TUESDAY} 18:50 counted`)
  t.equal(told(ended('busy', { endedAt: at(`${TUESDAY} 18:36`) })), '2026-11-25 09:00 counted')
})

t.test(
  'congestion and our own failure are tried again after 5 minutes without counting; three in a row are a task',
  async t => {
    for (const disposition of ['congestion', 'failed'] as const) {
      t.equal(told(ended(disposition)), `${TUESDAY} 10:05`)
      t.equal(told(ended(disposition, { failuresInARow: 1 })), `${TUESDAY} 10:05`)
      t.equal(told(ended(disposition, { failuresInARow: 2 })), 'done callback')
      t.equal(told(ended(disposition, { countedAttempts: 2 })), `${TUESDAY} 10:05`, 'the maximum is not for these')
    }
  },
)

t.test('a failure that was followed by a ring is no longer in a row', async t => {
  const end = ended('no-answer', { failuresInARow: 2 })
  const next = step(end)
  t.equal(next.kind === 'retry' && tallyAfter(end, next).failuresInARow, 0)
})

t.test('behind an answering machine the next window is tried', async t => {
  t.equal(told(ended('voicemail')), '2026-11-25 09:00 counted')
})

t.test('who hangs up before the identity is rung again after 4 hours', async t => {
  t.equal(told(ended('interrupted')), `${TUESDAY} 14:00 counted`)
})

t.test('a conversation that broke off goes on after 15 minutes, once, then a nurse has it', async t => {
  const broken = { identityReached: true }
  for (const disposition of ['interrupted', 'partial'] as const) {
    t.equal(told(ended(disposition, broken)), `${TUESDAY} 10:15 counted`)
    t.equal(told(ended(disposition, { ...broken, interruptedBefore: true })), 'done interrupted')
    t.equal(told(ended(disposition, { ...broken, countedAttempts: 2 })), `${TUESDAY} 10:15 counted`, 'she was reached')
  }
  const resumedInVain = ended('no-answer', { countedAttempts: 3, interruptedBefore: true })
  t.equal(told(resumedInVain), 'done interrupted')
})

t.test('a call that we broke off ourselves goes on after 15 minutes whoever was on the line', async t => {
  t.equal(told(ended('interrupted', { brokenByUs: true })), `${TUESDAY} 10:15 counted`)
})

t.test('a silent line is tried once the next day, then a nurse has it', async t => {
  t.equal(told(ended('silent')), '2026-11-25 09:00 counted')
  t.equal(told(ended('silent', { silentBefore: true })), 'done silent')
  t.equal(told(ended('silent', { countedAttempts: 2 })), 'done silent', 'at most three attempts')
})

t.test('"call me at three" is rung at three and does not count; "she is out until three" counts', async t => {
  const callbackAt = at(`${TUESDAY} 15:00`)
  t.equal(told(ended('callback-requested', { callbackAt, countedAttempts: 2 })), `${TUESDAY} 15:00`)
  t.equal(told(ended('patient-unavailable', { callbackAt })), `${TUESDAY} 15:00 counted`)
})

t.test('without an hour, or with one that is gone, another call comes after 4 hours', async t => {
  t.equal(told(ended('callback-requested')), `${TUESDAY} 14:00`)
  t.equal(told(ended('patient-unavailable')), `${TUESDAY} 14:00 counted`)
  t.equal(told(ended('callback-requested', { callbackAt: at(`${TUESDAY} 08:00`) })), `${TUESDAY} 14:00`)
})

t.test('an hour outside the window is moved to the next opening', async t => {
  t.equal(told(ended('callback-requested', { callbackAt: at(`${TUESDAY} 21:00`) })), '2026-11-25 09:00')
})

t.test(
  "an hour that the patient named goes before the preferences on record, inside the hospital's limits",
  async t => {
    const mornings = callingHours(hospital, { saturday: false }, { windows: [window(9, 12)] })
    const asked = (callbackAt: string) =>
      nextStep(ended('callback-requested', { callbackAt: at(callbackAt) }), CLINICAL_RULES, mornings)
    const atThree = at(`${TUESDAY} 15:00`)
    t.match(asked(`${TUESDAY} 15:00`), { kind: 'retry', dueAt: atThree })
    t.ok(mayBeginDue(mornings, atThree, at(`${TUESDAY} 15:05`)))
    t.notOk(mayBeginDue(mornings, at(`${TUESDAY} 11:00`), at(`${TUESDAY} 15:05`)), 'not a call that is merely late')
    t.match(asked(`${TUESDAY} 20:00`), { kind: 'retry', dueAt: at('2026-11-25 09:00') })
  },
)

t.test('the third attempt that reaches nobody is a task: silence is a signal too', async t => {
  for (const disposition of ['busy', 'no-answer', 'rejected', 'unreachable', 'voicemail', 'interrupted'] as const)
    t.equal(told(ended(disposition, { countedAttempts: 2 })), 'done unreached')
})

t.test('what would pass its last day expires into a task', async t => {
  t.equal(told(ended('voicemail', { notAfter: at(`${TUESDAY} 18:50`) })), 'expired expired')
  t.equal(told(ended('no-answer', { notAfter: at(`${TUESDAY} 13:59`) })), 'expired expired')
  t.equal(told(ended('no-answer', { notAfter: at(`${TUESDAY} 14:00`) })), `${TUESDAY} 14:00 counted`)
})

t.test('a call that was made, refused or must not be made again is over', async t => {
  const over: Partial<Record<Disposition, string>> = {
    completed: 'done',
    transferred: 'done',
    'identity-not-verified': 'done identity',
    'caregiver-not-listed': 'done identity',
    refused: 'done refused-automated-call',
    'wrong-number': 'done wrong-number',
    'opted-out': 'cancelled opted-out',
    'deceased-reported': 'cancelled deceased',
    'readmitted-reported': 'cancelled readmitted',
  }
  for (const [disposition, expected] of Object.entries(over)) t.equal(told(ended(disposition as Disposition)), expected)
})

t.test(
  "the patient's numbers are tried in their order; where somebody was there the same one is rung again",
  async t => {
    const phone = (disposition: Disposition, phoneIndex: number) => {
      const next = step(ended(disposition, { phones: 3, phoneIndex }))
      return next.kind === 'retry' ? next.phoneIndex : undefined
    }
    t.equal(phone('no-answer', 0), 1)
    t.equal(phone('voicemail', 1), 2)
    t.equal(phone('unreachable', 2), 0, 'and the first again')
    for (const disposition of ['busy', 'silent', 'patient-unavailable', 'callback-requested', 'congestion'] as const)
      t.equal(phone(disposition, 1), 1, disposition)
  },
)

const anyEnd: fc.Arbitrary<AttemptEnd> = fc.record({
  disposition: fc.constantFrom(...DISPOSITIONS),
  endedAt: fc.date({ min: new Date('2024-01-01'), max: new Date('2036-01-01'), noInvalidDate: true }),
  identityReached: fc.boolean(),
  brokenByUs: fc.boolean(),
  countedAttempts: fc.nat(3),
  failuresInARow: fc.nat(2),
  silentBefore: fc.boolean(),
  interruptedBefore: fc.boolean(),
  phoneIndex: fc.nat(4),
  phones: fc.nat(4),
  notAfter: fc.date({ min: new Date('2024-01-01'), max: new Date('2036-03-01'), noInvalidDate: true }),
})

t.test(
  'whatever happened, a retry is later, inside the hours, not past its last day and on a number there is',
  async t => {
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(anyEnd, end => {
          const next = step(end)
          if (next.kind === 'over') return next.state === 'done' || next.task !== undefined
          const phone = next.phoneIndex < Math.max(1, end.phones)
          return next.dueAt > end.endedAt && next.dueAt <= end.notAfter && mayBegin(hours, next.dueAt) && phone
        }),
        { numRuns: 2000 },
      ),
    )
  },
)

t.test('whatever happens, a due call is over after a bounded number of rings', async t => {
  // Three that count, one resumption, and two failures before each of them; a patient who asks to be rung later bounds it herself.
  const most = (CLINICAL_RULES.mostAttempts + 1) * CLINICAL_RULES.mostFailuresInARow
  const without = DISPOSITIONS.filter(disposition => disposition !== 'callback-requested')
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...without), fc.boolean()), { minLength: 20 }), ends => {
        let tally = { ...NO_ATTEMPT } as ReturnType<typeof tallyAfter>
        let endedAt = at(`${TUESDAY} 10:00`)
        for (const [rings, [disposition, identityReached]] of ends.entries()) {
          const end = ended(disposition, { ...tally, endedAt, identityReached, notAfter: at('2027-11-24 10:00') })
          const next = step(end)
          if (next.kind === 'over') return rings < most
          tally = tallyAfter(end, next)
          endedAt = next.dueAt
        }
        return false
      }),
    ),
  )
})
