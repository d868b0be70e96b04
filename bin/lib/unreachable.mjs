import { existsSync, readFileSync } from 'node:fs'
import { inRoot } from './project.mjs'

/** Tests that may be skipped where something cannot be reached: "name | reason" a line, # starts a comment. */
export function readUnreachable(file = inRoot('test/unreachable.txt')) {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .map(line => line.replace(/^#.*/, '').trim())
    .filter(line => line !== '')
    .map(line => {
      const [name = '', reason = ''] = line.split(' | ').map(part => part.trim())
      if (name === '' || reason === '') throw new Error(`test/unreachable.txt: a line needs "name | reason": ${line}`)
      return { name, reason }
    })
}

/** Skipped tests whose full name ("file > test > assertion") contains no listed name. */
export const unlisted = (skipped, listed) =>
  skipped.filter(each => !listed.some(entry => each.name.includes(entry.name)))
