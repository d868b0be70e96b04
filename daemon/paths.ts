import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, from the sources as well as from dist/. */
export const projectRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** Where the daemon keeps its own files: models, prompts, database, recordings. `HELLOJADE_HOME`, default var/ of the project. */
export const homeFolder = (): string => resolve(process.env.HELLOJADE_HOME || join(projectRoot, 'var'))

/** The questionnaires and the common wordings. `HELLOJADE_PROTOCOLS`, default protocols/ of the project. */
export const protocolsFolder = (): string => resolve(process.env.HELLOJADE_PROTOCOLS || join(projectRoot, 'protocols'))
