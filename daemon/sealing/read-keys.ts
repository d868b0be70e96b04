import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../domain/failure.js'
import { developmentKey } from './development-key.js'
import { KEY_BYTES, type KeyRing, keyRing } from './ring.js'

/** The credential's name in a unit: LoadCredential=hellojade-secret-key:… (systemd.exec(5), CREDENTIALS). */
const CREDENTIAL = 'hellojade-secret-key'
const DATABASE_CREDENTIAL = 'hellojade-database-key'
const HEX = new RegExp(`^[0-9a-fA-F]{${KEY_BYTES * 2}}$`)

export interface KeySources {
  readonly environment: NodeJS.ProcessEnv
  /** Where the embedded default keeps its development key. */
  readonly folder: string
  /** What exists once there is something that a key of the hospital may have sealed: no development key is made beside it. */
  readonly database: string
}

/**
 * The hospital's keys, from the first of these that is there: HELLOJADE_SECRET_KEY, the file that HELLOJADE_SECRET_KEY_FILE
 * names, systemd's credential, else the development key. Keys are 64 hexadecimal digits with commas, spaces or lines between
 * them; the first seals, the others open what they once sealed. Throws Failure store/key-unreadable for a source that holds
 * anything else, and store/key-missing where there is a database and no key at all.
 */
export async function readKeyRing({ environment, folder, database }: KeySources): Promise<KeyRing> {
  const {
    HELLOJADE_SECRET_KEY: given,
    HELLOJADE_SECRET_KEY_FILE: file,
    CREDENTIALS_DIRECTORY: credentials,
  } = environment
  if (given) return keyRing(keysIn(given, 'HELLOJADE_SECRET_KEY'))
  if (file) return keyRing(await keysOfFile(file, 'HELLOJADE_SECRET_KEY_FILE'))
  const credential = credentials ? join(credentials, CREDENTIAL) : ''
  if (credential && existsSync(credential)) return keyRing(await keysOfFile(credential, CREDENTIAL))
  const key = await developmentKey(folder, { make: !existsSync(database) })
  if (key === undefined) throw new Failure('store/key-missing')
  return keyRing([key])
}

/**
 * The embedded database's own key, if the hospital wants its file encrypted as a whole: HELLOJADE_DATABASE_KEY, the file that
 * HELLOJADE_DATABASE_KEY_FILE names, or systemd's credential; 64 hexadecimal digits. Throws Failure store/key-unreadable.
 */
export async function readDatabaseKey(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const {
    HELLOJADE_DATABASE_KEY: given,
    HELLOJADE_DATABASE_KEY_FILE: file,
    CREDENTIALS_DIRECTORY: folder,
  } = environment
  const credential = folder ? join(folder, DATABASE_CREDENTIAL) : ''
  const source = given ? 'HELLOJADE_DATABASE_KEY' : file ? 'HELLOJADE_DATABASE_KEY_FILE' : DATABASE_CREDENTIAL
  const path = file || (existsSync(credential) ? credential : '')
  if (!given && !path) return undefined
  const [key, ...more] = given ? keysIn(given, source) : await keysOfFile(path, source)
  if (key === undefined || more.length > 0) throw new Failure('store/key-unreadable', { source })
  return Buffer.from(key).toString('hex')
}

async function keysOfFile(path: string, source: string): Promise<readonly Uint8Array[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Failure('store/key-unreadable', { source }, { cause })
  })
  return keysIn(text.replace(/^\s*#.*$/gm, ''), source)
}

function keysIn(text: string, source: string): readonly Uint8Array[] {
  const written = text.split(/[\s,]+/).filter(Boolean)
  if (written.length === 0 || !written.every(key => HEX.test(key)))
    throw new Failure('store/key-unreadable', { source })
  return [...new Set(written.map(key => key.toLowerCase()))].map(key => Buffer.from(key, 'hex'))
}
