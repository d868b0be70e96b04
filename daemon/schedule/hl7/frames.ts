/** HL7 v2.5 appendix C / MLLP release 1: a block is VT, the message, FS, CR. None of VT and FS may stand in a message. */
const VT = 0x0b
const FS = 0x1c
const CR = 0x0d
const LF = 0x0a

/** What a stretch of bytes held. */
export type Framed =
  | { readonly type: 'message'; readonly bytes: Buffer }
  /** A block that another block began in, or that the connection ended in. */
  | { readonly type: 'truncated'; readonly bytes: Buffer }
  /** A block beyond the limit: its first bytes. Nothing more of it is kept. */
  | { readonly type: 'too-large'; readonly bytes: Buffer }
  /** Bytes between two blocks: the first of them. */
  | { readonly type: 'junk'; readonly bytes: Buffer }

export interface FrameLimits {
  /** Of one message. */
  readonly messageBytes: number
  /** Kept of what is no message, for a person to look at. */
  readonly keptBytes: number
}

/** An ADT message takes 1 to 4 kB; a bad one is kept as far as a person reads. */
export const FRAME_LIMITS = { messageBytes: 512 * 1024, keptBytes: 4096 } as const satisfies FrameLimits

/**
 * Takes a byte stream apart. Memory is bounded by the limits whatever comes: one block is kept in one buffer that doubles, for a
 * list of chunks of one byte each would take a hundred times what they hold.
 */
export class Frames {
  private room = Buffer.alloc(0)
  private length = 0
  private state: 'outside' | 'inside' | 'overflown' = 'outside'
  private strayBytes = 0
  private stray = Buffer.alloc(0)

  private readonly limits: FrameLimits

  constructor(limits: FrameLimits = FRAME_LIMITS) {
    this.limits = limits
  }

  /** Whether something has begun and not ended. */
  get pending(): boolean {
    return this.state !== 'outside' || this.stray.length > 0
  }

  /** Memory in use. */
  get heldBytes(): number {
    return this.room.length + this.stray.length
  }

  /** Bytes that stood outside any block so far, ends of line excepted. */
  get junkBytes(): number {
    return this.strayBytes
  }

  /** What these bytes complete, in order. */
  *push(chunk: Buffer): Generator<Framed> {
    let from = 0
    while (from < chunk.length) {
      if (this.state === 'outside') {
        const start = chunk.indexOf(VT, from)
        yield* this.outside(chunk.subarray(from, start < 0 ? chunk.length : start), start >= 0)
        if (start < 0) return
        this.begin()
        from = start + 1
        continue
      }
      const end = endOf(chunk, from)
      const overflow = this.take(chunk.subarray(from, end))
      if (overflow !== undefined) yield overflow
      if (end === chunk.length) return
      if (this.state === 'inside') yield { type: chunk[end] === FS ? 'message' : 'truncated', bytes: this.whole() }
      if (chunk[end] === VT) this.begin()
      else this.state = 'outside'
      from = end + 1
    }
  }

  /** What the end of the stream leaves over. */
  *end(): Generator<Framed> {
    yield* this.outside(Buffer.alloc(0), true)
    if (this.state === 'inside' && this.length > 0) yield { type: 'truncated', bytes: this.whole() }
    this.state = 'outside'
    this.room = Buffer.alloc(0)
  }

  private begin(): void {
    this.state = 'inside'
    this.length = 0
  }

  private whole(): Buffer {
    return Buffer.from(this.room.subarray(0, this.length))
  }

  /** CR behind FS ends a block; some senders add or leave out an end of line, which is nobody's mistake to report. */
  private *outside(bytes: Buffer, told: boolean): Generator<Framed> {
    const counted = bytes.filter(byte => byte !== CR && byte !== LF)
    this.strayBytes += counted.length
    const wanted = this.limits.keptBytes - this.stray.length
    if (wanted > 0 && counted.length > 0) this.stray = Buffer.concat([this.stray, counted.subarray(0, wanted)])
    if (!told || this.stray.length === 0) return
    yield { type: 'junk', bytes: this.stray }
    this.stray = Buffer.alloc(0)
  }

  private take(bytes: Buffer): Framed | undefined {
    if (this.state === 'overflown') return undefined
    if (this.length + bytes.length > this.limits.messageBytes) {
      this.state = 'overflown'
      const head = Buffer.concat([this.room.subarray(0, this.length), bytes]).subarray(0, this.limits.keptBytes)
      this.room = Buffer.alloc(0)
      return { type: 'too-large', bytes: Buffer.from(head) }
    }
    if (this.length + bytes.length > this.room.length) {
      const room = Buffer.alloc(2 * (this.length + bytes.length))
      this.room.copy(room, 0, 0, this.length)
      this.room = room
    }
    bytes.copy(this.room, this.length)
    this.length += bytes.length
    return undefined
  }
}

/** Where the block ends, or another begins in it; the length of the chunk if neither. */
function endOf(chunk: Buffer, from: number): number {
  let at = from
  while (at < chunk.length && chunk[at] !== FS && chunk[at] !== VT) at++
  return at
}
