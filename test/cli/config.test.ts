import t from 'tap'
import { readConfig } from '../../daemon/config.js'

t.test('RTP ports are a range; without one the system gives them', t => {
  t.equal(readConfig({}).settings.HELLOJADE_RTP_PORTS, undefined)
  t.equal(readConfig({ HELLOJADE_RTP_PORTS: '' }).settings.HELLOJADE_RTP_PORTS, undefined)
  const { settings } = readConfig({ HELLOJADE_RTP_PORTS: '20000-20099' })
  t.same(settings.HELLOJADE_RTP_PORTS, { first: 20_000, last: 20_099 })
  t.end()
})

for (const [ports, reason] of [
  ['20000', /HELLOJADE_RTP_PORTS: is two ports, "20000-20099"/],
  ['20000–20099', /is two ports, "20000-20099"/],
  ['20099-20000', /is two ports from 1024 to 65535, the lower first/],
  ['80-200', /is two ports from 1024 to 65535/],
  ['60000-70000', /is two ports from 1024 to 65535/],
  ['20000-20018', /HELLOJADE_RTP_PORTS: holds fewer than 20 ports for 10 calls \(HELLOJADE_MOST_CALLS\)/],
] as const)
  t.test(`RTP ports "${ports}" are refused with the reason`, t => {
    t.throws(() => readConfig({ HELLOJADE_RTP_PORTS: ports }), { code: 'config/invalid', message: reason })
    t.end()
  })

t.test('opening hours are told in each language that has them; with none given in any, the usual ones', t => {
  const hours = (settings: NodeJS.ProcessEnv) => readConfig(settings).hospital.hours
  t.same(Object.keys(hours({})), ['fr', 'nl', 'en'])
  t.same(hours({ HELLOJADE_HOURS: 'tous les jours' }), { fr: 'tous les jours' }, 'none that nobody has checked')
  t.same(hours({ HELLOJADE_HOURS_NL: 'elke dag', HELLOJADE_HOURS_EN: 'every day' }), {
    nl: 'elke dag',
    en: 'every day',
  })
  t.end()
})

t.test('fewer calls at once need fewer ports', t => {
  const settings = { HELLOJADE_RTP_PORTS: '20000-20003', HELLOJADE_MOST_CALLS: '2' }
  t.doesNotThrow(() => readConfig(settings))
  t.end()
})
