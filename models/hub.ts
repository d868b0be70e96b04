import { open, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HubSource } from './catalogue.js'
import { discard } from './content.js'

/** The public model hub; another one with the same paths, say the hospital's own, stands in HELLOJADE_MODEL_HUB. */
const MODEL_HUB = 'huggingface.co'
/** Environment variable with the host or the URL of another hub; read by whoever composes, passed on as `hub`. */
export const HUB_VARIABLE = 'HELLOJADE_MODEL_HUB'

/** Times of a hub. */
export interface HubTimes {
  /** Asking whether it is there at all. */
  readonly probeMs: number
  /** A download without a byte for so long is cut and taken up again. */
  readonly stallMs: number
  /** Between two tries of one download, times the number of tries. */
  readonly pauseMs: number
}

const TIMES = { probeMs: 3000, stallMs: 20_000, pauseMs: 500 } as const satisfies HubTimes
/** Tries in a row that brought no byte before a download is given up. */
const FRUITLESS_TRIES = 3

/** One hub for one run: it is asked once whether it can be reached. */
export class Hub {
  readonly #base: string
  readonly #times: HubTimes
  #answer: Promise<boolean> | undefined

  /** `where`: host or URL; the public hub if absent or empty. */
  constructor(where?: string, times: Partial<HubTimes> = {}) {
    const host = where === undefined || where === '' ? MODEL_HUB : where
    this.#base = (host.includes('://') ? host : `https://${host}`).replace(/\/+$/, '')
    this.#times = { ...TIMES, ...times }
  }

  /** False if nothing answers in time, or a proxy says that it may not be reached. */
  reachable(): Promise<boolean> {
    this.#answer ??= fetch(`${this.#base}/`, { method: 'HEAD', signal: AbortSignal.timeout(this.#times.probeMs) }).then(
      answer => ![401, 403, 407, 451].includes(answer.status) && answer.status < 500,
      () => false,
    )
    return this.#answer
  }

  /**
   * Brings a file to `target`, going on where an earlier try stopped (RFC 9110 section 14). `onBytes` gets the bytes so far.
   * The content is not checked here. Throws an Error without the address if it cannot be had.
   */
  async download(
    source: HubSource,
    target: string,
    bytes: number,
    onBytes: (done: number) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const address = `${this.#base}/${source.repository}/resolve/${source.revision}/${source.path}`
    for (let fruitless = 0; ; ) {
      const before = await sizeOf(target)
      if (before === bytes && before > 0) return
      try {
        await this.#once(address, target, before, onBytes, signal)
        return
      } catch (cause) {
        signal?.throwIfAborted()
        if (cause instanceof Refused || isLocal(cause)) throw cause
        fruitless = (await sizeOf(target)) > before ? 0 : fruitless + 1
        if (fruitless >= FRUITLESS_TRIES) throw new Error('the model hub stopped answering', { cause })
        await sleep(this.#times.pauseMs * (fruitless + 1), undefined, signal ? { signal } : {})
      }
    }
  }

  async #once(address: string, target: string, before: number, onBytes: (done: number) => void, signal?: AbortSignal) {
    const stall = new AbortController()
    const timer = setTimeout(() => stall.abort(new Error('stalled')), this.#times.stallMs)
    try {
      const answer = await fetch(address, {
        headers:
          before > 0 ? { range: `bytes=${before}-`, 'accept-encoding': 'identity' } : { 'accept-encoding': 'identity' },
        signal: signal ? AbortSignal.any([signal, stall.signal]) : stall.signal,
      })
      if (answer.status === 416) {
        await discard(target)
        throw new Error('the model hub has fewer bytes than we do')
      }
      if (!answer.ok || answer.body === null) {
        await answer.body?.cancel()
        if (answer.status >= 500) throw new Error(`the model hub answered ${answer.status}`)
        throw new Refused(`the model hub answered ${answer.status}`)
      }
      const continues =
        answer.status === 206 && answer.headers.get('content-range')?.startsWith(`bytes ${before}-`) === true
      const announced = Number(answer.headers.get('content-length') ?? Number.NaN)
      const start = continues ? before : 0
      const written = await append(answer.body, target, start, done => {
        timer.refresh()
        onBytes(done)
      })
      if (Number.isFinite(announced) && written !== start + announced) throw new Error('the model hub cut the download')
    } finally {
      clearTimeout(timer)
    }
  }
}

/** The hub does not have the file: trying again is of no use. */
class Refused extends Error {}

/** An error of our own disk (no space, no right) has a code and a system call; an error of the network has none here. */
const isLocal = (cause: unknown): boolean =>
  cause instanceof Error &&
  'syscall' in cause &&
  'code' in cause &&
  (cause.syscall === 'write' || cause.syscall === 'open')

const append = async (
  body: AsyncIterable<Uint8Array>,
  target: string,
  start: number,
  onBytes: (done: number) => void,
) => {
  const file = await open(target, start === 0 ? 'w' : 'a')
  let done = start
  try {
    for await (const piece of body) {
      await file.writeFile(piece)
      done += piece.length
      onBytes(done)
    }
  } finally {
    await file.close()
  }
  return done
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0
