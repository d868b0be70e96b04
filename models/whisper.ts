/** Where the numbers of an official tensor lie among CTranslate2's: all of one, or one third of a fused one. */
export interface Place {
  readonly name: string
  /** CTranslate2 stores query, key and value (or key and value) above one another. */
  readonly third?: number
}

const WHOLE: Readonly<Record<string, string>> = {
  'decoder.positional_embedding': 'decoder/position_encodings/encodings',
  'encoder.positional_embedding': 'encoder/position_encodings/encodings',
  'decoder.token_embedding.weight': 'decoder/embeddings/weight',
}

const NORMS: Readonly<Record<string, string>> = {
  mlp_ln: 'ffn/layer_norm',
  attn_ln: 'self_attention/layer_norm',
  cross_attn_ln: 'attention/layer_norm',
}

const PRODUCTS: Readonly<Record<string, Place>> = {
  'mlp.0': { name: 'ffn/linear_0' },
  'mlp.2': { name: 'ffn/linear_1' },
  'attn.query': { name: 'self_attention/linear_0', third: 0 },
  'attn.key': { name: 'self_attention/linear_0', third: 1 },
  'attn.value': { name: 'self_attention/linear_0', third: 2 },
  'attn.out': { name: 'self_attention/linear_1' },
  'cross_attn.query': { name: 'attention/linear_0' },
  'cross_attn.key': { name: 'attention/linear_1', third: 0 },
  'cross_attn.value': { name: 'attention/linear_1', third: 1 },
  'cross_attn.out': { name: 'attention/linear_2' },
}

const BLOCK = ['mlp_ln', 'mlp.0', 'mlp.2', 'attn_ln', 'attn.query', 'attn.key', 'attn.value', 'attn.out'] as const
const CROSS_BLOCK = [
  'cross_attn_ln',
  'cross_attn.query',
  'cross_attn.key',
  'cross_attn.value',
  'cross_attn.out',
] as const

/** Names of all tensors in the order of the official file, for a Whisper of so many layers a side. */
export function officialTensors(layers: number): readonly string[] {
  const blocks = (side: string, modules: readonly string[]): string[] =>
    Array.from({ length: layers }, (_, layer) =>
      modules.flatMap(each => parameters(`${side}.blocks.${layer}.${each}`)),
    ).flat()
  return [
    'decoder.positional_embedding',
    'encoder.positional_embedding',
    'decoder.token_embedding.weight',
    ...blocks('decoder', [...BLOCK, ...CROSS_BLOCK]),
    ...parameters('decoder.ln'),
    ...parameters('encoder.conv1'),
    ...parameters('encoder.conv2'),
    ...blocks('encoder', BLOCK),
    ...parameters('encoder.ln_post'),
  ]
}

/** Whisper's key products have no bias. */
const parameters = (module: string): string[] =>
  module.endsWith('.key') ? [`${module}.weight`] : [`${module}.weight`, `${module}.bias`]

/** Where an official tensor comes from; throws an Error for a name that is none. */
export function placeOf(official: string): Place {
  const whole = WHOLE[official]
  if (whole !== undefined) return { name: whole }
  const parts = official.split('.')
  const side = parts[0] ?? ''
  const kind = parts.at(-1) ?? ''
  const gain = kind === 'weight' ? 'gamma' : 'beta'
  if (parts[1]?.startsWith('conv')) return { name: `encoder/${parts[1]}/${kind}` }
  if (parts[1] === 'ln' || parts[1] === 'ln_post') return { name: `${side}/layer_norm/${gain}` }
  const layer = `${side}/layer_${parts[2]}`
  const module = parts.slice(3, -1).join('.')
  const norm = NORMS[module]
  if (norm !== undefined) return { name: `${layer}/${norm}/${gain}` }
  const product = PRODUCTS[module]
  if (product === undefined) throw new Error(`ggml: ${official} is no tensor of Whisper`)
  return { ...product, name: `${layer}/${product.name}/${kind}` }
}
