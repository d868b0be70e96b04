import { join } from 'node:path'
import t from 'tap'
import { seededRandom } from '../../daemon/domain/seeded.js'
import { db, ms } from '../../daemon/domain/units.js'
import { LegCore } from '../../daemon/media/leg-core.js'
import { projectRoot } from '../../daemon/paths.js'
import { voiceLevels } from '../../daemon/rehearsal/levels.js'
import { loadClip } from '../../daemon/rehearsal/read.js'
import {
  core,
  eventsOf,
  FAR,
  find,
  frequencyOf,
  largestStep,
  noise,
  outgoingOf,
  play,
  rms,
  run,
  sentBy,
  sine,
  throughAlaw,
} from './sounds.js'

const nothing = () => []
const speaking = (options: ReturnType<typeof play>, beats: number) => {
  const leg = core()
  leg.play(options)
  return run(leg, beats, nothing)
}

t.test('from the start on a packet goes out each beat, with two frames ahead, and nothing before', async t => {
  const leg = new LegCore({ codec: 'alaw', windows: false, random: seededRandom(1) })
  leg.start()
  t.equal(run(leg, 5, nothing).flatMap(beat => beat.packets).length, 0, 'far end unknown')
  const sent = sentBy(run(core(), 50, nothing))
  t.equal(sent.length, 52)
  t.ok(sent.every((packet, i) => i === 0 || packet.sequence === ((sent[i - 1]!.sequence + 1) & 0xffff)))
  t.ok(sent.every((packet, i) => i === 0 || packet.timestamp === (sent[i - 1]!.timestamp + 160) >>> 0))
  t.same(
    sent.map(packet => packet.marker),
    [true, ...Array<boolean>(51).fill(false)],
  )
  t.ok(
    sent.every(packet => packet.payload.every(code => code === 0xd5)),
    'silence',
  )
})

t.test('a piece is played sample for sample, and its times are those of its samples', async t => {
  const pcm = noise(1010)
  const beats = speaking(play(pcm), 60)
  t.equal(find(outgoingOf(beats), pcm), 0)
  t.match(
    eventsOf(beats).filter(event => event.type !== 'starved'),
    [
      { type: 'play-started', playId: 'piece', atMs: 0 },
      { type: 'play-ended', playId: 'piece', atMs: 1010, heardMs: 1010, wholeMs: 1010, cut: false },
    ],
  )
})

t.test('clips of a piece are parted by the gap, pieces follow one another', async t => {
  const [a, b, c] = [noise(100, 8000, 1), noise(100, 8000, 2), noise(100, 8000, 3)]
  const leg = core()
  leg.play(play(a, { playId: 'one', clips: [{ pcm: a }, { pcm: b }], gapMs: ms(250) }))
  leg.play(play(c, { playId: 'two' }))
  const beats = run(leg, 40, nothing)
  const outgoing = outgoingOf(beats)
  t.same([find(outgoing, a), find(outgoing, b), find(outgoing, c)], [0, 350 * 8, 450 * 8])
  t.match(eventsOf(beats), [
    { type: 'play-started', playId: 'one' },
    { type: 'play-ended', playId: 'one', atMs: 450, heardMs: 200, wholeMs: 200 },
    { type: 'play-started', playId: 'two', atMs: 450 },
    { type: 'play-ended', playId: 'two', atMs: 550 },
  ])
})

t.test('a piece without audio begins and ends at once', async t => {
  const beats = speaking(play(new Int16Array(0), { clips: [] }), 2)
  t.match(eventsOf(beats), [{ type: 'play-started' }, { type: 'play-ended', heardMs: 0, wholeMs: 0, cut: false }])
})

t.test('gain is what was asked below the knee, and bends instead of clipping above', async t => {
  const quiet = outgoingOf(speaking(play(sine(400, 400, 4000), { gainDb: db(6) }), 20))
  t.ok(Math.abs(20 * Math.log10(rms(quiet) / rms(sine(400, 400, 4000))) - 6) < 0.05)
  const loud = outgoingOf(speaking(play(sine(400, 400, 23_000), { gainDb: db(6) }), 20))
  t.ok(loud.every(sample => Math.abs(sample) < 32_768))
  t.ok(Math.max(...loud) > 30_000)
  const flat = loud.filter((sample, i) => i > 0 && Math.abs(sample) > 32_000 && sample === loud[i - 1]).length
  t.ok(flat < loud.length / 20, 'not cut flat')
})

