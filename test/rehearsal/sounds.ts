import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that is gone after the test. */
export function folderFor(t: { teardown(what: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-rehearsal-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A sine at a level in dBFS RMS. */
export function tone(lengthMs: number, { hz = 440, dbfs = -20, rateHz = 8000 } = {}): Float32Array {
  const peak = 10 ** (dbfs / 20) * Math.SQRT2
  return Float32Array.from(
    { length: Math.round((lengthMs * rateHz) / 1000) },
    (_, i) => peak * Math.sin((2 * Math.PI * hz * i) / rateHz),
  )
}

/** 16-bit line sound of `lengthMs` with tones where `spans` say, everything else comfort noise at −60 dBFS. */
export function lineSound(lengthMs: number, spans: readonly (readonly [number, number])[], dbfs = -20): Int16Array {
  const pcm = Int16Array.from({ length: lengthMs * 8 }, (_, i) => ((i * 7919) % 113) - 56)
  for (const [startMs, endMs] of spans) {
    tone(endMs - startMs, { dbfs }).forEach((value, i) => {
      pcm[startMs * 8 + i] = Math.max(-32_767, Math.min(32_767, Math.round(value * 32_767)))
    })
  }
  return pcm
}

interface WavShape {
  readonly rateHz?: number
  readonly encoding?: '8' | '16' | '24' | '32' | '32f'
  readonly channels?: number
  readonly extensible?: boolean
  readonly junk?: boolean
}

/** A WAV file's bytes; `extensible` as recorders write 24 bits, `junk` with an odd chunk before the sound. */
export function wavOf(
  values: Float32Array,
  { rateHz = 8000, encoding = '16', channels = 1, extensible = false, junk = false }: WavShape = {},
): Buffer {
  const bits = Number.parseInt(encoding, 10)
  const float = encoding.endsWith('f')
  const chunk = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.write(name, 0, 'latin1')
    head.writeUInt32LE(body.length, 4)
    return Buffer.concat([head, body, Buffer.alloc(body.length & 1)])
  }
  const code = float ? 3 : 1
  const format = Buffer.alloc(extensible ? 40 : 16)
  format.writeUInt16LE(extensible ? 0xfffe : code, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rateHz, 4)
  format.writeUInt32LE((rateHz * channels * bits) / 8, 8)
  format.writeUInt16LE((channels * bits) / 8, 12)
  format.writeUInt16LE(bits, 14)
  if (extensible) {
    format.writeUInt16LE(22, 16)
    format.writeUInt16LE(code, 24)
  }
  const body = Buffer.alloc((values.length * bits) / 8)
  values.forEach((value, i) => {
    if (encoding === '8') body.writeUInt8(Math.round(value * 127) + 128, i)
    if (encoding === '16') body.writeInt16LE(Math.round(value * 32_767), i * 2)
    if (encoding === '24') body.writeIntLE(Math.round(value * 8_388_607), i * 3, 3)
    if (encoding === '32') body.writeInt32LE(Math.round(value * 2_147_483_647), i * 4)
    if (encoding === '32f') body.writeFloatLE(value, i * 4)
  })
  const chunks = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    ...(junk ? [chunk('LIST', Buffer.from('abc'))] : []),
    chunk('data', body),
  ])
  return chunk('RIFF', chunks)
}

export function writeWav(folder: string, name: string, lengthMs = 300, options: WavShape = {}): string {
  const path = join(folder, name)
  writeFileSync(path, wavOf(tone(lengthMs, { rateHz: options.rateHz ?? 8000 }), options))
  return path
}
