import t from 'tap'
import { Failure } from '../../daemon/domain/failure.js'
import { type LogLevel, openLog } from '../../daemon/ops/log.js'

/** A log and the lines it wrote. */
function written(level: LogLevel = 'debug') {
  const lines: string[] = []
  return { log: openLog({ level, stream: { write: line => void lines.push(line) } }), lines }
}

t.test('a line is one JSON object with its level in words, its time, its facts and its message', t => {
  const { log, lines } = written()
  log.warn({ callId: 'c1', turn: 4 }, 'patient answered')
  t.equal(lines.length, 1)
  t.match(JSON.parse(lines[0]!), { level: 'warn', callId: 'c1', turn: 4, msg: 'patient answered', time: /^2.*Z$/ })
  t.notMatch(lines[0], /"pid"|"hostname"/)
  t.end()
})

t.test('what is below the level is not written', t => {
  const { log, lines } = written('warn')
  log.debug({}, 'a')
  log.info({}, 'b')
  log.warn({}, 'c')
  log.error({}, 'd')
  t.equal(lines.length, 2)
  t.end()
})

t.test('a patient who slips into the facts is taken out, at any depth our facts have', t => {
  const { log, lines } = written()
  const slip = { familyName: 'Lambert', text: 'Lambert', number: 'Lambert', birthDate: 'Lambert', keys: 'Lambert' }
  log.info({ ...slip, turn: slip, call: { turn: slip, id: 'c1' }, turns: [slip] }, 'call ended')
  t.notMatch(lines[0], /Lambert/)
  t.match(JSON.parse(lines[0]!), { call: { id: 'c1' } })
  t.end()
})

t.test('of an error its kind, code and frames are written, of a driver its message is not', t => {
  const { log, lines } = written()
  const driver = new Error('Failed query: insert\n    at Lambert\nparams: Lambert,1947', {
    cause: new Error('Lambert'),
  })
  for (const name of ['err', 'error', 'cause', 'failure']) log.error({ [name]: driver }, 'it failed')
  log.error({ err: new Failure('store/unavailable', {}, { cause: new Error('SQLITE_FULL') }) }, 'it failed')
  t.notMatch(lines.join(), /Lambert|1947|SQLITE/)
  t.match(JSON.parse(lines[0]!), { err: { kind: 'Error', at: [/log\.test/], cause: { kind: 'Error' } } })
  t.match(JSON.parse(lines[4]!), { err: { code: 'store/unavailable', sentence: 'The database does not answer.' } })
  t.end()
})
