import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { freePort, rtpRange } from './ports.js'
import { eventually, startProcess } from './process.js'
import { type Had, ownSuite, unpack } from './unpack.js'
import { readPhoneWav, writePhoneWav } from './wav.js'

/** Graphics, sound cards and video codecs: modules that these phones never load. */
const UNUSED =
  'libllvm.*|libgl.*|libx.*|libdrm.*|libdirectfb.*|libicu.*|libpciaccess.*|libportaudio.*|libjack.*|libvpx.*|libtiff.*|libwebp.*|libmosquitto.*|libcodec2.*|libspandsp.*|libsndio.*|libasound.*|libz3.*|libelf.*|libsensors.*|libdb5.*'

/** apt's own baresip where it is installed, else unpacked. */
export function ensureBaresip(): Promise<Had> {
  if (existsSync('/usr/bin/baresip')) return Promise.resolve({ ok: true, prefix: '/' })
  return unpack({
    name: 'baresip',
    suites: `${ownSuite()} bookworm trixie sid`,
    packages: ['baresip-core'],
    skip: UNUSED,
    proof: 'usr/bin/baresip',
  })
}

export interface PhoneOptions {
  /** What it does with a call: `hang-up-after` answers first. */
  readonly mode: 'answer' | 'busy' | 'no-answer' | 'hang-up-after'
  readonly hangUpAfterMs?: number
  /** What is spoken into the phone from the answer on, 8 kHz mono; then silence. Default silence. */
  readonly says?: Int16Array
  readonly port?: number
  /** Where recordings stay after `stop`. Default: gone with the phone. */
  readonly recordFolder?: string
  /** It takes calls to this number alone. Default PHONE_NUMBER. */
  readonly number?: string
}

/** A real SIP phone on loopback. */
export interface Phone {
  readonly port: number
  /** For a telephony endpoint without a trunk's address: PJSIP/trunk/sip:{number}@127.0.0.1:PORT. */
  readonly address: string
  /** Calls that arrived so far. */
  rings(): number
  /** What the phone heard and said in its last call, 8 kHz; whole when the call is over. */
  heard(): Int16Array
  heardWav(): string
  said(): Int16Array
  press(digits: string): Promise<void>
  hangUp(): Promise<void>
  /** Dials a number at the SIP address of an Asterisk. */
  dial(number: string, address: string): void
  output(): string
  stop(): Promise<void>
}

/** Nobody is called: the traffic never leaves loopback. */
export const PHONE_NUMBER = '+32470000000'

/** baresip hangs up when its file ends. */
const SILENCE_AFTER_MS = 120_000
const READY_MS = 10_000
/** A key is held 100 ms and released; RFC 4733 ends an event with three packets. */
const KEY_MS = 260

