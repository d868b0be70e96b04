import t from 'tap'
import { Mouth, type Said, type Say } from '../../daemon/call/mouth.js'
import { Failure } from '../../daemon/domain/failure.js'
import { FRAME_SAMPLES } from '../../daemon/domain/units.js'
import { Player } from '../../daemon/media/player.js'
import type { Clip, MediaLeg } from '../../daemon/media/port.js'

/** A sentence that comes piece by piece, as the test lets it. */
function live() {
  const pieces: (Int16Array | Failure | undefined)[] = []
  let wake = () => {}
  const put = async (piece: Int16Array | Failure | undefined) => {
    pieces.push(piece)
    wake()
    await settled()
  }
  async function* sound(): AsyncGenerator<Int16Array> {
    for (;;) {
      if (pieces.length === 0) await new Promise<void>(resolve => (wake = resolve))
      const piece = pieces.shift()
      if (piece === undefined) return
      else if (piece instanceof Failure) throw piece
      else yield piece
    }
  }
  return { sound, put }
}

const settled = () => new Promise(resolve => setImmediate(resolve))
const ramp = (samples: number, from = 0) => Int16Array.from({ length: samples }, (_, i) => 100 + from + i)

/** A mouth on a real player; `hear` plays so many frames of 20 ms. */
function speaking(shelf: Readonly<Record<string, Clip>>, lives: Readonly<Record<string, ReturnType<typeof live>>>) {
  const player = new Player()
  const said: Said[] = []
  const failed: unknown[] = []
  const started: string[] = []
  const heard: number[] = []
  let atSamples = 0
  const leg: Pick<MediaLeg, 'play' | 'cut' | 'duck'> = {
    play: options => player.play(options),
    cut: () => player.cut(),
    duck: () => {},
  }
  const known: Record<string, Clip> = { ...shelf }
  const voice = {
    has: (text: string) => text in known,
    get: (text: string) => {
      const clip = known[text]
      if (!clip) throw new Failure('speech/unrendered')
      return clip
    },
    sound: (text: string) => lives[text]?.sound() ?? voice.get(text),
    busy: <T>(work: Promise<T>) => work,
  }
  const mouth = new Mouth(
    leg,
    voice,
    say => started.push(say.sayId),
    one => said.push(one),
    cause => failed.push(cause),
  )
  const hear = async (frames: number) => {
    for (let i = 0; i < frames; i++) {
      const frame = new Int16Array(FRAME_SAMPLES)
      const events = player.fill(frame, atSamples)
      atSamples += FRAME_SAMPLES
      heard.push(...frame)
      for (const event of events) mouth.media(event)
      await settled()
    }
  }
  return { mouth, hear, heard, said, started, failed, known }
}

const say = (sayId: string, ...sentences: string[]): Say => ({
  ...{ type: 'say', sayId, linkId: 'pain', overlap: 'stop', purpose: 'question' },
  sentences,
})

t.test('a sentence that comes in pieces is one play, without a sample between them', async t => {
  const first = live()
  const call = speaking({ 'Un.': { pcm: ramp(320, 5000) } }, { 'Deux.': first })
  call.mouth.say(say('a', 'Deux.', 'Un.'))
  call.mouth.say(say('b', 'Un.'))
  await call.hear(2)
  t.ok(
    call.heard.every(sample => sample === 0),
    'nothing sounds before its first piece',
  )
  t.notOk(call.mouth.sounding)
  await first.put(ramp(200))
  await first.put(ramp(1000, 200))
  await first.put(undefined)
  await call.hear(30)
  t.same(call.heard.slice(320, 320 + 1200), [...ramp(1200)])
  t.same(
    call.heard.slice(320 + 1200 + 1440, 320 + 1200 + 1440 + 320),
    [...ramp(320, 5000)],
    '180 ms, the next sentence',
  )
  t.same(call.started, ['a', 'b'])
  t.match(call.said, [
    { say: { sayId: 'a' }, startMs: 40, heardMs: 190, wholeMs: 190, cut: false },
    { say: { sayId: 'b' }, heardMs: 40, cut: false },
  ])
  t.ok(call.mouth.quiet)
})

t.test('a voice that is late leaves silence and goes on', async t => {
  const late = live()
  const call = speaking({}, { 'Un.': late })
  call.mouth.say(say('a', 'Un.'))
  await late.put(ramp(160))
  await call.hear(5)
  t.notOk(call.mouth.quiet)
  await late.put(ramp(160, 160))
  await late.put(undefined)
  await call.hear(2)
  t.same(call.heard.slice(0, 160), [...ramp(160)])
  t.same(call.heard.slice(800, 960), [...ramp(160, 160)])
  t.match(call.said, [{ heardMs: 40, wholeMs: 40, cut: false }])
})

t.test('cut in the middle, what was heard is known, and what comes of the voice after it is not heard', async t => {
  const cut = live()
  const call = speaking({ 'Un.': { pcm: ramp(800) } }, { 'Deux.': cut })
  call.mouth.say(say('a', 'Un.', 'Deux.', 'Un.'))
  await cut.put(ramp(1600))
  await call.hear(16)
  call.mouth.cut()
  await call.hear(1)
  const before = call.heard.length
  await cut.put(ramp(1600))
  await cut.put(undefined)
  await call.hear(4)
  t.ok(
    call.heard.slice(before).every(sample => sample === 0),
    'nothing more',
  )
  t.equal(call.said.length, 1)
  const [one] = call.said
  t.ok(one!.cut && one!.heardMs > 100 && one!.heardMs < 160, `${one!.heardMs} ms of the first and the second`)
  t.equal(one!.wholeMs, 100 + 5 * 80 + 100, 'of the rest it is only known how many letters there are')
  t.same(call.mouth.unheard(one!).sentences, ['Deux.', 'Un.'], 'from the one that is still being rendered')
  call.known['Deux.'] = { pcm: ramp(3200) }
  t.same(call.mouth.unheard(one!).sentences, ['Deux.', 'Un.'], 'and when it is')
  t.equal(call.mouth.askedShare({ ...one!, say: say('a', 'Quatre.') }), 0, 'what is not rendered was not asked')
})

t.test('cut while the voice is late, it is over at once', async t => {
  const late = live()
  const call = speaking({}, { 'Un.': late })
  call.mouth.say(say('a', 'Un.'))
  await late.put(ramp(160))
  await call.hear(3)
  call.mouth.cut()
  t.match(call.said, [{ heardMs: 20, cut: true }])
  t.ok(call.mouth.quiet)
  await late.put(ramp(160))
  await call.hear(2)
  t.equal(call.said.length, 1)
})

t.test('a voice that breaks off ends its piece and is told', async t => {
  const broken = live()
  const call = speaking({ 'Un.': { pcm: ramp(160) } }, { 'Deux.': broken })
  call.mouth.say(say('a', 'Deux.'))
  call.mouth.say(say('b', 'Un.'))
  await broken.put(ramp(800))
  await call.hear(2)
  await broken.put(new Failure('speech/synthesiser'))
  await call.hear(4)
  t.match(call.said, [
    { say: { sayId: 'a' }, cut: true },
    { say: { sayId: 'b' }, cut: false },
  ])
  t.match(call.failed, [{ code: 'speech/synthesiser' }])
})
