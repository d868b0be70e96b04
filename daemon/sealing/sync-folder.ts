import { open } from 'node:fs/promises'

/** Names that were made, changed or removed in it are on the disk afterwards (fsync(2): a file's own does not do so). */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
