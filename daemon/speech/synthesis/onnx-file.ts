/**
 * As much of the ONNX file format (onnx.proto3: protocol buffers) as it takes to exchange nodes and to take a graph apart: everything
 * else passes through as bytes.
 */

/** onnx.proto3: field numbers. */
const MODEL_GRAPH = 7
const GRAPH_NODE = 1
const GRAPH_INITIALISER = 5
const GRAPH_INPUT = 11
const GRAPH_OUTPUT = 12
const GRAPH_VALUE = 13
const TENSOR_NAME = 8
const VALUE = { name: 1, type: 2 } as const
const TYPE_TENSOR = 1
const TENSOR_TYPE = { element: 1, shape: 2 } as const
const SHAPE_DIMENSION = 1
const DIMENSION_NAME = 2
const FLOAT = 1
const ATTRIBUTE = { name: 1, integer: 3, graph: 6, integers: 8 } as const
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
  /** What is fed to each run. */
  readonly inputs: ReadonlySet<string>
  readonly outputs: ReadonlySet<string>
}

interface Field {
  readonly number: number
  /** Tag and length included. */
  readonly whole: Uint8Array
  /** The content of a length-delimited field; empty for numbers. */
  readonly content: Uint8Array
  /** A whole number's value (negative ones come out as 2⁶⁴ more); 0 for everything else. */
  readonly value: number
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
    let value = 0
    if (tag % 8 === 0) value = varint()
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
      value,
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

function varints(...values: readonly number[]): Uint8Array {
  const bytes: number[] = []
  for (let rest of values) {
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
    bytes.push(rest)
  }
  return Uint8Array.from(bytes)
}

const field = (number: number, content: Uint8Array): Uint8Array =>
  Buffer.concat([varints(number * 8 + 2, content.length), content])

const textField = (number: number, text: string): Uint8Array => field(number, Buffer.from(text, 'utf8'))

/** The numbers of an attribute (INT or INTS); undefined where the node has none of that name. */
export function integersOf(node: Node, attribute: string): readonly number[] | undefined {
  const bytes = node.attributes.find(one => nameIn(one, ATTRIBUTE.name) === attribute)
  if (!bytes) return undefined
  const integers: number[] = []
  for (const { number, value } of fieldsOf(bytes))
    if (number === ATTRIBUTE.integer || number === ATTRIBUTE.integers) integers.push(value)
  return integers
}

/** True for a branch or a loop: what it takes of the graph around it is not among its inputs. */
export const holdsGraph = (node: Node): boolean =>
  node.attributes.some(bytes => [...fieldsOf(bytes)].some(({ number }) => number === ATTRIBUTE.graph))

function writeNode(node: Node): Uint8Array {
  if (node.bytes) return node.bytes
  return Buffer.concat([
    ...node.inputs.map(input => textField(NODE.input, input)),
    ...node.outputs.map(output => textField(NODE.output, output)),
    textField(NODE.name, node.name),
    textField(NODE.operator, node.operator),
    ...node.attributes.map(attribute => field(NODE.attribute, attribute)),
  ])
}

const contentsOf = (fields: readonly Field[], number: number): readonly Uint8Array[] =>
  fields.filter(field => field.number === number).map(field => field.content)

function readGraph(fields: readonly Field[]): Graph {
  const names = (number: number, within: number) => contentsOf(fields, number).map(bytes => nameIn(bytes, within))
  const initialisers = new Set(names(GRAPH_INITIALISER, TENSOR_NAME))
  return {
    nodes: contentsOf(fields, GRAPH_NODE).map(readNode),
    initialisers,
    // Files before version 4 of the format name their constants among the inputs.
    inputs: new Set(names(GRAPH_INPUT, VALUE.name).filter(name => !initialisers.has(name))),
    outputs: new Set(names(GRAPH_OUTPUT, VALUE.name)),
  }
}

function changeGraph(model: Uint8Array, change: (fields: readonly Field[]) => readonly Uint8Array[]): Uint8Array {
  const parts = Array.from(fieldsOf(model), part =>
    part.number === MODEL_GRAPH ? field(MODEL_GRAPH, Buffer.concat(change([...fieldsOf(part.content)]))) : part.whole,
  )
  return Buffer.concat(parts)
}

const nodeFields = (nodes: readonly Node[]): readonly Uint8Array[] =>
  nodes.map(node => field(GRAPH_NODE, writeNode(node)))

/** The model's graph. Throws RangeError on a cut file. */
export function graphOf(model: Uint8Array): Graph {
  for (const part of fieldsOf(model)) if (part.number === MODEL_GRAPH) return readGraph([...fieldsOf(part.content)])
  throw new RangeError('the file holds no graph')
}

/** The model with its graph's nodes exchanged by `change`, in an order that respects who feeds whom. Throws RangeError on a cut file. */
export function exchangeNodes(model: Uint8Array, change: (graph: Graph) => readonly Node[]): Uint8Array {
  return changeGraph(model, fields => [
    ...nodeFields(change(readGraph(fields))),
    ...fields.filter(({ number }) => number !== GRAPH_NODE).map(({ whole }) => whole),
  ])
}

/**
 * A model of some of the nodes, with those constants only that they use. An input or output that the whole model has not is a tensor
 * of floats with three dimensions of any length. Throws RangeError on a cut file.
 */
export function partOf(model: Uint8Array, part: Pick<Graph, 'nodes' | 'inputs' | 'outputs'>): Uint8Array {
  const used = new Set(part.nodes.flatMap(node => node.inputs))
  return changeGraph(model, fields => {
    const values = (number: number, wanted: ReadonlySet<string>) => {
      const known = new Map(contentsOf(fields, number).map(bytes => [nameIn(bytes, VALUE.name), bytes]))
      return [...wanted].map(name => field(number, known.get(name) ?? threeDimensions(name)))
    }
    const constants = fields.filter(
      ({ number, content }) => number === GRAPH_INITIALISER && used.has(nameIn(content, TENSOR_NAME)),
    )
    const others = fields.filter(
      ({ number }) => ![GRAPH_NODE, GRAPH_INITIALISER, GRAPH_INPUT, GRAPH_OUTPUT, GRAPH_VALUE].includes(number),
    )
    return [
      ...nodeFields(part.nodes),
      ...[...constants, ...others].map(({ whole }) => whole),
      ...values(GRAPH_INPUT, part.inputs),
      ...values(GRAPH_OUTPUT, part.outputs),
    ]
  })
}

function threeDimensions(name: string): Uint8Array {
  const shape = ['batch', 'channels', 'frames'].map(text => field(SHAPE_DIMENSION, textField(DIMENSION_NAME, text)))
  const tensor = Buffer.concat([
    varints(TENSOR_TYPE.element * 8, FLOAT),
    field(TENSOR_TYPE.shape, Buffer.concat(shape)),
  ])
  return Buffer.concat([textField(VALUE.name, name), field(VALUE.type, field(TYPE_TENSOR, tensor))])
}
