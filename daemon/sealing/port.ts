/** The hospital's keys, and files sealed with them. */
export { type FileKind, type FileSeal, newFileSeal, sealChunk } from './chunks.js'
export { type KeyRing, keyRing, type SecretKey } from './ring.js'
export { openSealedFile, type SealedFile, sealStream } from './sealed-file.js'
export { syncFolder } from './sync-folder.js'
