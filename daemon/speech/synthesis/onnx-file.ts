/**
 * As much of the ONNX file format (onnx.proto3: protocol buffers) as it takes to exchange nodes: everything else passes through as bytes.
 */

/** onnx.proto3: field numbers. */
const MODEL_GRAPH = 7
const GRAPH_NODE = 1
const GRAPH_INITIALISER = 5
const GRAPH_OUTPUT = 12
const TENSOR_NAME = 8
const VALUE_NAME = 1
const NODE = { input: 1, output: 2, name: 3, operator: 4, attribute: 5 } as const

export interface Node {
  readonly operator: string
  readonly name: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** AttributeProto messages as they stand in the file. */
  readonly attributes: readonly Uint8Array[]
  /** The whole message as it stood in the file; absent on a node of ours. */
  readonly bytes?: Uint8Array
}

export interface Graph {
  readonly nodes: readonly Node[]
  readonly initialisers: ReadonlySet<string>
  readonly outputs: ReadonlySet<string>
}

interface Field {
  readonly number: number
  /** Tag and length included. */
  readonly whole: Uint8Array
  /** The content of a length-delimited field; empty for numbers. */
  readonly content: Uint8Array
}

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at]
      at += 1
      if (byte === undefined) throw new RangeError('the file ends inside a number')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }
  while (at < bytes.length) {
    const start = at
    const tag = varint()
    let length = 0
    if (tag % 8 === 0) varint()
    else if (tag % 8 === 1) at += 8
    else if (tag % 8 === 5) at += 4
    else length = varint()
    const contentAt = at
    at += length
    if (at > bytes.length) throw new RangeError('the file ends inside a field')
    yield {
      number: Math.floor(tag / 8),
      whole: bytes.subarray(start, at),
      content: bytes.subarray(contentAt, contentAt + length),
    }
  }
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')

function readNode(bytes: Uint8Array): Node {
  const fields = [...fieldsOf(bytes)]
  const texts = (number: number) => fields.filter(field => field.number === number).map(field => textOf(field.content))
  return {
    operator: texts(NODE.operator)[0] ?? '',
    name: texts(NODE.name)[0] ?? '',
    inputs: texts(NODE.input),
    outputs: texts(NODE.output),
    attributes: fields.filter(field => field.number === NODE.attribute).map(field => field.content),
    bytes,
  }
}

function nameIn(bytes: Uint8Array, number: number): string {
  for (const field of fieldsOf(bytes)) if (field.number === number) return textOf(field.content)
  return ''
}

function field(number: number, content: Uint8Array): Uint8Array {
  const head: number[] = []
  for (let rest of [number * 8 + 2, content.length]) {
    for (; rest >= 128; rest = Math.floor(rest / 128)) head.push((rest % 128) | 0x80)
    head.push(rest)
  }
  return Buffer.concat([Uint8Array.from(head), content])
}

function writeNode(node: Node): Uint8Array {
  if (node.bytes) return node.bytes
  const text = (number: number) => (value: string) => field(number, Buffer.from(value, 'utf8'))
  return Buffer.concat([
    ...node.inputs.map(text(NODE.input)),
    ...node.outputs.map(text(NODE.output)),
    text(NODE.name)(node.name),
    text(NODE.operator)(node.operator),
    ...node.attributes.map(attribute => field(NODE.attribute, attribute)),
  ])
}

/** The model with its graph's nodes exchanged by `change`, in an order that respects who feeds whom. Throws RangeError on a cut file. */
export function exchangeNodes(model: Uint8Array, change: (graph: Graph) => readonly Node[]): Uint8Array {
  const parts = Array.from(fieldsOf(model), part => {
    if (part.number !== MODEL_GRAPH) return part.whole
    const inside = [...fieldsOf(part.content)]
    const of = (number: number) => inside.filter(field => field.number === number).map(field => field.content)
    const nodes = change({
      nodes: of(GRAPH_NODE).map(readNode),
      initialisers: new Set(of(GRAPH_INITIALISER).map(tensor => nameIn(tensor, TENSOR_NAME))),
      outputs: new Set(of(GRAPH_OUTPUT).map(value => nameIn(value, VALUE_NAME))),
    })
    const others = inside.filter(field => field.number !== GRAPH_NODE).map(field => field.whole)
    return field(MODEL_GRAPH, Buffer.concat([...nodes.map(node => field(GRAPH_NODE, writeNode(node))), ...others]))
  })
  return Buffer.concat(parts)
}
