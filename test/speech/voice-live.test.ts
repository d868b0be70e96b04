import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { LINE_HZ, ms, samplesIn } from '../../daemon/domain/units.js'
import { homeFolder } from '../../daemon/paths.js'
import type { Synthesiser } from '../../daemon/speech/port.js'
import { chunkEnds, decodeByChunks } from '../../daemon/speech/synthesis/decode.js'
import { FINISH, finishClip } from '../../daemon/speech/synthesis/finish.js'
import { LiveBand, LiveFinish } from '../../daemon/speech/synthesis/finish-live.js'
import { frameLevels, peakOf, toDb, voicedLevel } from '../../daemon/speech/synthesis/level.js'
import { exchangeNodes, type Graph, graphOf, type Node, partOf } from '../../daemon/speech/synthesis/onnx-file.js'
import { openPiper, piperSource } from '../../daemon/speech/synthesis/piper.js'
import { dropRumble, toLineRate } from '../../daemon/speech/synthesis/resample.js'
import { openSessions, type Piece } from '../../daemon/speech/synthesis/sessions.js'
import { splitVoice } from '../../daemon/speech/synthesis/split-voice.js'

const model = (name: string) => join(homeFolder(), 'models', name)
const joe = { modelPath: model('en_US-joe-medium.onnx'), configPath: model('en_US-joe-medium.onnx.json') }
const skip = existsSync(joe.modelPath) ? false : 'the Piper voice joe is not in var/models'
const timeout = 300_000
const RATE_HZ = 22_050
const settings = { ...joe, language: 'en', threads: 1, reason: 'test' } as const

/** What a daemon renders before a call; a voice learns from it how loud it is. */
const SAID_AHEAD = [
  'Hello, this is the hospital calling.',
  'Can you hear me?',
  'On a scale from zero to ten, how strong is your pain right now?',
  'Do you have trouble breathing?',
  'I did not understand you.',
  'Would you say that again, please?',
  'Please stay on the line, I am putting you through.',
  'Do you sleep well, and do you eat enough?',
  'Has your weight changed since you came home?',
  'A nurse will call you back today.',
  'Thank you for your time, and get well soon.',
  'The call is recorded so that a nurse can hear it again.',
]

const samplesOf = (pcm: Int16Array) => Float32Array.from(pcm, x => x / 32768)
const levelOf = (pcm: Int16Array) => toDb(voicedLevel(samplesOf(pcm)))

/** Phonemes of no language, as a voice is fed with them. */
function babbled(symbols: number, scales: readonly number[] = [0.667, 1, 0.8]): Piece {
  const values = Array.from({ length: symbols }, (_, i) => (i % 2 ? 0 : 14 + ((i * 7) % 40)))
  return {
    integers: { input: { values, dims: [1, symbols] }, input_lengths: { values: [symbols], dims: [1] } },
    floats: { scales: { values: Float32Array.from(scales), dims: [3] } },
  }
}

function joined<Kind extends Int16Array | Float32Array>(pieces: readonly Kind[], empty: Kind): Kind {
  return pieces.reduce((whole, piece) => {
    const both = new (whole.constructor as new (length: number) => Kind)(whole.length + piece.length)
    both.set(whole)
    both.set(piece, whole.length)
    return both
  }, empty)
}

async function all(chunks: AsyncIterable<Int16Array>): Promise<Int16Array[]> {
  const pieces: Int16Array[] = []
  for await (const chunk of chunks) pieces.push(chunk)
  return pieces
}
const clipOf = async (voice: Synthesiser, text: string) => joined(await all(voice.stream!(text)), new Int16Array(0))

