#!/usr/bin/env node
/**
 * Compiles the recogniser addon: native/*.cc, whisper.cpp and the CPU part of ggml, straight with the C++ compiler.
 * No cmake, no node-gyp, no download: the sources and the Node-API headers come from pinned packages in node_modules.
 *
 *   node bin/build-native.mjs [--arch v2|v3|v4|native] [--force]
 *
 * Exit codes: 0 built or already up to date, 3 no C++17 compiler (native/compiler-missing), 1 anything else.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const native = join(root, 'native')
const modules = join(root, 'node_modules')
const whisper = join(modules, 'nodejs-whisper/cpp/whisper.cpp')
const ADDON = 'hellojade_whisper.node'
/** Compilations at once: one translation unit takes up to 700 MB of memory. */
const PARALLEL = 2

/** What each x86-64 level promises beyond the one below it (x86-64 psABI, micro-architecture levels), as /proc/cpuinfo spells it. */
const LEVELS = [
  { name: 'v4', flags: ['avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'] },
  { name: 'v3', flags: ['avx', 'avx2', 'bmi1', 'bmi2', 'f16c', 'fma', 'movbe'] },
  { name: 'v2', flags: ['sse4_1', 'sse4_2', 'ssse3', 'popcnt', 'cx16'] },
]

/** Names of the variants this CPU can run, best first. */
export function runnableVariants(arch = process.arch, cpuinfo = readCpuinfo()) {
  if (arch !== 'x64') return ['native']
  const flags = new Set((/^flags\s*:\s*(.*)$/m.exec(cpuinfo)?.[1] ?? '').split(' '))
  const runs = []
  for (const level of LEVELS.toReversed()) {
    if (!level.flags.every(flag => flags.has(flag))) break
    runs.unshift(level.name)
  }
  return runs.length > 0 ? runs : ['v2']
}

function readCpuinfo() {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8')
  } catch {
    return ''
  }
}

/** An error with the code that the daemon's catalogue of failures uses. */
class BuildFailure extends Error {
  constructor(code, message) {
    super(message)
    this.code = code
  }
}

function findCompiler() {
  const wanted = process.env.CXX ? [process.env.CXX] : ['g++', 'clang++', 'c++']
  for (const cxx of wanted) {
    const probe = spawnSync(cxx, ['-std=c++17', '-x', 'c++', '-fsyntax-only', '-'], { input: '#include <vector>\n' })
    if (probe.status === 0)
      return { cxx, version: spawnSync(cxx, ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0] }
  }
  throw new BuildFailure(
    'native/compiler-missing',
    'A C++17 compiler (g++ or clang++) is missing: install the package g++ (Debian: apt-get install g++).',
  )
}

const sourcesIn = (folder, names) => names.map(name => join(folder, name))

function listSources(variant) {
  const ggml = join(whisper, 'ggml/src')
  const cpu = join(ggml, 'ggml-cpu')
  const arch = process.arch === 'x64' ? 'x86' : 'arm'
  const sources = [
    // The slowest first, so that the two lanes end together.
    ...sourcesIn(
      native,
      readdirSync(native)
        .filter(name => name.endsWith('.cc'))
        .sort(),
    ),
    ...sourcesIn(cpu, ['ops.cpp', 'binary-ops.cpp', 'unary-ops.cpp', 'repack.cpp', 'ggml-cpu.c']),
    ...sourcesIn(cpu, ['ggml-cpu.cpp', 'vec.cpp', 'quants.c', 'traits.cpp', 'hbm.cpp', 'amx/amx.cpp', 'amx/mmq.cpp']),
    ...sourcesIn(cpu, [`arch/${arch}/quants.c`, `arch/${arch}/repack.cpp`]),
    ...sourcesIn(ggml, ['ggml.c', 'ggml.cpp', 'ggml-alloc.c', 'ggml-backend.cpp', 'ggml-backend-meta.cpp']),
    ...sourcesIn(ggml, ['ggml-opt.cpp', 'ggml-threading.cpp', 'ggml-quants.c', 'gguf.cpp']),
    ...sourcesIn(ggml, ['ggml-backend-dl.cpp', 'ggml-backend-reg.cpp']),
  ]
  const missing = sources.find(source => !existsSync(source))
  if (missing) throw new BuildFailure('native/missing', `Source ${missing} is missing: run npm ci.`)
  const march = variant === 'native' ? '-mcpu=native' : `-march=x86-64-${variant}`
  const defines = [
    '_GNU_SOURCE',
    'NDEBUG',
    'GGML_USE_CPU',
    'GGML_USE_LLAMAFILE',
    'NAPI_CPP_EXCEPTIONS',
    'NAPI_VERSION=8',
  ]
  const texts = ['GGML_VERSION="carried"', 'GGML_COMMIT="carried"', 'WHISPER_VERSION="1.9.1"']
  const includes = [
    native,
    join(whisper, 'include'),
    join(whisper, 'src'),
    join(whisper, 'ggml/include'),
    ggml,
    cpu,
    join(modules, 'node-addon-api'),
    join(modules, 'node-api-headers/include'),
  ]
  const flags = [
    ...['-O3', '-fPIC', '-pthread', '-fvisibility=hidden', '-ffunction-sections', '-fdata-sections', '-w', march],
    ...[...defines, ...texts].map(define => `-D${define}`),
    ...includes.map(include => `-I${include}`),
  ]
  return { sources, flags }
}