t.test('slower and faster speech keeps its pitch and has the length asked for', async t => {
  for (const tempo of [0.7, 0.8, 0.9, 1.1, 1.25]) {
    for (const hertz of [110, 220, 400, 1000]) {
      const beats = speaking(play(sine(hertz, 2000), { tempo }), 200)
      const ended = eventsOf(beats).find(event => event.type === 'play-ended')!
      t.ok(Math.abs((ended.atMs * tempo) / 2000 - 1) < 0.02, `length at ${tempo}`)
      const outgoing = outgoingOf(beats).subarray(800, (ended.atMs - 100) * 8)
      t.ok(Math.abs(frequencyOf(outgoing) / hertz - 1) < 0.01, `${hertz} Hz at ${tempo} is ${frequencyOf(outgoing)} Hz`)
      t.ok(Math.abs(rms(outgoing) / rms(sine(hertz, 2000)) - 1) < 0.05, 'at its level')
      t.ok(largestStep(outgoing) < 1.25 * largestStep(sine(hertz, 2000)), 'without clicks')
    }
  }
})

t.test('a cut fades within 10 ms and tells what was heard', async t => {
  for (const cutAfterBeats of [1, 13, 37]) {
    const leg = core()
    leg.play(play(sine(300, 1000), { playId: 'one' }))
    leg.play(play(sine(300, 1000), { playId: 'two' }))
    const before = run(leg, cutAfterBeats, nothing)
    leg.cut()
    const after = run(leg, 5, nothing)
    const outgoing = outgoingOf([...before, ...after])
    const lastSound = outgoing.findLastIndex(sample => sample !== 0)
    t.ok(lastSound < cutAfterBeats * 160 + 80, 'silent 10 ms later')
    t.ok(largestStep(outgoing) < 1.3 * largestStep(sine(300, 1000)), 'no click')
    const heardMs = cutAfterBeats * 20 + 8
    t.match(eventsOf(after), [
      { type: 'play-ended', playId: 'one', heardMs, atMs: heardMs, wholeMs: 1000, cut: true },
      { type: 'play-ended', playId: 'two', heardMs: 0, wholeMs: 1000, cut: true },
    ])
  }
})

t.test('what was heard of a slowed piece is told in the time of its recording', async t => {
  const leg = core()
  leg.play(
    play(sine(300, 1000), { tempo: 0.8, clips: [{ pcm: sine(300, 400) }, { pcm: sine(300, 600) }], gapMs: ms(200) }),
  )
  run(leg, 45, nothing) // 900 ms: 500 of the first clip, 200 of silence, 200 of the second
  leg.cut()
  const [ended] = eventsOf(run(leg, 1, nothing))
  t.match(ended, { type: 'play-ended', wholeMs: 1000, cut: true })
  t.ok(ended?.type === 'play-ended' && Math.abs(ended.heardMs - (400 + 208 * 0.8)) < 0.5)
})

t.test('the next piece after a cut is heard at its own level', async t => {
  const leg = core()
  leg.play(play(noise(1000)))
  run(leg, 5, nothing)
  leg.duck(db(-15))
  leg.cut()
  leg.play(play(noise(200), { playId: 'next' }))
  t.equal(
    find(outgoingOf(run(leg, 20, nothing)), noise(200)),
    -1,
    'queued before the cut took effect: cut with the rest',
  )
  leg.play(play(noise(200), { playId: 'next' }))
  t.equal(find(outgoingOf(run(leg, 20, nothing)), noise(200)), 0)
})

t.test('ducking lowers within 60 ms by what was asked, and comes back, without a click', async t => {
  const tone = sine(311.25, 3000)
  const leg = core()
  leg.play(play(tone))
  run(leg, 10, nothing)
  leg.duck(db(-15))
  const down = outgoingOf(run(leg, 20, nothing))
  leg.duck(db(0))
  const up = outgoingOf(run(leg, 20, nothing))
  const ratioDb = 20 * Math.log10(rms(down.subarray(480)) / rms(tone))
  t.ok(Math.abs(ratioDb + 15) < 0.2, `${ratioDb} dB`)
  t.ok(Math.abs(rms(up.subarray(480)) / rms(tone) - 1) < 0.01)
  t.ok(largestStep(Int16Array.from([...down, ...up])) < 1.05 * largestStep(tone))
})

