import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { AlertId, CallId, DueCallId, PatientId, TaskId } from '../../daemon/domain/ids.js'
import { projectRoot } from '../../daemon/paths.js'
import { checkExpectations, judged } from '../../daemon/rehearsal/expect.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'
import { reportOf } from '../../daemon/rehearsal/report.js'
import type { CallResult } from '../../daemon/store/port.js'

const callId = 'call' as CallId
const at = new Date('2026-11-24T09:00:00Z')

const RESULT: CallResult = {
  call: {
    id: callId,
    direction: 'outbound',
    dueCallId: 'due' as DueCallId,
    patientId: 'patient' as PatientId,
    number: '+3225550100',
    protocol: 'general-follow-up',
    protocolVersion: '1.0.0',
    startedAt: at,
    disposition: 'completed',
    identity: 'verified',
    recordingPath: '/recordings/attempt.wav',
    recordingStartMs: 20_000,
  },
  turns: [
    { seq: 0, speaker: 'agent', linkId: 'pain', text: 'À combien ?', startMs: 0, endMs: 900, interrupted: false },
    {
      seq: 1,
      speaker: 'patient',
      linkId: 'pain',
      text: 'Huit.',
      startMs: 1300,
      endMs: 1800,
      interrupted: false,
      confidence: 0.9,
    },
  ],
  answers: [
    {
      linkId: 'pain',
      question: 'À combien ?',
      status: 'understood',
      value: 8,
      text: 'Huit.',
      confidence: 0.9,
      readBack: 'confirmed',
    },
    { linkId: 'fever', question: 'De la fièvre ?', status: 'understood', value: false, text: '2', byKeypad: true },
    { linkId: 'morale', question: 'Le moral ?', status: 'not-understood', text: 'Bof.' },
  ],
  alerts: [
    {
      id: 'alert' as AlertId,
      callId,
      key: 'pain-high',
      rule: 'pain-high',
      ruleVersion: '1.0.0',
      urgency: 'urgent',
      linkId: 'pain',
      words: 'Huit.',
      ward: 'chirurgie',
      raisedAt: at,
      history: [],
      steps: [],
      recordingSecond: 12.5,
    },
  ],
  tasks: [
    {
      id: 'task' as TaskId,
      kind: 'not-understood',
      patientId: 'patient' as PatientId,
      ward: 'chirurgie',
      createdAt: at,
    },
  ],
  consents: [],
}

const REPORT = reportOf({
  file: 'call.yaml',
  line: 'demonstration',
  result: RESULT,
  linkIds: ['pain', 'pain-where', 'fever', 'morale'],
  measurement: { turns: [], turnGapsMs: [640.4, 1210], bargeInMs: [230.2, 341], cutOffs: 0, missed: 0 },
  levels: undefined,
  underflows: 0,
})

t.test('a report names every item, also those that nobody asked', async t => {
  t.same(Object.keys(REPORT.answers), ['pain', 'pain-where', 'fever', 'morale'])
  t.same(REPORT.answers['pain-where'], { value: null, text: null, confidence: null, status: 'not-asked' })
  t.match(REPORT.answers.pain, {
    value: 8,
    text: 'Huit.',
    confidence: 0.9,
    status: 'understood',
    readBack: 'confirmed',
  })
  t.match(REPORT.answers.fever, { value: false, byKeypad: true })
  t.match(REPORT.answers.morale, { value: null, status: 'not-understood' })
  t.match(REPORT, {
    disposition: 'completed',
    identity: 'verified',
    turnGapsMs: [640, 1210],
    recordingPath: '/recordings/attempt.wav',
  })
  t.match(REPORT.turns[1], {
    speaker: 'patient',
    text: 'Huit.',
    startMs: 1300,
    endMs: 1800,
    interrupted: false,
    confidence: 0.9,
  })
  t.match(REPORT.alerts, [{ rule: 'pain-high', urgency: 'urgent', words: 'Huit.', recordingSecond: 12.5 }])
  t.match(REPORT.tasks, [{ kind: 'not-understood' }])
})

