import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { Hindrance, inRoot, logFile } from './project.mjs'
import { run } from './run.mjs'

const stampFile = () => inRoot('node_modules/.hellojade-lock')
const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex')

/** True if node_modules was made from this package-lock.json. */
function areModulesFresh() {
  const listed = inRoot('node_modules/.package-lock.json')
  if (!existsSync(listed)) return false
  if (existsSync(stampFile())) return readFileSync(stampFile(), 'utf8') === lockDigest()
  return statSync(listed).mtimeMs >= statSync(inRoot('package-lock.json')).mtimeMs
}

/**
 * No install script runs: none of our packages needs one, and onnxruntime-node's would download GPU parts from outside the
 * registry. Engine and deprecation warnings go to the log with everything else npm says.
 */
const NPM_CI = [
  'ci',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=2000',
]

/** Installs what package-lock.json lists, if that has not been done. Throws a Hindrance. */
export async function ensureModules() {
  if (areModulesFresh()) return 'up to date'
  const { code, words } = await run('npm', NPM_CI)
  if (code !== 0) throw hindranceOf(code, words)
  writeFileSync(stampFile(), lockDigest())
  return 'installed'
}

/** What npm says when the registry or the way to it is at fault. */
const NETWORK =
  /E(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH|PROTO|401|403|407|5\d\d)\b|network/
const DISK = /ENOSPC/
const MISFIT = /EUSAGE/

const hindranceOf = (code, words) => {
  if (code === 127) return new Hindrance('npm manque : il vient avec Node.', 'npm is missing: it comes with Node.')
  if (DISK.test(words))
    return new Hindrance(
      "Le disque est plein : npm n'a pas pu écrire node_modules.",
      'The disk is full: npm could not write node_modules.',
    )
  if (MISFIT.test(words))
    return new Hindrance(
      `package-lock.json ne va pas avec package.json : ${logFile} dit quels paquets manquent.`,
      `package-lock.json does not fit package.json: ${logFile} says which packages are missing.`,
    )
  if (NETWORK.test(words))
    return new Hindrance(
      `Le registre npm ne peut être atteint : vérifiez le réseau, le proxy ou le miroir (${logFile}).`,
      `The npm registry cannot be reached: check the network, the proxy or the mirror (${logFile}).`,
    )
  return new Hindrance(
    `« npm ci » a échoué : tout est dans ${logFile}.`,
    `"npm ci" failed: the whole story is in ${logFile}.`,
  )
}
