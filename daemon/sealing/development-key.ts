import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../domain/failure.js'
import { KEY_BYTES } from './ring.js'

const FILE = 'development.key'

/**
 * The key of the embedded default: 32 bytes in hex in `folder`/development.key, readable by its owner alone, made on first
 * use. It lies beside what it protects, so it guards a stolen backup of the database and not a stolen disk: a hospital brings
 * a key of its own. Undefined where there is none and none is to be made. Throws Failure store/key-unreadable for a file that
 * holds no key (it is never replaced), store/unavailable when the folder cannot be written.
 */
export async function developmentKey(folder: string, { make = true } = {}): Promise<Uint8Array | undefined> {
  const path = join(folder, FILE)
  try {
    return (await readKey(path)) ?? (make ? await makeKey(folder, path) : undefined)
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    throw new Failure('store/unavailable', {}, { cause })
  }
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  }
  if (!new RegExp(`^[0-9a-f]{${KEY_BYTES * 2}}\\s*$`).test(text))
    throw new Failure('store/key-unreadable', { source: FILE })
  await chmod(path, 0o600)
  return Buffer.from(text.trim(), 'hex')
}

/** Written whole and flushed under another name, then linked: of two processes, one wins and both read the winner's. */
async function makeKey(folder: string, path: string): Promise<Uint8Array> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('hex')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    await rm(draft, { force: true })
  }
  const key = await readKey(path)
  if (key === undefined) throw new Failure('store/key-unreadable', { source: FILE })
  return key
}
