import { isUtf8 } from 'node:buffer'

/** What hospitals' exports are written in: UTF-8, Excel's "Unicode text" and Excel's plain CSV. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'windows-1252'

type Chunks = AsyncIterable<Uint8Array>

/** Where Windows-1252 differs from Latin-1: 0x80 to 0x9F. Node's own decoder (20.19) takes the two for the same and loses the euro. */
const BETWEEN_80_AND_9F = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** By its mark, else UTF-8 where every byte allows it: no text of another encoding with an accent in it is valid UTF-8 by chance. */
export class EncodingGuess {
  #first: Buffer = Buffer.alloc(0)
  #rest = Buffer.alloc(0)
  #utf8 = true

  add(chunk: Uint8Array): void {
    if (this.#first.length < 2) this.#first = Buffer.concat([this.#first, chunk.subarray(0, 2)])
    if (!this.#utf8) return
    const bytes = Buffer.concat([this.#rest, chunk])
    const whole = bytes.length - unfinishedBytes(bytes)
    this.#utf8 = isUtf8(bytes.subarray(0, whole))
    this.#rest = Buffer.from(bytes.subarray(whole))
  }

  result(): TextEncoding {
    if (this.#first[0] === 0xff && this.#first[1] === 0xfe) return 'utf-16le'
    return this.#utf8 && this.#rest.length === 0 ? 'utf-8' : 'windows-1252'
  }
}

/** The text of the bytes, without a byte order mark. */
export async function* decoded(chunks: Chunks, encoding: TextEncoding): AsyncGenerator<string> {
  if (encoding === 'windows-1252') {
    for await (const chunk of chunks)
      yield Buffer.from(chunk)
        .toString('latin1')
        .replace(/[\u0080-\u009f]/g, character => BETWEEN_80_AND_9F[character.charCodeAt(0) - 0x80]!)
    return
  }
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Bytes at the end that begin a character and do not finish it (RFC 3629 section 3). */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? back : 0
    }
  }
  return 0
}
