import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compiledAtMs } from './compile.mjs'
import { compiled, Hindrance, home, inRoot } from './project.mjs'
import { run } from './run.mjs'

const modelsFolder = join(home, 'models')

/** Fetches the speech models that are missing, with a progress bar; asks nothing of the network when all are there. */
export async function ensureSpeechModels() {
  const { ensureModels, HUB_VARIABLE } = await compiled('models/index.js')
  const listing = await ensureModels({
    folder: modelsFolder,
    modulesFolder: inRoot('node_modules'),
    hub: process.env[HUB_VARIABLE],
    own: { whisper: process.env.WHISPER_MODEL || undefined, piper: process.env.PIPER_MODEL_PATH || undefined },
  })
  return listing.voices.find(voice => voice.language === 'fr')?.reason ?? 'no French voice'
}

const stampFile = join(home, 'prompts', '.rendered')

/** As daemon/paths.ts decides it. */
const protocolsFolder = () => resolve(process.env.HELLOJADE_PROTOCOLS || inRoot('protocols'))

/**
 * Everything that changes what is said or how it sounds. Which settings do is the daemon's own affair: any of them makes set-up ask it
 * again, which takes two seconds where nothing is missing.
 */
export const promptsKey = () => {
  const hash = createHash('sha256').update(String(compiledAtMs()))
  const protocols = protocolsFolder()
  for (const name of existsSync(protocols) ? readdirSync(protocols, { recursive: true }).sort() : [])
    if (/\.ya?ml$/.test(name)) hash.update(readFileSync(join(protocols, name)))
  for (const name of ['checked.json', 'hub.json']) {
    const path = join(modelsFolder, name)
    if (existsSync(path)) hash.update(readFileSync(path))
  }
  for (const [name, value] of Object.entries(process.env).sort())
    if (value !== '' && /^(HELLOJADE_|PIPER_)/.test(name) && name !== 'HELLOJADE_HOME')
      hash.update(`${name}=${value}\n`)
  return hash.digest('hex')
}

/** Renders the sentences that are not on disk (`hellojade prompts render`: its own progress bar, resumable). */
export async function ensurePrompts() {
  const key = promptsKey()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === key) return 'ready'
  const { code } = await run(process.execPath, [inRoot('dist/daemon/main.js'), 'prompts', 'render'], { show: true })
  if (code !== 0)
    throw new Hindrance(
      "Les phrases n'ont pas pu être enregistrées : relancez, ce qui est fait est gardé.",
      'The sentences could not be rendered: start again, what is done is kept.',
    )
  mkdirSync(join(home, 'prompts'), { recursive: true })
  writeFileSync(stampFile, key)
  return 'rendered'
}