export async function startPhone(prefix: string, options: PhoneOptions): Promise<Phone> {
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-phone-'))
  const recordings = options.recordFolder ?? join(folder, 'recordings')
  mkdirSync(recordings, { recursive: true })
  writePhoneWav(join(folder, 'voice.wav'), options.says ?? new Int16Array(0), SILENCE_AFTER_MS)
  const port = options.port ?? (await freePort())
  const controlPort = await freePort()
  const answers = options.mode === 'answer' || options.mode === 'hang-up-after'
  writeFileSync(
    join(folder, 'config'),
    configuration({ folder, recordings, port, controlPort, modules: modulesOf(prefix) }),
  )
  writeFileSync(
    join(folder, 'accounts'),
    `<sip:${options.number ?? PHONE_NUMBER}@127.0.0.1>;regint=0;answermode=${answers ? 'auto' : 'manual'};audio_codecs=PCMA/8000/1,PCMU/8000/1;dtmfmode=rtpevent\n`,
  )
  writeFileSync(join(folder, 'contacts'), '')
  const program = prefix === '/' ? ['/usr/bin/baresip'] : [join(prefix, 'run'), 'usr/bin/baresip']
  const part = startProcess([...program, '-f', folder], { cwd: folder })
  const control = await connected(controlPort, () => part.running())
  if (!control) {
    await part.stop()
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`baresip did not start:\n${part.output()}`)
  }
  let rings = 0
  const timers = new Set<NodeJS.Timeout>()
  const command = (name: string, params = '') => control.write(netstring(JSON.stringify({ command: name, params })))
  onMessages(control, ({ type }) => {
    if (type === 'CALL_INCOMING') {
      rings++
      if (options.mode === 'busy') timers.add(setTimeout(() => command('hangup'), 200))
    }
    if (type === 'CALL_ESTABLISHED' && options.mode === 'hang-up-after') {
      timers.add(setTimeout(() => command('hangup'), options.hangUpAfterMs ?? 1000))
    }
  })
  const recorded = (end: 'dec' | 'enc') => readPhoneWav(latest(recordings, `-${end}.wav`))
  return {
    port,
    address: `127.0.0.1:${port}`,
    rings: () => rings,
    heard: () => recorded('dec'),
    heardWav: () => latest(recordings, '-dec.wav'),
    said: () => recorded('enc'),
    press: async digits => {
      for (const digit of digits) {
        command('sndcode', digit)
        await new Promise(resolve => setTimeout(resolve, KEY_MS))
      }
    },
    dial: (number, address) => void command('dial', `sip:${number}@${address}`),
    hangUp: async () => {
      command('hangup')
      await new Promise(resolve => setTimeout(resolve, 50))
    },
    output: () => part.output(),
    stop: async () => {
      for (const timer of timers) clearTimeout(timer)
      control.destroy()
      await part.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function connected(port: number, running: () => boolean): Promise<Socket | undefined> {
  let socket: Socket | undefined
  await eventually(async () => {
    socket = await new Promise<Socket | undefined>(resolve => {
      const tried = connect(port, '127.0.0.1')
      tried.once('connect', () => resolve(tried))
      tried.once('error', () => resolve(undefined))
    })
    return socket !== undefined || !running()
  }, READY_MS)
  socket?.on('error', () => socket?.destroy())
  return socket
}

/** ctrl_tcp speaks JSON in netstrings: length, colon, text, comma. */
const netstring = (text: string): string => `${Buffer.byteLength(text)}:${text},`

function onMessages(socket: Socket, listener: (message: { readonly type?: string }) => void): void {
  let kept = Buffer.alloc(0)
  socket.on('data', chunk => {
    kept = Buffer.concat([kept, chunk])
    for (;;) {
      const colon = kept.indexOf(':')
      const length = Number(kept.subarray(0, Math.max(0, colon)).toString('latin1'))
      if (colon < 1 || kept.length < colon + 2 + length) return
      const text = kept.subarray(colon + 1, colon + 1 + length).toString('utf8')
      kept = kept.subarray(colon + 2 + length)
      listener(JSON.parse(text) as { type?: string })
    }
  })
}

function modulesOf(prefix: string): string {
  const found = execFileSync('find', [join(prefix, 'usr/lib'), '-name', 'aufile.so'], { encoding: 'utf8' }).split(
    '\n',
  )[0]
  if (!found) throw new Error('baresip has no module aufile.so')
  return dirname(found)
}

function latest(folder: string, ending: string): string {
  const files = readdirSync(folder)
    .filter(name => name.endsWith(ending))
    .map(name => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  return files[0] ?? join(folder, 'none')
}

interface Settings {
  readonly folder: string
  readonly recordings: string
  readonly port: number
  readonly controlPort: number
  readonly modules: string
}

function configuration({ folder, recordings, port, controlPort, modules }: Settings): string {
  const rtp = rtpRange()
  return `poll_method epoll
sip_listen 127.0.0.1:${port}
call_local_timeout 120
call_max_calls 8
audio_player aufile,${folder}/speaker.wav
audio_source aufile,${folder}/voice.wav
audio_alert aufile,/dev/null
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
ausrc_format s16
auplay_format s16
auenc_format s16
audec_format s16
audio_buffer 20-160
rtp_ports ${rtp.first}-${rtp.last}
rtcp_mux no
jitter_buffer_type fixed
jitter_buffer_delay 1-5
module_path ${modules}
module g711.so
module aufile.so
module sndfile.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${controlPort}
snd_path ${recordings}
net_interface 127.0.0.1
`
}