t.test('what is not expected is not checked, and what is met is not told', async t => {
  t.same(checkExpectations({}, REPORT), [])
  t.same(
    checkExpectations(
      {
        disposition: 'completed',
        identity: 'verified',
        answers: { pain: 8, fever: false, morale: null, 'pain-where': { status: 'not-asked' } },
        alerts: [{ rule: 'pain-high', urgency: 'urgent' }],
        tasks: [{ kind: 'not-understood' }],
        maxTurnGapMs: 1210,
        maxBargeInMs: 341,
      },
      REPORT,
    ),
    [],
  )
})

t.test('every difference is a sentence', async t => {
  t.same(
    checkExpectations(
      {
        disposition: 'partial',
        identity: 'not-verified',
        answers: { pain: 7, fever: true, morale: 5, temperature: 38, 'pain-where': { status: 'understood' } },
        alerts: [{ rule: 'fever' }],
        tasks: [],
        maxTurnGapMs: 1000,
        maxBargeInMs: 340,
      },
      REPORT,
    ),
    [
      'disposition is completed, expected partial',
      'identity is verified, expected not-verified',
      'answer pain is 8, expected 7 (understood)',
      'answer fever is false, expected true (understood)',
      'answer morale is none, expected 5 (not-understood)',
      'answer temperature: the protocol has no such item',
      'answer pain-where: status is not-asked, expected understood',
      'alert fever is missing',
      'alert pain-high was not expected',
      'task not-understood was not expected',
      'the longest turn gap is 1210 ms, expected at most 1000 ms',
      'the longest time until the voice gave way is 341 ms, expected at most 340 ms',
    ],
  )
})

t.test('a number as text is not the number, and an alert of another urgency is not the one expected', async t => {
  t.same(checkExpectations({ answers: { pain: '8' } }, REPORT).length, 1)
  t.same(checkExpectations({ alerts: [{ rule: 'pain-high', urgency: 'emergency' }] }, REPORT), [
    'alert pain-high is urgent, expected emergency',
  ])
})

t.test('of what the agent said, words that must be there and words that may not are told', async t => {
  t.same(checkExpectations({ says: ['a combien'], neverSays: ['Huit'], interrupted: { pain: false } }, REPORT), [])
  t.same(
    checkExpectations({ says: ['prenez votre temps'], neverSays: ['À COMBIEN'], interrupted: { pain: true } }, REPORT),
    [
      'the agent never said “prenez votre temps”',
      'the agent said “À COMBIEN”',
      'pain: interrupted is false, expected true',
    ],
  )
})

t.test('an alert is held to its confirmation and its question, a call to its recording and its score', async t => {
  t.same(checkExpectations({ alerts: [{ rule: 'pain-high', linkId: 'pain' }], recorded: true }, REPORT), [])
  t.same(
    checkExpectations(
      { alerts: [{ rule: 'pain-high', confirmation: 'denied' }], recorded: false, score: { complete: true } },
      REPORT,
    ),
    [
      'alert pain-high is none, expected denied',
      'recorded is true, expected false',
      'score: complete is none, expected true',
    ],
  )
})

t.test('the verdict stands in the report', async t => {
  t.match(judged(REPORT, { disposition: 'completed' }), { passed: true, failures: [] })
  t.match(judged(REPORT, { disposition: 'silent' }), { passed: false, failures: [/disposition/] })
})

t.test('every rehearsal of the project and the demonstration patient can be read; their clips stay small', async t => {
  const folder = join(projectRoot, 'test', 'rehearsals')
  const files = readdirSync(folder).filter(name => name.endsWith('.yaml'))
  t.ok(files.length >= 12)
  for (const name of files) t.ok((await readRehearsal(join(folder, name))).protocol, name)
  const demonstration = join(projectRoot, 'daemon', 'telephony', 'demonstration')
  t.same((await readRehearsal(join(demonstration, 'patient.yaml'))).expect, {})
  const bytes = [join(folder, 'clips'), join(demonstration, 'clips')]
    .flatMap(clips => readdirSync(clips).map(name => statSync(join(clips, name)).size))
    .reduce((total, size) => total + size, 0)
  t.ok(bytes < 4_000_000, `${bytes} bytes of clips`)
})