/** The same text sounds the same each time: no noise of sound or rhythm. */
function steadyConfig(t: { teardown: (done: () => void) => void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'voice-live-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const config = JSON.parse(readFileSync(joe.configPath, 'utf8')) as { inference: object }
  const path = join(folder, 'steady.onnx.json')
  writeFileSync(path, JSON.stringify({ ...config, inference: { noise_scale: 0, length_scale: 1, noise_w: 0 } }))
  return path
}

t.test('chunks grow from a short one, cover the sentence and leave no crumb', async t => {
  t.same(chunkEnds(0), [])
  t.same(chunkEnds(10), [10])
  t.same(chunkEnds(500), [26, 78, 174, 270, 366, 462, 500])
  for (let frames = 1; frames < 600; frames++) {
    const ends = chunkEnds(frames)
    const lengths = ends.map((end, i) => end - (ends[i - 1] ?? 0))
    t.equal(ends.at(-1), frames)
    if (frames >= 52) t.ok(Math.min(...lengths) >= 26, `${frames}: ${lengths.join(' ')}`)
  }
})

t.test('a voice decoded by chunks is the whole to the last sample', { skip, timeout }, async t => {
  const sessions = await openSessions({ modelPath: joe.modelPath, threads: 1, widen: false, steady: ['sid'] })
  for (const symbols of [9, 61, 201]) {
    const unsounded = await sessions.encode!(babbled(symbols))
    const whole = await unsounded.whole()
    const chunks: Float32Array[] = []
    for await (const chunk of unsounded.chunks()) chunks.push(chunk)
    const together = joined(chunks, new Float32Array(0))
    t.equal(together.length, whole.length)
    t.equal(whole.length, unsounded.latent.frames * 256)
    const worst = peakOf(together.map((x, i) => x - whole[i]!))
    t.ok(worst <= 1e-4, `${symbols} symbols in ${chunks.length} chunks: off by ${worst}`)
  }
  await sessions.close()
})

t.test('the chunks need all of the overlap that was read from the graph', { skip, timeout }, async t => {
  const sessions = await openSessions({ modelPath: joe.modelPath, threads: 1, widen: false, steady: ['sid'] })
  const { reachFrames } = splitVoice(readFileSync(joe.modelPath), new Set())!
  const unsounded = await sessions.encode!(babbled(101))
  const whole = await unsounded.whole()
  const worstWith = async (reach: number): Promise<number> => {
    let [worst, at] = [0, 0]
    for await (const chunk of decodeByChunks(unsounded.latent, reach, unsounded.decode))
      for (const x of chunk) worst = Math.max(worst, Math.abs(x - whole[at++]!))
    return worst
  }
  t.ok((await worstWith(reachFrames)) <= 1e-4)
  const half = await worstWith(reachFrames >> 2)
  t.ok(half > 1e-4, `with a quarter of it: ${half}`)
  await sessions.close()
})

t.test('no cut is heard: the clip made of chunks is the clip made at once', { skip, timeout }, async t => {
  const sessions = await openSessions({ modelPath: joe.modelPath, threads: 1, widen: false, steady: ['sid'] })
  for (const symbols of [61, 201]) {
    const unsounded = await sessions.encode!(babbled(symbols))
    const whole = await unsounded.whole()
    // Six decibels below the finished clips' level the limiter, which looks at all of a clip, has nothing to do.
    const levelDbfs = toDb(voicedLevel(dropRumble(toLineRate(whole, RATE_HZ)))) + 6
    const clipIn = (chunks: readonly Float32Array[]): Int16Array => {
      const [band, finish] = [new LiveBand(RATE_HZ), new LiveFinish()]
      const pieces = chunks.map(chunk => finish.push(band.push(chunk), levelDbfs))
      return joined([...pieces, finish.end(band.end())], new Int16Array(0))
    }
    const chunks: Float32Array[] = []
    for await (const chunk of unsounded.chunks()) chunks.push(chunk)
    const [live, once] = [clipIn(chunks), clipIn([whole])]
    t.equal(live.length, once.length)
    t.ok(
      live.every((x, i) => Math.abs(x - once[i]!) <= 2),
      `${symbols} symbols: no sample differs by more than two steps of 65,536`,
    )
  }
  await sessions.close()
})

t.test('a sentence as it comes is the sentence as it is rendered', { skip, timeout }, async t => {
  const voice = await openPiper({ ...settings, configPath: steadyConfig(t) })
  for (const text of SAID_AHEAD) await voice.synthesise(text)
  for (const text of [
    'Are you taking your medicines as planned?',
    'You said 38.5 degrees.',
    'I could not verify who you are, so I cannot go on.',
    'Goodbye.',
    'Hello, this is the hospital. We call to ask how you feel. Is that all right?',
  ]) {
    const pieces = await all(voice.stream!(text))
    const live = joined(pieces, new Int16Array(0))
    const { pcm } = await voice.synthesise(text)
    const seconds = pcm.length / LINE_HZ
    if (seconds > 1) t.ok(pieces.length > 1, `${text}: in ${pieces.length} pieces`)
    const lateMs = (1000 * (live.length - pcm.length)) / LINE_HZ
    t.ok(Math.abs(lateMs) <= 40, `${text}: ${lateMs} ms longer, of ${seconds.toFixed(2)} s`)
    t.ok(Math.abs(levelOf(live) - levelOf(pcm)) <= 1, `${text}: ${levelOf(live).toFixed(2)} dBFS`)
    t.ok(toDb(peakOf(samplesOf(live))) <= FINISH.peakDbfs)
    t.ok(Math.abs(live[0]!) < 40 && Math.abs(live.at(-1)!) < 40, 'starts and ends at zero')
    const silent = Array.from(frameLevels(samplesOf(live)), level => toDb(level) < FINISH.silenceDbfs)
    t.ok(silent.indexOf(false) <= 4 && silent.length - 1 - silent.lastIndexOf(false) <= 4, 'no silence at its ends')
  }
  t.same(await all(voice.stream!('…')), [], 'nothing to say is nothing')
  await voice.close()
  await t.rejects(all(voice.stream!('Hello.')), { code: 'speech/synthesiser' })
})

t.test('the first piece has 200 ms of sound', { skip, timeout }, async t => {
  const voice = await openPiper({ ...settings, configPath: steadyConfig(t) })
  for (const text of ['Are you taking your medicines as planned?', 'From zero to ten, how are your spirits?']) {
    const [first] = await all(voice.stream!(text))
    t.ok(first!.length >= samplesIn(ms(200), LINE_HZ), `${text}: ${(1000 * first!.length) / LINE_HZ} ms`)
  }
  await voice.close()
})

t.test('a voice that is opened again knows how loud it is', { skip, timeout }, async t => {
  const source = piperSource({ ...settings, configPath: steadyConfig(t) })
  const text = 'Would you like me to put you through to a nurse now?'
  const first = await source.open()
  const unheard = await clipOf(first, text)
  for (const other of ['Do you have a fever?', 'What exactly is the matter?', 'Yes.', text])
    await first.synthesise(other)
  const known = await clipOf(first, text)
  await first.close()
  const second = await source.open()
  const again = await clipOf(second, text)
  await second.close()
  t.ok(Math.abs(levelOf(known) - FINISH.voicedDbfs) <= 1)
  t.ok(Math.abs(levelOf(again) - levelOf(known)) <= 0.2, `${levelOf(unheard)}, ${levelOf(known)}, ${levelOf(again)}`)
})

t.test('whoever stops listening stops the work', { skip, timeout }, async t => {
  const long = 'Please take your time and tell me how you feel. '.repeat(8)
  const voice = await openPiper(settings)
  await voice.synthesise('Yes.')
  // What was computed, and not for how long: other programs' work is in neither.
  const computedMs = async (work: () => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
  const wholeMs = await computedMs(() => all(voice.stream!(long)))
  const stream = voice.stream!(long)[Symbol.asyncIterator]()
  await stream.next()
  const leftMs = await computedMs(async () => {
    await stream.return?.()
    // Spoken when the thread is free: with the work not stopped, behind all of it.
    await voice.synthesise('Yes.')
  })
  t.ok(leftMs < wholeMs / 3, `${leftMs.toFixed(0)} of ${wholeMs.toFixed(0)} ms were computed after it`)
  await voice.close()
})

t.test('whoever listens is served before what is rendered ahead', { skip, timeout }, async t => {
  const voice = await openPiper(settings)
  const order: string[] = []
  // Long ones: what is asked for last is in the line long before the second of them is begun, however late its phonemes come.
  const ahead = Array.from({ length: 4 }, async (_, i) => {
    await voice.synthesise('I have a few questions about the return home. '.repeat(5))
    order.push(`ahead ${i}`)
  })
  await all(voice.stream!('Goodbye.'))
  order.push('live')
  await Promise.all(ahead)
  t.ok(order.indexOf('live') <= 2, order.join(', '))
  await voice.close()
})

/** Twice the other way round: the same sound, but by operators whose reach in time nobody told the splitter. */
function turnedTwice({ nodes }: Graph): readonly Node[] {
  const turn = (from: string, to: string): Node => ({
    operator: 'Transpose',
    name: to,
    inputs: [from],
    outputs: [to],
    attributes: [],
  })
  const tanh = nodes.findLast(({ operator }) => operator === 'Tanh')!
  const [sound] = tanh.outputs
  return nodes.flatMap(node =>
    node === tanh
      ? [
          { operator: 'Tanh', name: 'tanh', inputs: tanh.inputs, outputs: ['sound'], attributes: [] },
          turn('sound', 'turned'),
          turn('turned', sound!),
        ]
      : [node],
  )
}

t.test('a model that cannot be split is spoken whole', { skip, timeout }, async t => {
  const folder = mkdtempSync(join(tmpdir(), 'voice-whole-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const modelPath = join(folder, 'whole.onnx')
  const file = exchangeNodes(readFileSync(joe.modelPath), turnedTwice)
  writeFileSync(modelPath, file)
  t.ok(splitVoice(file, new Set()) === undefined)
  const voice = await openPiper({ ...settings, modelPath })
  const pieces = await all(voice.stream!('Are you taking your medicines as planned?'))
  t.equal(pieces.length, 1)
  t.ok(pieces[0]!.length > LINE_HZ)
  t.ok(Math.abs(levelOf(pieces[0]!) - FINISH.voicedDbfs) <= 1)
  await voice.close()
})

t.test('the decoder may take the speaker too, but nothing else of the sentence', { skip }, async t => {
  const file = readFileSync(joe.modelPath)
  const graph = graphOf(file)
  const alone = splitVoice(file, new Set())!
  t.same([alone.steady, alone.samplesPerFrame, alone.reachFrames], [[], 256, 12])
  t.same([...graphOf(alone.decoder).inputs], [alone.latent])
  t.same([...graphOf(alone.encoder).outputs], [alone.latent])
  const first = graph.nodes.find(({ inputs }) => inputs[0] === alone.latent)!
  const { operator, name, inputs, outputs, attributes } = first
  const spoken: readonly Node[] = [
    { operator, name, inputs, outputs: ['frames'], attributes },
    { operator: 'Add', name: 'speaker', inputs: ['frames', 'who'], outputs, attributes: [] },
  ]
  const nodes = graph.nodes.flatMap(node => (node === first ? spoken : [node]))
  const several = partOf(file, { ...graph, nodes, inputs: new Set([...graph.inputs, 'who']) })
  const shared = splitVoice(several, new Set(['who']))
  t.same([shared?.steady, shared?.latent], [['who'], alone.latent])
  t.ok(splitVoice(several, new Set()) === undefined, 'a decoder that needs what nobody gives it is not cut off')
  t.throws(() => splitVoice(file.subarray(0, 1_000_000), new Set()), RangeError)
})

t.test('the finished clip does not depend on whether the voice was split', { skip, timeout }, async t => {
  const steady = babbled(61, [0, 1, 0])
  const split = await openSessions({ modelPath: joe.modelPath, threads: 1, widen: false, steady: ['sid'] })
  const whole = await openSessions({ modelPath: joe.modelPath, threads: 1, widen: false })
  t.equal(whole.encode, undefined)
  const [one, other] = [finishClip([await split.run(steady)], RATE_HZ), finishClip([await whole.run(steady)], RATE_HZ)]
  t.equal(one.length, other.length)
  t.ok(one.every((x, i) => Math.abs(x - other[i]!) <= 2))
  await split.close()
  await whole.close()
})
