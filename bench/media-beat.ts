import { readdirSync, readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { seededRandom } from '../daemon/domain/seeded.js'
import { db, LINE_HZ, ms } from '../daemon/domain/units.js'
import { MediaThread } from '../daemon/media/media.js'
import type { KeptAudio, MediaLeg, MediaStats } from '../daemon/media/port.js'

export interface MediaBenchOptions {
  readonly sileroPath: string
  /** Numbers of simultaneous legs; default 1, 10, 20. */
  readonly legs?: readonly number[]
  /** How long each number is held; default 10 s. */
  readonly lastsMs?: number
  /** Default true: windows of every leg go through Silero. */
  readonly voiceActivity?: boolean
  /** Starts what the machine is busy with meanwhile and gives what ends it. Default: one thread that computes without pause. */
  readonly load?: () => Promise<() => Promise<void>>
}

export interface MediaBenchRow {
  readonly legs: number
  /** Worst leg's figures. */
  readonly beatLatenessMs: MediaStats['beatLatenessMs']
  readonly underflows: number
  readonly lostPackets: number
  readonly concealedFrames: number
  /** From our player through UDP, an echoing far end and our jitter buffer to the recording's other channel. */
  readonly echoMs: { readonly p50: number; readonly p95: number; readonly max: number }
  /** Of one core, by the media thread alone (Linux; undefined elsewhere). */
  readonly mediaCpuPercent: number | undefined
  readonly voiceWindows: number
}

export interface MediaBench {
  readonly machine: {
    readonly model: string
    readonly cores: number
    readonly load: readonly number[]
    readonly node: string
  }
  readonly voiceActivity: boolean
  readonly rows: readonly MediaBenchRow[]
  /** The same for a person. */
  readonly table: string
}

/** Measures the beat, the echo and the cost of the media thread while the machine is busy with something else. */
export async function benchMedia(options: MediaBenchOptions): Promise<MediaBench> {
  const machine = {
    model: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    load: loadavg().map(average => Math.round(average * 100) / 100),
    node: process.version,
  }
  const stopLoad = await (options.load ?? computing)()
  const rows: MediaBenchRow[] = []
  try {
    for (const legs of options.legs ?? [1, 10, 20]) rows.push(await measure(legs, options))
  } finally {
    await stopLoad()
  }
  const voiceActivity = options.voiceActivity ?? true
  return { machine, voiceActivity, rows, table: tableOf(machine, voiceActivity, rows) }
}

function computing(): Promise<() => Promise<void>> {
  const worker = new Worker('for (let x = 0; ; ) x = Math.sqrt(x + 1)', { eval: true })
  return Promise.resolve(async () => {
    await worker.terminate()
  })
}

/** Sends every packet back to where it came from; one socket a leg, in a thread of its own. */
const ECHO = `
  const { parentPort, workerData } = require('node:worker_threads')
  const sockets = Array.from({ length: workerData }, () => require('node:dgram').createSocket('udp4'))
  for (const socket of sockets) socket.on('message', (bytes, from) => socket.send(bytes, from.port, from.address))
  Promise.all(sockets.map(socket => new Promise(done => socket.bind(0, '127.0.0.1', () => done(socket.address().port)))))
    .then(ports => parentPort.postMessage(ports))`

async function measure(count: number, options: MediaBenchOptions): Promise<MediaBenchRow> {
  const echo = new Worker(ECHO, { eval: true, workerData: count })
  const ports = await new Promise<number[]>(resolve => echo.once('message', resolve))
  const before = threads()
  const media = new MediaThread({ sileroPath: options.sileroPath })
  let voiceWindows = 0
  const legs: MediaLeg[] = []
  const lastsMs = options.lastsMs ?? 10_000
  for (const port of ports) {
    const leg = await media.open({
      id: `bench-${port}`,
      codec: 'alaw',
      keepAudio: true,
      voiceActivity: options.voiceActivity ?? true,
    })
    leg.onEvent(event => {
      if (event.type === 'window') voiceWindows++
    })
    leg.connect({ host: '127.0.0.1', port })
    leg.play({ playId: 'noise', clips: [{ pcm: noise(lastsMs) }], gapMs: ms(0), tempo: 1, gainDb: db(0) })
    legs.push(leg)
  }
  const mine = [...threads()].filter(([id]) => !before.has(id))
  const startMs = performance.now()
  for (const leg of legs) leg.start()
  await pause(lastsMs)
  const after = threads()
  const cpuMs = mine.map(([id, spentMs]) => (after.get(id) ?? spentMs) - spentMs)
  const mediaCpuPercent = cpuMs.length ? (100 * Math.max(...cpuMs)) / (performance.now() - startMs) : undefined
  const kept = await Promise.all(legs.map(leg => leg.keptAudio()))
  const stats = await Promise.all(legs.map(leg => leg.close()))
  await media.close()
  await echo.terminate()
  return {
    legs: count,
    ...worst(stats),
    echoMs: percentiles(kept.flatMap(echoDelaysMs)),
    mediaCpuPercent,
    voiceWindows,
  }
}

function worst(stats: readonly MediaStats[]) {
  const most = (of: (one: MediaStats) => number) => Math.max(...stats.map(of))
  return {
    beatLatenessMs: {
      p50: most(one => one.beatLatenessMs.p50),
      p95: most(one => one.beatLatenessMs.p95),
      p99: most(one => one.beatLatenessMs.p99),
      max: most(one => one.beatLatenessMs.max),
    },
    underflows: most(one => one.underflows),
    lostPackets: most(one => one.lostPackets),
    concealedFrames: most(one => one.concealedFrames),
  }
}

function noise(lengthMs: number): Int16Array {
  const random = seededRandom(11)
  return Int16Array.from({ length: (lengthMs * LINE_HZ) / 1000 }, () => Math.round((random() - 0.5) * 12_000))
}

/** Each half second: by how much the incoming 10 ms that are most like our outgoing ones came later. */
function echoDelaysMs({ incoming, outgoing }: KeptAudio): number[] {
  const delays: number[] = []
  const longest = (500 * LINE_HZ) / 1000
  for (let at = LINE_HZ / 2; at + longest + 80 < outgoing.length; at += LINE_HZ / 2) {
    let best = 0
    let bestProduct = 0
    for (let delay = 0; delay < longest; delay++) {
      let product = 0
      for (let i = 0; i < 80; i++) product += outgoing[at + i]! * incoming[at + delay + i]!
      if (product > bestProduct) {
        bestProduct = product
        best = delay
      }
    }
    delays.push((best * 1000) / LINE_HZ)
  }
  return delays
}

function percentiles(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return { p50: at(0.5), p95: at(0.95), max: at(1) }
}

/** CPU time in ms of each thread of this process (proc(5): user and system time, in ticks of 10 ms). */
function threads(): Map<string, number> {
  try {
    return new Map(
      readdirSync('/proc/self/task').map(id => {
        const fields = readFileSync(`/proc/self/task/${id}/stat`, 'latin1').split(') ')[1]!.split(' ')
        return [id, (Number(fields[11]) + Number(fields[12])) * 10]
      }),
    )
  } catch {
    return new Map()
  }
}

function tableOf(machine: MediaBench['machine'], voiceActivity: boolean, rows: readonly MediaBenchRow[]): string {
  const head = ['legs', 'late p50', 'p95', 'p99', 'max', 'underflows', 'lost', 'echo p50', 'p95', 'CPU %']
  const lines = rows.map(row => [
    row.legs,
    ...[row.beatLatenessMs.p50, row.beatLatenessMs.p95, row.beatLatenessMs.p99, row.beatLatenessMs.max].map(one =>
      one.toFixed(1),
    ),
    row.underflows,
    row.lostPackets,
    row.echoMs.p50.toFixed(0),
    row.echoMs.p95.toFixed(0),
    row.mediaCpuPercent?.toFixed(1) ?? '–',
  ])
  const title = `${machine.model}, ${machine.cores} cores, load ${machine.load[0]}, Node ${machine.node}, voice activity ${voiceActivity ? 'on' : 'off'}; times in ms`
  return [title, ...[head, ...lines].map(line => line.map(cell => String(cell).padStart(10)).join(''))].join('\n')
}
