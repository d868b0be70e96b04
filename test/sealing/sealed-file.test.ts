import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { HEAD_BYTES, newFileSeal, TAG_BYTES } from '../../daemon/sealing/chunks.js'
import { type KeyRing, keyRing } from '../../daemon/sealing/ring.js'
import { openSealedFile, sealStream } from '../../daemon/sealing/sealed-file.js'

const CHUNK_BYTES = 64
const STEP = CHUNK_BYTES + TAG_BYTES
const kind = { use: 'recording', context: 'call-1' } as const
const ring = keyRing([randomBytes(32)])

async function sealed(path: string, text: Uint8Array, keys: KeyRing = ring, pieces = [text]): Promise<Buffer> {
  await writeFile(path, sealStream(pieces, newFileSeal(keys, kind, CHUNK_BYTES)))
  return readFileSync(path)
}

async function opened(path: string, keys: KeyRing = ring, of: typeof kind | { use: 'backup'; context: string } = kind) {
  const file = await openSealedFile(path, keys, of)
  try {
    return { whole: file.whole, bytes: file.bytes, text: await file.read(0) }
  } finally {
    await file.close()
  }
}

t.test('any part of a sealed file is read as it was written, whatever its length and pieces', async t => {
  const path = join(t.testdir(), 'file')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }),
      fc.nat(600),
      fc.nat(600),
      async (pieces, start, length) => {
        const text = Buffer.concat(pieces)
        await sealed(path, text, ring, pieces)
        const file = await openSealedFile(path, ring, kind)
        try {
          const part = await file.read(start, start + length)
          const streamed: Buffer[] = []
          for await (const piece of file.stream()) streamed.push(piece)
          return (
            file.whole &&
            file.bytes === text.length &&
            part.equals(text.subarray(start, start + length)) &&
            Buffer.concat(streamed).equals(text)
          )
        } finally {
          await file.close()
        }
      },
    ),
    { numRuns: 60 },
  )
})

t.test('no byte of it may change', async t => {
  const path = join(t.testdir(), 'file')
  const bytes = await sealed(path, randomBytes(150))
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes)
    changed[i]! ^= 1
    writeFileSync(path, changed)
    const told = await opened(path).then(
      ({ whole }) => (whole ? 'opened' : 'cut'),
      (error: { code?: string }) => error.code,
    )
    t.ok(told === 'sealing/damaged' || told === 'store/key' || told === 'cut', `byte ${i}: ${told}`)
  }
})

t.test('two chunks that changed places do not open, nor does one of another file', async t => {
  const path = join(t.testdir(), 'file')
  const text = randomBytes(CHUNK_BYTES * 3)
  const bytes = await sealed(path, text)
  const chunk = (of: Buffer, index: number) => of.subarray(HEAD_BYTES + index * STEP, HEAD_BYTES + (index + 1) * STEP)
  const other = await sealed(`${path}.other`, text)
  const rest = bytes.subarray(HEAD_BYTES + 2 * STEP)
  for (const two of [
    [chunk(bytes, 1), chunk(bytes, 0)],
    [chunk(bytes, 0), chunk(other, 1)],
  ]) {
    writeFileSync(path, Buffer.concat([bytes.subarray(0, HEAD_BYTES), ...two, rest]))
    await t.rejects(opened(path), { code: 'sealing/damaged' })
  }
})

t.test(
  'a file cut anywhere opens up to there and is not whole; its chunks cannot be passed off as its end',
  async t => {
    const path = join(t.testdir(), 'file')
    const text = randomBytes(CHUNK_BYTES * 2 + 20)
    const bytes = await sealed(path, text)
    for (let length = HEAD_BYTES; length < bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length))
      const there = await opened(path)
      const whole = Math.floor((length - HEAD_BYTES) / STEP) * CHUNK_BYTES
      if (there.whole || !there.text.equals(text.subarray(0, whole))) t.fail(`${length} bytes`)
    }
    writeFileSync(path, bytes.subarray(0, HEAD_BYTES - 1))
    await t.rejects(opened(path), { code: 'sealing/damaged', facts: { reason: 'head' } })
    writeFileSync(path, Buffer.concat([bytes.subarray(0, HEAD_BYTES + STEP), bytes.subarray(HEAD_BYTES + 2 * STEP)]))
    t.match(await opened(path), { whole: false }, 'the last chunk behind the first is not the second')
  },
)

t.test('a file opens as what it is alone, under its own key alone', async t => {
  const path = join(t.testdir(), 'file')
  const newer = keyRing([randomBytes(32)])
  await sealed(path, randomBytes(10))
  t.match(await opened(path, ring, { use: 'recording', context: 'call-2' } as never), { whole: false, bytes: 0 })
  t.match(await opened(path, ring, { use: 'backup', context: 'call-1' }), { whole: false, bytes: 0 })
  await t.rejects(opened(path, newer), { code: 'store/key', facts: { keyId: ring.current.id } })
})

t.test('the first key of a ring seals and all of them open', async t => {
  const path = join(t.testdir(), 'file')
  const [old, fresh] = [randomBytes(32), randomBytes(32)]
  await sealed(path, Buffer.from('old'), keyRing([old]))
  t.equal((await opened(path, keyRing([fresh, old]))).text.toString(), 'old')
  await sealed(path, Buffer.from('new'), keyRing([fresh, old]))
  t.equal((await opened(path, keyRing([fresh]))).text.toString(), 'new')
})
