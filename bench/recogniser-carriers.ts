import { join } from 'node:path'
import { homeFolder } from '../daemon/paths.js'
import type { WhisperRecogniser } from '../daemon/speech/recogniser/whisper.js'
import { openKokoro } from '../daemon/speech/synthesis/kokoro.js'

/** The agent's own voice says the beginnings of answers, as in a call. */
export async function prepareCarriers(into: WhisperRecogniser, carriers: readonly string[]): Promise<void> {
  const models = join(homeFolder(), 'models')
  const voice = await openKokoro({
    modelPath: join(models, 'kokoro-82m-int8.onnx'),
    stylePath: join(models, 'kokoro-ff_siwis.bin'),
    vocabularyPath: join(models, 'kokoro-vocab.json'),
    threads: 1,
    reason: 'bench',
  })
  await into.prepareCarriers(carriers, text => voice.synthesise(text))
  await voice.close()
}
