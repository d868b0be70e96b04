import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { benchTurnGap, percentile, turnGapTable } from '../../bench/turn-gap.js'
import { type BenchClip, evenly, readBenchClips } from '../../bench/turn-gap-clips.js'
import { folderFor, writeWav } from './sounds.js'
import { clip, type Prompt, say, stage, voice } from './stage.js'

const timing = { endpointingMs: 320, recognitionMs: 250, thinkingMs: 4, voiceMs: 20 }
const question = [await voice('siwis-trois-sur-dix-ca-va')]
const silence = (lengthMs: number) => new Int16Array(lengthMs * 8)

t.test('each clip is one turn, measured at the patient’s end; long ones stay out of the percentiles', async t => {
  const names = ['sept', 'non-merci', 'deux', 'ben-oui']
  const clips: BenchClip[] = await Promise.all(
    names.map(async file => {
      const pcm = await clip(file)
      return { file, pcm, lengthMs: pcm.length / 8 }
    }),
  )
  const [first] = clips
  const long: BenchClip = {
    file: 'long.wav',
    pcm: Int16Array.from([...first!.pcm, ...silence(5000)]),
    lengthMs: 5000 + first!.lengthMs,
  }
  const sizes: number[] = []
  const bench = await benchTurnGap({
    clips: [...clips, long],
    opening: [await say(['sept'])],
    clipsPerCall: 3,
    runCall: async (rehearsal, turns) => {
      sizes.push(turns)
      const prompts: Prompt[] = Array.from({ length: turns }, (_, i) => ({ linkId: `turn-${i}`, clips: question }))
      const { story } = await stage(rehearsal, [...prompts, { linkId: 'closing', clips: question }])
      return { story, timings: [timing], underflows: 1, tookMs: 30_000 }
    },
    strain: () => ({ turns: 9, waitedMs: 300 - 100 * sizes.length, busyShare: 0.2 * sizes.length }),
  })
  t.same(sizes, [3, 2])
  t.equal(bench.turns, 4)
  t.ok(
    bench.gapMs.p50 >= 600 && bench.gapMs.max <= 800,
    `the scripted agent waits 600 ms: ${JSON.stringify(bench.gapMs)}`,
  )
  t.match(bench, {
    parts: { endpointing: 320, recognition: 250, thinking: 4, voice: 20 },
    cutOffs: 0,
    missed: 0,
    underflows: 2,
  })
  t.ok(bench.cpuSecondsPerTurn > 0 && bench.rssBytes > 1e7)
  t.ok(Math.abs(bench.cpuSecondsPerCallMinute - bench.cpuSecondsPerTurn * 5) < 0.02, 'a minute in two calls')
  t.same(bench.hearing, { waitedMs: 200, busyShare: 0.4 }, 'the most of both calls')
  t.same(bench.worst, [], 'nothing was late, cut off or missed')
  t.match(
    turnGapTable({ ...bench, worst: [{ file: 'sept.wav', gapMs: 1900, what: 'late' }] }),
    /late {12}sept\.wav 1900 ms/,
  )
  t.match(turnGapTable(bench), /CPU a call-minute {1}[\d.]+ s/)
  t.match(turnGapTable(bench), /turn gap {10}p50 \d+ · p90 \d+ · p95 \d+ · max \d+ ms/)
})

t.test('a folder’s manifest says which clips are heard; without one all of them are', async t => {
  const folder = folderFor(t)
  mkdirSync(join(folder, 'a'))
  for (const name of ['a/1.wav', 'a/2.wav', 'b.wav']) writeWav(folder, name)
  const files = async () => (await readBenchClips(folder)).map(clip => clip.file)
  t.same(await files(), ['a/1.wav', 'a/2.wav', 'b.wav'])
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ file: 'b.wav' }, { file: 'gone.wav' }]))
  t.same(await files(), ['b.wav'])
  await t.rejects(readBenchClips(join(folder, 'nowhere')), { code: 'rehearsal/invalid' })
})

t.test('a part of many clips is taken evenly, a percentile by nearest rank', async t => {
  t.same(evenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3), [1, 5, 8])
  t.same(evenly([1, 2], 3), [1, 2])
  const values = Array.from({ length: 20 }, (_, i) => 20 - i)
  t.same(
    [50, 90, 95, 100].map(percent => percentile(values, percent)),
    [10, 18, 19, 20],
  )
  t.equal(percentile([], 50), 0)
})