t.test('a beat that came too late sends nothing and loses no speech; the clock goes on', async t => {
  const pcm = noise(400)
  const leg = core()
  leg.play(play(pcm))
  const before = run(leg, 5, nothing)
  const muted = [leg.beat(true), leg.beat(true)]
  const after = run(leg, 20, nothing)
  t.equal(muted.flatMap(beat => beat.packets).length, 0)
  t.same(outgoingOf([...before, ...after]).subarray(0, pcm.length), pcm)
  const sent = sentBy([...before, ...after])
  const step = sent.findIndex((packet, i) => i > 0 && packet.timestamp !== (sent[i - 1]!.timestamp + 160) >>> 0)
  t.equal((sent[step]!.timestamp - sent[step - 1]!.timestamp) >>> 0, 3 * 160)
  t.equal(sent[step]!.marker, true)
  t.equal(sent[step]!.sequence, (sent[step - 1]!.sequence + 1) & 0xffff)
})

t.test('before connect the far end is who speaks first', async t => {
  const leg = new LegCore({ codec: 'alaw', windows: false, random: seededRandom(1) })
  leg.start()
  const [first] = sentBy(run(core(), 1, nothing))
  t.ok(first)
  for (const bytes of core().beat().packets) leg.receive(bytes, FAR)
  t.same(leg.remote, FAR)
})

t.test('the loudest voice that can be asked for is louder in truth, and does not clip', async t => {
  const voice = await loadClip(join(projectRoot, 'test/rehearsals/clips/siwis-je-prends-tout.wav'))
  const at = (gainDb: number) => {
    const beats = speaking(play(voice, { gainDb: db(gainDb) }), Math.ceil(voice.length / 160))
    return throughAlaw(outgoingOf(beats).subarray(0, voice.length))
  }
  const [asIs, louder, loudest] = [at(0), at(6), at(12)]
  const risesDb = (pcm: Int16Array) => 20 * Math.log10(rms(pcm) / rms(asIs))
  t.ok(Math.abs(risesDb(louder) - 6) < 0.5, `+6 dB is ${risesDb(louder)} dB`)
  t.ok(risesDb(loudest) > 10, `+12 dB is ${risesDb(loudest)} dB`)
  t.ok(loudest.every(sample => Math.abs(sample) < 32_768))
  const { prompts } = voiceLevels(loudest)
  t.same(
    prompts.map(({ clippedRuns }) => clippedRuns),
    prompts.map(() => 0),
    'no flat tops',
  )
})

t.test('real speech slowed to 0.7 keeps its pitch and its level', async t => {
  const voice = await loadClip(join(projectRoot, 'test/rehearsals/clips/siwis-je-prends-tout.wav'))
  const beats = speaking(play(voice, { tempo: 0.7 }), 250)
  const ended = eventsOf(beats).find(event => event.type === 'play-ended')!
  t.ok(Math.abs((ended.atMs * 8 * 0.7) / voice.length - 1) < 0.02, 'as long as asked for')
  const slow = outgoingOf(beats).subarray(0, ended.atMs * 8)
  t.ok(Math.abs(20 * Math.log10(rms(slow) / rms(voice))) < 1)
  t.ok(Math.abs(pitchOf(slow) / pitchOf(voice) - 1) < 0.05, `${pitchOf(voice)} and ${pitchOf(slow)} Hz`)
})

/** Median pitch by autocorrelation over the loud parts, Hz. */
function pitchOf(pcm: Int16Array): number {
  const found: number[] = []
  for (let from = 0; from + 640 <= pcm.length; from += 160) {
    const part = pcm.subarray(from, from + 640)
    if (rms(part) < 1500) continue
    let [best, most] = [0, 0]
    for (let lag = 20; lag <= 100; lag++) {
      let [product, energy] = [0, 1]
      for (let i = lag; i < part.length; i++) {
        product += part[i]! * part[i - lag]!
        energy += part[i - lag]! ** 2
      }
      if (product / energy > most) [best, most] = [lag, product / energy]
    }
    if (most > 0.5) found.push(8000 / best)
  }
  return found.sort((a, b) => a - b)[found.length >> 1] ?? Number.NaN
}
