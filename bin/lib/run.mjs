import { spawn } from 'node:child_process'
import { log, root } from './project.mjs'

/**
 * Runs a program in the project's folder to its end. Its words go to the log file, or to the terminal with `show`.
 * Resolves to `{ code, words }`, words being the last 20,000 characters it wrote; code is 127 where there is no such program.
 */
export function run(program, args, { show = false, env = {} } = {}) {
  return new Promise(resolve => {
    const stdio = ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe']
    const child = spawn(program, args, { cwd: root, stdio, env: { ...process.env, ...env } })
    let words = ''
    const keep = piece => {
      words = (words + piece).slice(-20_000)
      log(piece)
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    child.on('error', cause => resolve({ code: cause.code === 'ENOENT' ? 127 : 126, words: cause.message }))
    child.on('close', code => resolve({ code: code ?? 1, words }))
  })
}
