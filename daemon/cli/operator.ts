import { hostname, userInfo } from 'node:os'
import type { Actor } from '../domain/audit.js'

/** Whoever runs a command here: the account of the system, and where it signed in from. */
export function operator(why?: string): Actor {
  const { SUDO_USER: before, SSH_CLIENT: remote } = process.env
  const address = remote?.split(' ')[0]
  return {
    name: before || userInfo().username,
    role: 'operator',
    from: address ? `${hostname()} from ${address}` : hostname(),
    ...(why !== undefined && { why }),
  }
}