/** Everything that, changed, asks for a new compilation of `source`. Our headers count for our files only. */
function stampOf(source, flags, compiler) {
  const hash = createHash('sha256').update(
    [compiler.cxx, compiler.version, process.versions.modules, ...flags].join('\n').replaceAll(root, ''),
  )
  hash.update(readFileSync(source))
  const headers = dirname(source) === native ? readdirSync(native).filter(name => name.endsWith('.hh')) : []
  for (const header of headers.sort()) hash.update(readFileSync(join(native, header)))
  hash.update(readFileSync(join(modules, 'nodejs-whisper/package.json')))
  return hash.digest('hex').slice(0, 20)
}

function run(command, args) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let errors = ''
    child.stderr.on('data', chunk => {
      errors += chunk
    })
    child.on('error', failed)
    child.on('close', code =>
      code === 0 ? done() : failed(new BuildFailure('native/missing', `Compilation failed:\n${errors.slice(0, 4000)}`)),
    )
  })
}

async function compileAll(jobs, compiler, flags, onDone) {
  const waiting = [...jobs]
  const lane = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const language = job.source.endsWith('.c') ? ['-x', 'c', '-std=gnu11'] : ['-x', 'c++', '-std=gnu++17']
      await run(compiler.cxx, [...language, ...flags, '-c', job.source, '-o', `${job.object}.tmp`])
      renameSync(`${job.object}.tmp`, job.object)
      onDone(basename(job.source))
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, lane))
}

/**
 * Builds the addon for one variant (default: the best this CPU runs) into native/build/<variant>/.
 * `onProgress({ done, of, file })` per compiled file. Resolves to `{ variant, path, built }`, built false when nothing had
 * changed. Rejects with an Error whose `code` is native/compiler-missing or native/missing.
 */
export async function buildNative({ variant = runnableVariants()[0], force = false, onProgress = () => {} } = {}) {
  const folder = join(native, 'build', variant)
  const objects = join(folder, 'objects')
  const path = join(folder, ADDON)
  const { sources, flags } = listSources(variant)
  const compiler = findCompiler()
  if (force) rmSync(folder, { recursive: true, force: true })
  mkdirSync(objects, { recursive: true })

  const jobs = sources.map(source => {
    const stamp = stampOf(source, flags, compiler)
    return { source, stamp, object: join(objects, `${basename(source)}-${stamp}.o`) }
  })
  const whole = createHash('sha256')
    .update(jobs.map(job => job.stamp).join())
    .digest('hex')
  const stampFile = join(folder, 'stamp')
  if (
    existsSync(path) &&
    existsSync(join(folder, 'needs.json')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === whole
  ) {
    return { variant, path, built: false }
  }
  const todo = jobs.filter(job => !existsSync(job.object) || statSync(job.object).size === 0)
  let done = 0
  await compileAll(todo, compiler, flags, file => onProgress({ done: ++done, of: todo.length + 1, file }))
  const linking = ['-shared', '-pthread', '-Wl,--gc-sections', '-Wl,--exclude-libs,ALL', '-o', `${path}.tmp`]
  await run(compiler.cxx, [...linking, ...jobs.map(job => job.object), '-ldl'])
  renameSync(`${path}.tmp`, path)
  // The loader picks by this list, so that a folder built on another machine is never loaded where it would crash.
  const level = LEVELS.findIndex(({ name }) => name === variant)
  const needs = level < 0 ? [] : LEVELS.slice(level).flatMap(({ flags: wanted }) => wanted)
  writeFileSync(join(folder, 'needs.json'), JSON.stringify(needs))
  writeFileSync(stampFile, whole)
  sweep(objects, new Set(jobs.map(job => basename(job.object))))
  onProgress({ done: todo.length + 1, of: todo.length + 1, file: ADDON })
  return { variant, path, built: true }
}

function sweep(folder, kept) {
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name), { force: true })
}

function showProgress({ done, of, file }) {
  const line = `Building the recogniser  ${done}/${of}  ${file}`
  process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${line}${done === of ? '\n' : ''}` : `${line}\n`)
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2)
  const at = words.indexOf('--arch')
  const variant = at >= 0 ? words[at + 1] : undefined
  if (variant !== undefined && ![...LEVELS.map(level => level.name), 'native'].includes(variant)) {
    console.error('--arch takes v2, v3, v4 or native.')
    process.exit(2)
  }
  try {
    const options = { force: words.includes('--force'), onProgress: showProgress, ...(variant && { variant }) }
    const { variant: built, built: fresh } = await buildNative(options)
    console.log(fresh ? `Recogniser built (${built}).` : `Recogniser is up to date (${built}).`)
  } catch (error) {
    console.error(error.message)
    process.exit(error.code === 'native/compiler-missing' ? 3 : 1)
  }
}
