import { createServer, type Socket } from 'node:net'
import { Failure } from '../../domain/failure.js'
import { FRAME_LIMITS, type Framed, Frames } from './frames.js'
import type { Hl7Log, Receiver } from './receive.js'

export interface ListenerOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly receiver: Receiver
  readonly log: Hl7Log
  readonly limits?: Partial<ListenerLimits>
}

export interface ListenerLimits {
  /** Senders at once; a hospital's interface engine holds one or two. */
  readonly connections: number
  /** From the first byte of a message to its last. */
  readonly messageMs: number
  /** Of a connection on which nothing comes. Senders keep theirs open for days; a sender that was cut off does not close it. */
  readonly idleMs: number
  /** Outside any message, on one connection. */
  readonly junkBytes: number
  /** Kept for a person to look at, in an hour, of what is no message: its sender can be anybody. */
  readonly straysAnHour: number
}

export const LISTENER_LIMITS = {
  connections: 20,
  messageMs: 60_000,
  idleMs: 24 * 3_600_000,
  junkBytes: 64 * 1024,
  straysAnHour: 60,
} as const satisfies ListenerLimits

export interface Hl7Listener {
  readonly port: number
  connections(): number
  /** Ends every connection once what it had begun is answered. */
  stop(): Promise<void>
}

const HOUR_MS = 3_600_000
const VT = '\u000b'
const END = '\u001c\r'

/** Listens for HL7 v2 over MLLP (minimal lower layer protocol, release 1). Throws Failure hl7/port. */
export async function openListener(options: ListenerOptions): Promise<Hl7Listener> {
  const limits = { ...LISTENER_LIMITS, ...options.limits }
  const strays = allowance(limits.straysAnHour)
  const open = new Map<Conversation, Promise<void>>()
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, socket => {
    const conversation = new Conversation(socket, options, limits, strays)
    open.set(
      conversation,
      conversation.run().finally(() => open.delete(conversation)),
    )
  })
  server.maxConnections = limits.connections
  server.on('drop', () => options.log.warn({ connections: limits.connections }, 'HL7 connection refused: too many'))
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new Failure('hl7/port', { port: options.port })))
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    connections: () => open.size,
    async stop() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      for (const conversation of open.keys()) conversation.halt()
      await Promise.all(open.values())
      await closed
    },
  }
}

/** So many in an hour, counted by a monotonic clock. */
function allowance(most: number): () => boolean {
  let left = most
  let sinceMs = performance.now()
  return () => {
    if (performance.now() - sinceMs > HOUR_MS) {
      left = most
      sinceMs = performance.now()
    }
    return left-- > 0
  }
}

/** Nothing more is waited for. */
const OVER = Symbol('over')

/**
 * One connection, one message at a time: nothing more is read from the socket before what was read is answered, so a sender that does
 * not wait fills its own buffers and not ours.
 */
class Conversation {
  private readonly frames = new Frames()
  private halted = false
  private interrupt: (() => void) | undefined

  private readonly socket: Socket
  private readonly options: ListenerOptions
  private readonly limits: ListenerLimits
  private readonly mayKeep: () => boolean

  constructor(socket: Socket, options: ListenerOptions, limits: ListenerLimits, mayKeep: () => boolean) {
    this.socket = socket
    this.options = options
    this.limits = limits
    this.mayKeep = mayKeep
    // An answer that cannot be written ends the connection; the sender sends again what was not acknowledged.
    socket.on('error', () => socket.destroy())
  }

  /** Ends it once what was begun is answered. */
  halt(): void {
    this.halted = true
    this.interrupt?.()
  }

  async run(): Promise<void> {
    const { frames, limits } = this
    const chunks = this.socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
    let begunMs = performance.now()
    try {
      while (!this.halted && frames.junkBytes <= limits.junkBytes) {
        const waitMs = frames.pending ? begunMs + limits.messageMs - performance.now() : limits.idleMs
        const next = await this.within(chunks.next(), waitMs)
        if (next === OVER || next.done === true) break
        if (!frames.pending) begunMs = performance.now()
        for (const framed of frames.push(next.value)) {
          await this.answer(framed)
          begunMs = performance.now()
        }
      }
      for (const framed of frames.end()) await this.answer(framed)
    } catch {
      // The connection broke: what had not come whole is sent again.
    } finally {
      this.socket.destroySoon()
    }
  }

  private within<T>(work: Promise<T>, waitMs: number): Promise<T | typeof OVER> {
    return new Promise((resolve, reject) => {
      const over = () => resolve(OVER)
      const timer = setTimeout(over, Math.max(0, waitMs))
      this.interrupt = over
      work.then(resolve, reject).finally(() => clearTimeout(timer))
    })
  }

  private async answer(framed: Framed): Promise<void> {
    const { receiver, log } = this.options
    if (framed.type === 'message') return this.write(await receiver.receive(framed.bytes))
    const failure = failureOf(framed.type)
    if (!this.mayKeep()) return log.warn({ code: failure.code }, 'HL7 bytes that are no message, not kept')
    const told = await receiver.refuse(framed.bytes, failure)
    // Nobody waits for an answer to noise, and one that comes would be taken for that of the next message.
    if (framed.type !== 'junk' || framed.bytes.subarray(0, 3).toString('latin1') === 'MSH') await this.write(told)
  }

  /** Resolves when the sender's side has taken it; a sender that does not read is given up. */
  private async write(messages: readonly string[]): Promise<void> {
    const { socket, limits } = this
    for (const message of messages) {
      if (!socket.writable) return
      const timer = setTimeout(() => socket.destroy(), limits.messageMs)
      await new Promise<void>(resolve => {
        socket.write(`${VT}${message}${END}`, 'latin1', () => resolve())
      })
      clearTimeout(timer)
    }
  }
}

const failureOf = (type: Exclude<Framed['type'], 'message'>): Failure =>
  type === 'too-large'
    ? new Failure('hl7/too-large', { bytes: FRAME_LIMITS.messageBytes })
    : new Failure(type === 'junk' ? 'hl7/framing' : 'hl7/truncated')
