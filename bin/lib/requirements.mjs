import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { Hindrance, has, home, inRoot } from './project.mjs'

/** Modules 0.9 GB, the addon's objects 0.1 GB, models 0.3 GB and as much again on the way, sentences, test parts. */
const FIRST_START_MB = 3000
/** Recordings and the log of a day. */
const LATER_START_MB = 300

/** "v20.19.0" → true where package.json's engines are met: ^20.19 or ≥ 22.12. */
export function isNodeFit(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
}

/** Throws a Hindrance if this Node is too old. */
export function checkNode(version = process.version) {
  if (isNodeFit(version)) return
  throw new Hindrance(
    `Node ${version} est trop ancien : il faut Node 20.19 ou plus récent, ou 22.12 ou plus récent.`,
    `Node ${version} is too old: Node 20.19 or later, or 22.12 or later, is needed.`,
  )
}

/** What the next start needs, in MB: much less once modules and models are there. */
const neededMb = () => (has('node_modules') && existsSync(join(home, 'models')) ? LATER_START_MB : FIRST_START_MB)

/** Throws a Hindrance if the project's or the daemon's disk is too full. */
export function checkDisk(needed = neededMb(), freeMbOf = freeMb) {
  mkdirSync(home, { recursive: true })
  for (const folder of [inRoot(), home]) {
    const free = freeMbOf(folder)
    if (free >= needed) continue
    throw new Hindrance(
      `Le disque est trop plein : ${needed} Mo sont nécessaires dans ${folder}, ${free} Mo sont libres.`,
      `The disk is too full: ${needed} MB are needed in ${folder}, ${free} MB are free.`,
    )
  }
}

const freeMb = folder => {
  const disk = statfsSync(folder)
  return Math.floor((disk.bavail * disk.bsize) / 1e6)
}

/** The recogniser is compiled once; said before the long downloads rather than after them. */
export function checkCompiler() {
  if (isNativeBuilt()) return
  const wanted = process.env.CXX ? [process.env.CXX] : ['g++', 'clang++', 'c++']
  if (wanted.some(compiler => spawnSync(compiler, ['--version']).status === 0)) return
  throw new Hindrance(
    'Un compilateur C++17 (g++ ou clang++) manque : installez le paquet g++.',
    'A C++17 compiler (g++ or clang++) is missing: install the package g++.',
  )
}

/** True if some variant of the addon is on disk. */
function isNativeBuilt() {
  const folder = inRoot('native/build')
  return existsSync(folder) && readdirSync(folder).some(variant => readFilesOf(join(folder, variant)).some(isAddon))
}

const isAddon = name => name.endsWith('.node')
const readFilesOf = folder => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
