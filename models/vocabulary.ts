/** Tokens of Whisper's multilingual text vocabulary; those above are special and not in a ggml file. */
export const TEXT_TOKENS = 50_257

/**
 * GPT-2 writes every byte of a token as one printable character: bytes that print stand for themselves, the others for
 * the characters from U+0100 on, in order.
 */
const byteOfCharacter: ReadonlyMap<string, number> = (() => {
  const printable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff)
  const map = new Map<string, number>()
  let next = 0x100
  for (let byte = 0; byte < 256; byte++) map.set(String.fromCodePoint(printable(byte) ? byte : next++), byte)
  return map
})()

/** The bytes of each text token, from a vocabulary.json (list of tokens) or vocabulary.txt (a token a line). */
export function tokenBytes(vocabulary: string): readonly Buffer[] {
  const isJson = vocabulary.trimStart().startsWith('[')
  const tokens: unknown = isJson ? JSON.parse(vocabulary) : vocabulary.split('\n')
  if (!Array.isArray(tokens) || tokens.length < TEXT_TOKENS) throw new Error('vocabulary: too few tokens')
  return tokens.slice(0, TEXT_TOKENS).map((token: unknown) => {
    if (typeof token !== 'string') throw new Error('vocabulary: a token is no text')
    if (token.startsWith('<|')) return Buffer.alloc(0)
    return Buffer.from(Array.from(token, character => byteOf(character)))
  })
}

const byteOf = (character: string): number => {
  const byte = byteOfCharacter.get(character)
  if (byte === undefined) throw new Error('vocabulary: a character stands for no byte')
  return byte
}
