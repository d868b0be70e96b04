import { open, stat } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { Failure } from '../daemon/domain/failure.js'
import type { Catalogue } from './catalogue.js'
import { catalogue } from './catalogue.js'
import { fileState } from './content.js'
import { GGML_MAGIC } from './ggml.js'
import type { OwnFiles } from './voice.js'

/** The recogniser's weights, and why these. */
export interface RecogniserChoice {
  readonly name: string
  readonly path: string
  readonly reason: string
}

/**
 * The ggml file that hears: the hospital's own (a path, or the name of a file in the models folder with or without
 * "ggml-" and ".bin"), else the catalogue's. Throws Failure models/missing or models/damaged.
 */
export async function chooseRecogniser(
  folder: string,
  own: OwnFiles = {},
  models: Catalogue = catalogue(),
): Promise<RecogniserChoice> {
  if (own.whisper === undefined || own.whisper === '') {
    const name = models.models.find(model => model.use === 'recogniser')?.name ?? 'recogniser'
    return { name, path: await modelFile(folder, name, models), reason: `${name}: the default` }
  }
  const path = await ownPath(folder, own.whisper)
  const file = await open(path, 'r')
  try {
    const start = Buffer.alloc(4)
    await file.read(start, 0, start.length, 0)
    if (start.readUInt32LE(0) !== GGML_MAGIC) throw new Failure('models/damaged', { model: path })
  } finally {
    await file.close()
  }
  const name = basename(path)
    .replace(/^ggml-/, 'whisper-')
    .replace(/\.bin$/, '')
  return { name, path, reason: `${name}: given by WHISPER_MODEL` }
}

const ownPath = async (folder: string, own: string): Promise<string> => {
  const candidates = isAbsolute(own) ? [own] : [own, join(folder, own), join(folder, `ggml-${own}.bin`)]
  for (const path of candidates) if ((await stat(path).catch(() => undefined))?.isFile()) return path
  throw new Failure('models/missing', { model: own })
}

/** Path of the main file of a model of the catalogue. Throws Failure models/missing or models/damaged if it is not whole. */
export async function modelFile(folder: string, name: string, models: Catalogue = catalogue()): Promise<string> {
  const file = models.models.find(model => model.name === name)?.files.find(each => each.part === 'model')
  if (file === undefined) throw new Failure('models/missing', { model: name })
  const state = await fileState(folder, file)
  if (state !== 'present') throw new Failure(`models/${state}`, { model: name })
  return join(folder, file.name)
}
