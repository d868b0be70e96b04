import t from 'tap'
import { toLineRate } from '../../daemon/rehearsal/resample.js'
import { levelDbfs } from '../../daemon/rehearsal/sound.js'
import { decodeWav } from '../../daemon/rehearsal/wav.js'
import { tone, wavOf } from './sounds.js'

/** Level at one frequency, by correlation. */
function levelAt(pcm: Int16Array, hz: number): number {
  let re = 0
  let im = 0
  pcm.forEach((value, i) => {
    re += value * Math.cos((2 * Math.PI * hz * i) / 8000)
    im += value * Math.sin((2 * Math.PI * hz * i) / 8000)
  })
  return 20 * Math.log10((Math.hypot(re, im) * Math.SQRT2) / pcm.length / 32_768)
}

t.test('a clip of any depth sounds the same', async t => {
  const values = tone(500)
  for (const encoding of ['8', '16', '24', '32', '32f'] as const) {
    for (const extensible of [false, true]) {
      const sound = decodeWav(wavOf(values, { encoding, extensible, junk: true }))
      t.equal(sound.values.length, values.length)
      const worst = Math.max(...sound.values.map((value, i) => Math.abs(value - values[i]!)))
      t.ok(worst < (encoding === '8' ? 0.01 : 1e-4), `${encoding} bits differ by ${worst}`)
    }
  }
})

t.test('a small file out of a shared buffer is read from its own bytes', async t => {
  const file = wavOf(tone(100))
  const shared = Buffer.concat([Buffer.alloc(3), file])
  t.same(decodeWav(shared.subarray(3)).values, decodeWav(file).values)
})

t.test('a clip at the line rate is kept sample for sample', async t => {
  const sound = decodeWav(wavOf(tone(200)))
  t.same(
    [...toLineRate(sound)],
    [...sound.values].map(value => Math.round(value * 32_768)),
  )
})

t.test(
  'a clip of another rate keeps its pitch, level and length, and what the line cannot carry does not fold back',
  async t => {
    for (const rateHz of [11_025, 16_000, 22_050, 44_100, 48_000]) {
      const voice = toLineRate({ rateHz, values: tone(1000, { hz: 1000, rateHz }) })
      t.equal(voice.length, 8000)
      t.ok(Math.abs(levelAt(voice, 1000) + 20) < 0.1, `${rateHz} Hz: level ${levelAt(voice, 1000)}`)
      const above = toLineRate({ rateHz, values: tone(1000, { hz: 4600, rateHz }) }).subarray(400, 7600)
      t.ok(levelDbfs(above) < -75, `${rateHz} Hz: 4.6 kHz comes through at ${levelDbfs(above)}`)
    }
  },
)

t.test('a recording that was stopped hard gives the sound that is there', async t => {
  const file = wavOf(tone(100))
  t.equal(decodeWav(file.subarray(0, file.length - 400)).values.length, 600)
})

t.test('no bytes crash the reader but with a reason', async t => {
  const file = wavOf(tone(20))
  for (let length = 0; length < 60; length++) {
    for (let flipped = 0; flipped < length; flipped += 3) {
      const bytes = Buffer.from(file.subarray(0, length))
      bytes[flipped] = bytes[flipped]! ^ 0xff
      try {
        decodeWav(bytes)
      } catch (cause) {
        t.notOk(cause instanceof RangeError, `${length} bytes, byte ${flipped} flipped: ${String(cause)}`)
      }
    }
  }
})
