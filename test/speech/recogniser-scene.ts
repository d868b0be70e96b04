import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeFolder, projectRoot } from '../../daemon/paths.js'

export const modelPath = join(homeFolder(), 'models/ggml-base.bin')
export const addonPath = join(projectRoot, 'native/build')
export const skip = existsSync(modelPath) && existsSync(addonPath) ? false : 'the model or the addon is not there'

/** A recorded answer, 8 kHz. */
export function clip(name: string): Int16Array {
  const bytes = readFileSync(join(projectRoot, 'test/fixtures/speech/recogniser', `${name}.wav`))
  const at = bytes.indexOf('data') + 8
  return Int16Array.from({ length: (bytes.length - at) >> 1 }, (_, i) => bytes.readInt16LE(at + 2 * i))
}
