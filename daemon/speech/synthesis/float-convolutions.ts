import { exchangeNodes, type Graph, type Node } from './onnx-file.js'

/**
 * A model quantised to 8 bits with its convolutions back in floating point.
 *
 * onnxruntime's CPU kernel for ConvInteger has no vector code worth the name: it took 83 % of Kokoro's time. The weights stay 8-bit in
 * the file and are widened once at load (DequantizeLinear of a constant, folded with `session.disable_quant_qdq`); the activations
 * are no longer rounded, which also takes the hiss away. Measured on one core: RTF 1.07 → 0.69.
 *
 * DynamicQuantizeLinear → ConvInteger [→ Add bias] → Cast → Mul scale   becomes   DequantizeLinear(weights) → Conv.
 * A convolution in any other surrounding stays as it is.
 */
export const withFloatConvolutions = (model: Uint8Array): Uint8Array => exchangeNodes(model, unquantise)

function unquantise(graph: Graph): readonly Node[] {
  const maker = new Map(graph.nodes.flatMap(node => node.outputs.map(output => [output, node] as const)))
  const takers = new Map<string, Node[]>()
  for (const node of graph.nodes)
    for (const input of node.inputs) takers.set(input, [...(takers.get(input) ?? []), node])

  const replaced = new Map<Node, readonly Node[]>()
  for (const node of graph.nodes) {
    if (node.operator !== 'ConvInteger') continue
    const found = surroundings(node, graph, maker, takers)
    if (!found) continue
    for (const old of found.old) replaced.set(old, [])
    replaced.set(found.last, found.fresh)
  }
  return withoutIdle(
    graph.nodes.flatMap(node => replaced.get(node) ?? [node]),
    graph.outputs,
  )
}

interface Exchange {
  readonly old: readonly Node[]
  /** Whose place the new nodes take: everything they need comes before it. */
  readonly last: Node
  readonly fresh: readonly Node[]
}

function surroundings(
  convolution: Node,
  { initialisers }: Graph,
  maker: ReadonlyMap<string, Node>,
  takers: ReadonlyMap<string, readonly Node[]>,
): Exchange | undefined {
  const [input, weights, , weightsZero] = convolution.inputs
  if (!input || !weights || !weightsZero) return undefined
  const onlyTaker = (node: Node, operator: string): Node | undefined => {
    const next = takers.get(node.outputs[0]!) ?? []
    return next.length === 1 && next[0]!.operator === operator ? next[0] : undefined
  }
  const rounded = maker.get(input)
  const scale = weights.replace(/_quantized$/, '_scale')
  const add = onlyTaker(convolution, 'Add')
  const cast = onlyTaker(add ?? convolution, 'Cast')
  const last = cast && onlyTaker(cast, 'Mul')
  if (rounded?.operator !== 'DynamicQuantizeLinear' || !initialisers.has(scale) || !cast || !last) return undefined
  const bias = add && biasOf(add, convolution, maker)
  if (add && (!bias || !initialisers.has(bias))) return undefined
  const wide = `${weights}_float`
  return {
    old: [convolution, ...(add ? [add] : []), cast, last],
    last,
    fresh: [
      {
        operator: 'DequantizeLinear',
        name: wide,
        inputs: [weights, scale, weightsZero],
        outputs: [wide],
        attributes: [],
      },
      {
        operator: 'Conv',
        name: `${convolution.name}_float`,
        inputs: [rounded.inputs[0]!, wide, ...(bias ? [bias] : [])],
        outputs: last.outputs,
        attributes: convolution.attributes,
      },
    ],
  }
}

/** The bias before it was rounded: Add ← Reshape ← Cast ← Floor ← Div ← bias. */
function biasOf(add: Node, convolution: Node, maker: ReadonlyMap<string, Node>): string | undefined {
  let node = maker.get(add.inputs.find(input => input !== convolution.outputs[0]) ?? '')
  for (const operator of ['Reshape', 'Cast', 'Floor']) {
    if (node?.operator !== operator) return undefined
    node = maker.get(node.inputs[0] ?? '')
  }
  return node?.operator === 'Div' ? node.inputs[0] : undefined
}

/** Drops nodes that nobody listens to any more, and then those that only fed them. */
function withoutIdle(nodes: readonly Node[], outputs: ReadonlySet<string>): readonly Node[] {
  const needed = new Set(outputs)
  const kept = nodes.toReversed().filter(node => {
    if (!node.outputs.some(output => needed.has(output))) return false
    for (const input of node.inputs) needed.add(input)
    return true
  })
  return kept.toReversed()
}
