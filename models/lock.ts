import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { discard } from './content.js'

/** How often a waiting process looks whether the other one is done. */
const LOOK_MS = 500

/**
 * Runs `work` while no other process of this machine does so with the same lock file: two starts at once would otherwise
 * write into the same half-made download. The lock of a dead process counts for nothing.
 */
export async function alone<T>(lockFile: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  await mkdir(dirname(lockFile), { recursive: true })
  while (!(await taken(lockFile))) {
    if (await isHeld(lockFile)) await sleep(LOOK_MS, undefined, signal ? { signal } : {})
    else await discard(lockFile)
  }
  try {
    return await work()
  } finally {
    await discard(lockFile)
  }
}

const taken = (lockFile: string): Promise<boolean> =>
  writeFile(lockFile, String(process.pid), { flag: 'wx' }).then(
    () => true,
    (cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
      throw cause
    },
  )

const isHeld = async (lockFile: string): Promise<boolean> => {
  const holder = Number(await readFile(lockFile, 'utf8').catch(() => ''))
  if (holder > 0) return isAlive(holder)
  // Between creation and the first byte a lock is empty: only an old empty one is abandoned.
  const found = await stat(lockFile).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs < 10 * LOOK_MS
}

/** Signal 0 asks only whether the process exists; EPERM means that it does, under another user. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
}
