import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Recorder } from '../../daemon/media/recorder.js'
import { openVirtualMedia } from '../../daemon/media/virtual.js'
import { find, noise, play, sileroPath, throughAlaw } from './sounds.js'

/** Both channels of a stereo file, with what its header says of it. */
function readStereo(path: string) {
  const bytes = readFileSync(path)
  const audioBytes = bytes.readUInt32LE(40)
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + 44 + audioBytes))
  return {
    riff: bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16) + bytes.toString('latin1', 36, 40),
    channels: bytes.readUInt16LE(22),
    rateHz: bytes.readUInt32LE(24),
    bits: bytes.readUInt16LE(34),
    riffBytes: bytes.readUInt32LE(4),
    fileBytes: bytes.length,
    audioBytes,
    left: samples.filter((_, i) => i % 2 === 0),
    right: samples.filter((_, i) => i % 2 === 1),
  }
}

const virtual = () => openVirtualMedia({ sileroPath, settled: async () => {} })

t.test('both directions are found in the recording sample by sample, from the beat it began at', async t => {
  const media = await virtual()
  const ours = await media.open({ id: 'ours', codec: 'alaw', voiceActivity: false })
  const theirs = await media.open({ id: 'theirs', codec: 'alaw', voiceActivity: false })
  ours.connect(theirs.local)
  theirs.connect(ours.local)
  ours.start()
  theirs.start()
  const secret = noise(400, 8000, 5)
  ours.play(play(secret))
  await media.advance(25)
  const path = join(t.testdir(), 'call.wav')
  const startMs = await ours.record(path)
  t.equal(startMs, 500)
  ours.play(play(noise(1000, 8000, 1)))
  theirs.play(play(noise(1000, 8000, 2)))
  await media.advance(73)
  const whole = await ours.close()
  await media.close()
  const file = readStereo(path)
  t.match(file, { riff: 'RIFFWAVEfmt data', channels: 2, rateHz: 8000, bits: 16, audioBytes: 73 * 640 })
  t.equal(file.riffBytes, file.fileBytes - 8)
  t.equal(file.fileBytes, 44 + file.audioBytes, 'nothing before and nothing after')
  t.equal(find(file.right, noise(1000, 8000, 1)), 0, 'ours as it was played')
  t.equal(find(file.left, throughAlaw(noise(1000, 8000, 2)).subarray(160)), 3 * 160 + 160, 'theirs as it was heard')
  t.equal(find(file.right, secret.subarray(0, 400)), -1, 'nothing of what was before')
  t.equal(whole.lostPackets, 0)
})

t.test('only its owner may read a recording', async t => {
  const path = join(t.testdir(), 'call.wav')
  const recorder = new Recorder(path, () => {})
  await recorder.open()
  await recorder.close()
  t.equal(statSync(path).mode & 0o777, 0o600)
})

t.test('a recording is whole up to the last half second when the process is killed', async t => {
  const path = join(t.testdir(), 'call.wav')
  const recorder = new URL('../../daemon/media/recorder.js', import.meta.url)
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { Recorder } from ${JSON.stringify(recorder.href)}
     const recorder = new Recorder(${JSON.stringify(path)}, () => {})
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
  const file = readStereo(path)
  t.ok(file.audioBytes >= 75 * 640, `${file.audioBytes / 640} of 110 frames`)
  t.ok(file.fileBytes >= 44 + file.audioBytes)
  t.equal(file.audioBytes % 640, 0)
  t.ok(file.left.every((sample, i) => sample === Math.floor(i / 160) + 1 && file.right[i] === -sample))
})

t.test('a disk that fills up during the call ends the recording, which stays readable; the call goes on', async t => {
  const path = join(t.testdir(), 'call.wav')
  const virtual = new URL('../../daemon/media/virtual.js', import.meta.url)
  // A limit on the size of files stands for the full disk: the same failing write, without filling one.
  const script = [
    '-c',
    // The test runner's coverage writes files of its own, which would be the first to meet the limit.
    'unset NODE_OPTIONS NODE_V8_COVERAGE; ulimit -f 200; exec "$0" "$@"',
    process.execPath,
    '--input-type=module',
    '-e',
    `import { openVirtualMedia } from ${JSON.stringify(virtual.href)}
     const media = await openVirtualMedia({ sileroPath: ${JSON.stringify(sileroPath)}, settled: async () => {} })
     const leg = await media.open({ id: 'ours', codec: 'alaw', voiceActivity: false })
     leg.connect({ host: 'virtual', port: 1 })
     const failures = []
     leg.onEvent(event => event.type === 'failed' && failures.push(event.reason))
     leg.start()
     await leg.record(${JSON.stringify(path)})
     await media.advance(1000)
     const { sentPackets } = await leg.close()
     await media.close()
     process.stdout.write(JSON.stringify({ failures, sentPackets }))`,
  ]
  const child = spawn('sh', script)
  let said = ''
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString()
  })
  await once(child, 'close')
  t.same(JSON.parse(said), { failures: ['disk-full'], sentPackets: 1002 })
  const file = readStereo(path)
  t.ok(file.audioBytes > 75_000 && file.audioBytes <= file.fileBytes - 44, `${file.audioBytes} bytes of audio`)
})

t.test('a disk that is full from the beginning is said at once', async t => {
  const media = await virtual()
  const leg = await media.open({ id: 'ours', codec: 'alaw' })
  await t.rejects(leg.record('/dev/full'), { code: 'media/recording' })
  await media.close()
})

t.test('a folder that does not exist is said at once', async t => {
  const media = await virtual()
  const leg = await media.open({ id: 'ours', codec: 'alaw' })
  await t.rejects(leg.record(join(t.testdir(), 'no', 'call.wav')), { code: 'media/recording' })
  await media.close()
})
