import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { CallId } from '../../daemon/domain/ids.js'
import { openMedia } from '../../daemon/media/media.js'
import { RECORDING_CHUNK_BYTES, Recorder } from '../../daemon/media/recorder.js'
import { openRecording } from '../../daemon/media/recording.js'
import { newFileSeal } from '../../daemon/sealing/chunks.js'
import { keyRing } from '../../daemon/sealing/ring.js'
import { sileroPath } from './sounds.js'

const secret = randomBytes(32)
const keys = keyRing([secret])
const call = 'call-1' as CallId
const sealFor = (context: string) => newFileSeal(keys, { use: 'recording', context }, RECORDING_CHUNK_BYTES)
const frameOf = (value: number) => new Int16Array(160).fill(value)

/** Both recordings of the same beats: one sealed, one plain. */
async function recorded(folder: string, frames: number) {
  const paths = { sealed: join(folder, 'call.sealed'), plain: join(folder, 'call.wav') }
  for (const [path, seal] of [
    [paths.sealed, sealFor(call)],
    [paths.plain, undefined],
  ] as const) {
    const recorder = new Recorder(path, () => t.fail('it failed'), seal)
    await recorder.open()
    for (let frame = 1; frame <= frames; frame++) {
      recorder.append(frameOf(frame), frameOf(-frame))
      if (frame % 40 === 0) await recorder.settled()
    }
    await recorder.close()
  }
  return { ...paths, wav: readFileSync(paths.plain) }
}

t.test('a sealed recording is the same WAV, byte for byte, from any byte to any other', async t => {
  for (const frames of [0, 1, 24, 25, 26, 110]) {
    const { sealed, wav } = await recorded(t.testdir(), frames)
    const recording = await openRecording(sealed, call, keys)
    t.equal(recording.bytes, wav.length)
    t.ok(recording.whole, `${frames} frames`)
    t.ok((await recording.read(0)).equals(wav))
    for (const [start, end] of [
      [0, 10],
      [40, 50],
      [44, 44],
      [15_990, 16_100],
      [wav.length - 7, wav.length + 7],
      [wav.length + 1, wav.length + 2],
    ] as const)
      t.ok(
        (await recording.read(start, end)).equals(wav.subarray(start, end)),
        `${start} to ${end} of ${frames} frames`,
      )
    await recording.close()
  }
})

t.test('a plain recording of a rehearsal is read the same way', async t => {
  const { plain, wav } = await recorded(t.testdir(), 30)
  const recording = await openRecording(plain, call, keys)
  t.ok((await recording.read(0)).equals(wav))
  t.ok((await recording.read(40, 60)).equals(wav.subarray(40, 60)))
  await recording.close()
})

t.test('nothing of the audio can be seen in the file, which its owner alone may read', async t => {
  const { sealed, wav } = await recorded(t.testdir(), 60)
  const bytes = readFileSync(sealed)
  for (let at = 44; at + 16 <= wav.length; at += 640) t.notOk(bytes.includes(wav.subarray(at, at + 16)))
  t.equal(statSync(sealed).mode & 0o777, 0o600)
})

t.test('a recording under the name of another call does not open, nor one whose seconds changed places', async t => {
  const folder = t.testdir()
  const { sealed } = await recorded(folder, 110)
  const moved = join(folder, 'moved.sealed')
  copyFileSync(sealed, moved)
  const elsewhere = await openRecording(moved, 'call-2' as CallId, keys)
  t.notOk(elsewhere.whole)
  await t.rejects(elsewhere.read(0), { code: 'sealing/damaged' })
  await elsewhere.close()

  const bytes = readFileSync(sealed)
  const step = RECORDING_CHUNK_BYTES + 16
  const chunk = (index: number) => bytes.subarray(28 + index * step, 28 + (index + 1) * step)
  writeFileSync(sealed, Buffer.concat([bytes.subarray(0, 28), chunk(1), chunk(0), bytes.subarray(28 + 2 * step)]))
  const swapped = await openRecording(sealed, call, keys)
  await t.rejects(swapped.read(0), { code: 'sealing/damaged' })
  t.equal((await swapped.read(44 + 2 * RECORDING_CHUNK_BYTES, 44 + 2 * RECORDING_CHUNK_BYTES + 4)).length, 4)
  await swapped.close()
})

t.test('a recording that was cut is told apart from a whole one, and plays up to the cut', async t => {
  const { sealed, wav } = await recorded(t.testdir(), 110)
  const step = RECORDING_CHUNK_BYTES + 16
  for (const length of [28 + 2 * step, 28 + 2 * step + 100, statSync(sealed).size - 1].reverse()) {
    truncateSync(sealed, length)
    const recording = await openRecording(sealed, call, keys)
    const chunks = Math.floor((length - 28) / step)
    t.notOk(recording.whole, `${length} bytes`)
    t.equal(recording.bytes, 44 + chunks * RECORDING_CHUNK_BYTES)
    t.ok((await recording.read(44)).equals(wav.subarray(44, 44 + chunks * RECORDING_CHUNK_BYTES)))
    await recording.close()
  }
})

t.test('a process killed in mid-call leaves all but the last half second', async t => {
  const path = join(t.testdir(), 'call.sealed')
  const url = (file: string) => JSON.stringify(new URL(`../../daemon/${file}`, import.meta.url).href)
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { Recorder, RECORDING_CHUNK_BYTES } from ${url('media/recorder.js')}
     import { newFileSeal } from ${url('sealing/chunks.js')}
     import { keyRing } from ${url('sealing/ring.js')}
     const keys = keyRing([Buffer.from('${secret.toString('hex')}', 'hex')])
     const seal = newFileSeal(keys, { use: 'recording', context: '${call}' }, RECORDING_CHUNK_BYTES)
     const recorder = new Recorder(${JSON.stringify(path)}, () => {}, seal)
     await recorder.open()
     let frame = 0
     setInterval(() => {
       recorder.append(new Int16Array(160).fill(++frame), new Int16Array(160).fill(-frame))
       if (frame === 110) process.stdout.write('now')
     }, 4)`,
  ])
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const recording = await openRecording(path, call, keys)
  const wav = await recording.read(0)
  await recording.close()
  t.notOk(recording.whole)
  t.ok(wav.length - 44 >= 75 * 640, `${(wav.length - 44) / 640} of 110 frames`)
  t.equal(wav.readUInt32LE(40), wav.length - 44)
  for (let frame = 0; frame * 640 + 44 < wav.length; frame++)
    if (wav.readInt16LE(44 + frame * 640) !== frame + 1) t.fail(`frame ${frame}`)
})

t.test('the media thread seals what it records on a real line', async t => {
  const media = await openMedia({ sileroPath })
  const leg = await media.open({ id: 'ours', codec: 'alaw', voiceActivity: false })
  leg.connect({ host: '127.0.0.1', port: 9 })
  leg.start()
  const path = join(t.testdir(), 'call.sealed')
  await leg.record(path, sealFor(call))
  await new Promise(resolve => setTimeout(resolve, 700))
  await leg.close()
  await media.close()
  const recording = await openRecording(path, call, keys)
  t.ok(recording.whole)
  t.ok(recording.bytes > 25 * 640, `${recording.bytes} bytes`)
  await recording.close()
})
