import { has } from './project.mjs'

/** Builds the recogniser addon where it is missing or its sources have changed; one line of progress on a terminal. */
export async function ensureNative() {
  if (!has('bin/build-native.mjs')) return 'not part of this tree'
  const { buildNative } = await import('../build-native.mjs')
  const onProgress = ({ done, of }) => {
    if (process.stdout.isTTY)
      process.stdout.write(`\r\u001b[KRecogniser ${done}/${of}${done === of ? '\r\u001b[K' : ''}`)
    else if (done % 10 === 0) process.stdout.write(`Recogniser ${done}/${of}\n`)
  }
  const { variant, built } = await buildNative({ onProgress })
  return `${built ? 'built' : 'up to date'} (${variant})`
}
