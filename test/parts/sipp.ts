import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './ports.js'
import { startProcess } from './process.js'
import { type Had, ownSuite, unpack } from './unpack.js'

/** apt's own sipp where it is installed, else unpacked. */
export function ensureSipp(): Promise<Had> {
  if (existsSync('/usr/bin/sipp')) return Promise.resolve({ ok: true, prefix: '/' })
  return unpack({
    name: 'sipp',
    suites: `${ownSuite()} bookworm trixie sid`,
    packages: ['sip-tester'],
    proof: 'usr/bin/sipp',
  })
}

export interface RefusingPhoneOptions {
  /** The final answer, e.g. "603 Decline". */
  readonly status: string
  /** Rings (180) for so long first; 0: never rings. */
  readonly ringMs: number
}

export interface RefusingPhone {
  readonly port: number
  readonly address: string
  output(): string
  stop(): Promise<void>
}

const HEADERS =
  '[last_Via:]\n[last_From:]\n[last_To:];tag=[call_number]\n[last_Call-ID:]\n[last_CSeq:]\nContent-Length: 0\n'
const answerWith = (status: string) => `<send><![CDATA[\n\nSIP/2.0 ${status}\n${HEADERS}\n]]></send>`

/** A SIP end that refuses every call with one status, as operators do; baresip has no choice of statuses. */
export async function startRefusingPhone(
  prefix: string,
  { status, ringMs }: RefusingPhoneOptions,
): Promise<RefusingPhone> {
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-sipp-'))
  const ringing = ringMs > 0 ? `${answerWith('180 Ringing')}<pause milliseconds="${ringMs}"/>` : ''
  const scenario = `<?xml version="1.0"?><scenario name="refuses"><recv request="INVITE" crlf="true"/>${ringing}${answerWith(status)}<recv request="ACK"/></scenario>`
  writeFileSync(join(folder, 'refuses.xml'), scenario)
  const port = await freePort()
  const program = prefix === '/' ? ['/usr/bin/sipp'] : [join(prefix, 'run'), 'usr/bin/sipp']
  const control = await freePort()
  const args = ['-sf', 'refuses.xml', '-i', '127.0.0.1', '-p', String(port), '-cp', String(control), '-nostdin']
  const part = startProcess([...program, ...args], { cwd: folder })
  // It binds within 30–100 ms; Asterisk sends its INVITE again after 500 ms (RFC 3261, timer A).
  await new Promise(resolve => setTimeout(resolve, 150))
  return {
    port,
    address: `127.0.0.1:${port}`,
    output: () => part.output(),
    stop: async () => {
      await part.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
