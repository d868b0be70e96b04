import t from 'tap'
import { afterStrain, type Heard, heardFrom } from '../../daemon/schedule/hearing.js'
import { fill, rampFrom, room, spend } from '../../daemon/schedule/pace.js'

const limits = { calls: 10, keptForCallers: 2, channels: 30, callsPerNurse: 10, startsPerS: 0.5 }
const waiting = (waitedMs: number, turns = 20) => ({ turns, waitedMs })

t.test('where turns wait, fewer calls than those on the line are begun, and not again before it can be seen', t => {
  const full = heardFrom(10, 0)
  const lowered = afterStrain(full, waiting(900), 8, limits, 40_000)
  t.same(lowered, { calls: 8, atMs: 40_000 })
  t.equal(
    room({ ...limits, calls: lowered.calls }, { live: 6, nurses: 0, nursesTaken: 0 }),
    0,
    'six of eight go on, two places are kept',
  )
  t.same(afterStrain(lowered, waiting(900), 8, limits, 60_000), lowered)
  t.same(afterStrain(lowered, waiting(900), 6, limits, 70_000), { calls: 6, atMs: 70_000 })
  t.same(afterStrain(full, waiting(900, 4), 8, limits, 40_000), full, 'four turns say nothing')
  t.same(afterStrain(full, waiting(400), 8, limits, 40_000), full, 'a wait that nobody hears')
  t.end()
})

t.test('one call may always be begun, and callers who fill the line lower it too', t => {
  let heard: Heard = heardFrom(10, 0)
  for (let s = 0; s < 600; s += 30) heard = afterStrain(heard, waiting(5000), 1, limits, s * 1000)
  t.equal(heard.calls, 3, 'one, and two kept for callers')
  t.equal(afterStrain(heardFrom(10, 0), waiting(900), 14, limits, 40_000).calls, 9)
  const only = { ...limits, calls: 1 }
  t.equal(afterStrain(heardFrom(1, 0), waiting(900), 1, only, 40_000).calls, 1)
  t.end()
})

t.test('it rises one by one where every place is taken and nobody waits, up to the limit', t => {
  const lowered = heardFrom(6, 0)
  t.same(afterStrain(lowered, waiting(100), 4, limits, 19_000), lowered)
  t.same(afterStrain(lowered, waiting(100), 4, limits, 20_000), { calls: 7, atMs: 20_000 })
  t.same(
    afterStrain(lowered, waiting(100), 3, limits, 20_000),
    lowered,
    'nothing is known of more calls than there are',
  )
  t.same(afterStrain(lowered, waiting(0, 0), 4, limits, 20_000), { calls: 7, atMs: 20_000 }, 'phones that only ring')
  t.equal(afterStrain(heardFrom(10, 0), waiting(100), 8, limits, 90_000).calls, 10)
  t.equal(afterStrain(heardFrom(10, 0), waiting(100), 8, { ...limits, calls: 5 }, 90_000).calls, 5, 'a limit set lower')
  t.end()
})

t.test('over an hour of calls that are due it settles near what the machine hears', t => {
  const most = { ...limits, calls: 30 }
  /** A machine for eight: each call more lets every turn wait 250 ms longer, told with half a minute's delay. */
  const waited = (live: number) => (live <= 8 ? 80 : 80 + (live - 8) * 250)
  let [heard, ramp] = [heardFrom(most.calls, 0), rampFrom(0)]
  let ends: number[] = []
  const seen: number[] = []
  for (let s = 0; s < 3600; s++) {
    ends = ends.filter(at => at > s)
    seen.push(ends.length)
    const lately = seen.slice(-30)
    const meanLive = lately.reduce((sum, live) => sum + live, 0) / lately.length
    heard = afterStrain(heard, waiting(waited(meanLive)), ends.length, most, s * 1000)
    ramp = fill(ramp, s * 1000, most)
    const places = Math.min(
      Math.floor(ramp.tokens),
      room({ ...most, calls: heard.calls }, { live: ends.length, nurses: 0, nursesTaken: 0 }),
    )
    ramp = spend(ramp, places)
    for (let i = 0; i < places; i++) ends.push(s + 150 + ((s * 37 + i * 11) % 100))
  }
  const settled = seen.slice(900)
  const mean = settled.reduce((sum, live) => sum + live, 0) / settled.length
  t.ok(mean > 7 && mean < 10.5, `${mean.toFixed(1)} calls in the mean`)
  const strained = settled.filter(live => waited(live) > 600).length / settled.length
  t.ok(strained < 0.15, `${Math.round(strained * 100)} % of the time beyond`)
  t.ok(Math.max(...settled) <= 13, `at most ${Math.max(...settled)}`)
  t.end()
})
