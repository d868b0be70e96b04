import { type Graph, graphOf, holdsGraph, integersOf, type Node, partOf } from './onnx-file.js'

/** A VITS network in two: what the sentence is, and how it sounds. */
export interface SplitVoice {
  /** Everything but the decoder: phonemes to latent frames [1, channels, frames], masked. */
  readonly encoder: Uint8Array
  /** HiFi-GAN: latent frames, and `steady` inputs, to sound. */
  readonly decoder: Uint8Array
  /** The encoder's output and the decoder's input. */
  readonly latent: string
  /** What the decoder takes of the whole network's inputs. */
  readonly steady: readonly string[]
  readonly samplesPerFrame: number
  /** So many frames before and behind a frame have a say in its samples. */
  readonly reachFrames: number
}

/**
 * Cuts a voice before its decoder. The place is found by the graph: the decoder is what turns frames into samples, so its first node is
 * the last convolution before the first transposed one. Undefined where there is no such place, where the decoder takes more
 * of the rest than the frames and `steady` inputs, or where it does anything whose reach in time is not known.
 * Throws RangeError on a cut file.
 */
export function splitVoice(model: Uint8Array, steady: ReadonlySet<string>): SplitVoice | undefined {
  const graph = graphOf(model)
  const [output] = graph.outputs
  const latent = latentOf(graph)
  if (graph.outputs.size !== 1 || output === undefined || latent === undefined) return undefined
  const behind = downstream(graph.nodes, latent)
  const needed = upstream(graph.nodes, output, latent)
  const decoder = graph.nodes.filter(node => needed.has(node))
  const made = new Set(decoder.flatMap(node => node.outputs))
  const taken = new Set(decoder.flatMap(node => node.inputs))
  const foreign = [...taken].filter(
    name => name !== '' && name !== latent && !made.has(name) && !graph.initialisers.has(name),
  )
  if (foreign.some(name => !steady.has(name)) || decoder.some(holdsGraph)) return undefined
  const sound = soundOf(
    decoder.filter(node => behind.has(node)),
    latent,
    output,
  )
  if (!sound) return undefined
  return {
    encoder: partOf(model, {
      nodes: graph.nodes.filter(node => !behind.has(node)),
      inputs: graph.inputs,
      outputs: new Set([latent]),
    }),
    decoder: partOf(model, { nodes: decoder, inputs: new Set([latent, ...foreign]), outputs: graph.outputs }),
    latent,
    steady: foreign,
    samplesPerFrame: sound.rate,
    reachFrames: Math.ceil(Math.max(sound.before, sound.behind)),
  }
}

function latentOf({ nodes }: Graph): string | undefined {
  const maker = new Map(nodes.flatMap(node => node.outputs.map(output => [output, node] as const)))
  let node = nodes.find(({ operator }) => operator === 'ConvTranspose')
  do node = maker.get(node?.inputs[0] ?? '')
  while (node !== undefined && node.operator !== 'Conv')
  return node?.inputs[0]
}

/** All that depends on a value; nodes stand in the order of who feeds whom (onnx.proto3, GraphProto). */
function downstream(nodes: readonly Node[], from: string): ReadonlySet<Node> {
  const values = new Set([from])
  return new Set(
    nodes.filter(node => {
      if (!node.inputs.some(input => values.has(input))) return false
      for (const output of node.outputs) values.add(output)
      return true
    }),
  )
}

/** All that a value depends on, as far as `until`. */
function upstream(nodes: readonly Node[], of: string, until: string): ReadonlySet<Node> {
  const values = new Set([of])
  return new Set(
    nodes.toReversed().filter(node => {
      if (!node.outputs.some(output => values.has(output) && output !== until)) return false
      for (const input of node.inputs) values.add(input)
      return true
    }),
  )
}

/** How a value lies in time: samples a frame, and the frames around it that it was made of. */
interface Timing {
  readonly rate: number
  readonly before: number
  readonly behind: number
}

/** Each sample of these comes of the samples of the same moment. */
const MOMENTARY: ReadonlySet<string> = new Set(
  'LeakyRelu Relu Elu Tanh Sigmoid Softplus Sin Cos Exp Pow Neg Abs Add Sub Mul Div Identity Cast Unsqueeze Squeeze'.split(
    ' ',
  ),
)

function soundOf(nodes: readonly Node[], latent: string, output: string): Timing | undefined {
  const timings = new Map<string, Timing>([[latent, { rate: 1, before: 0, behind: 0 }]])
  for (const node of nodes) {
    const of = node.inputs.map(input => timings.get(input)).filter(timing => timing !== undefined)
    const timing = timingAfter(node, of)
    if (!timing) return undefined
    for (const made of node.outputs) timings.set(made, timing)
  }
  return timings.get(output)
}

function timingAfter(node: Node, of: readonly Timing[]): Timing | undefined {
  const [first] = of
  if (!first || of.some(({ rate }) => rate !== first.rate)) return undefined
  const before = Math.max(...of.map(timing => timing.before))
  const behind = Math.max(...of.map(timing => timing.behind))
  if (MOMENTARY.has(node.operator)) return { rate: first.rate, before, behind }
  const [kernel, another] = integersOf(node, 'kernel_shape') ?? []
  const [padBefore, padBehind] = integersOf(node, 'pads') ?? [0, 0]
  if (kernel === undefined || another !== undefined || padBefore === undefined || padBehind === undefined)
    return undefined
  const [stride = 1] = integersOf(node, 'strides') ?? []
  const [dilation = 1] = integersOf(node, 'dilations') ?? []
  const [extra = 0] = integersOf(node, 'output_padding') ?? []
  const span = dilation * (kernel - 1)
  const pads = padBefore + padBehind
  const { rate } = first
  // Only layers that keep the length, or make it exactly `stride` times as long, put each frame's samples in a known place.
  if (node.operator === 'Conv' && stride === 1 && pads === span)
    return { rate, before: before + padBefore / rate, behind: behind + padBehind / rate }
  if (node.operator === 'ConvTranspose' && span + 1 + extra - pads === stride)
    return {
      rate: rate * stride,
      before: before + Math.max(0, span - padBefore) / stride / rate,
      behind: behind + padBefore / stride / rate,
    }
  return undefined
}
