import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../daemon/paths.js'

/** What differs from one Asterisk to the next; everything else is in dialplan/. */
export interface AsteriskSettings {
  readonly prefix: string
  readonly folder: string
  readonly moduleFolder: string
  readonly host: string
  readonly httpPort: number
  readonly sipPort: number
  readonly rtp: { readonly first: number; readonly last: number }
  readonly user: string
  readonly password: string
  /** The application that calls coming in are handed to. */
  readonly app: string
  /** Where PJSIP/{number}@trunk goes. */
  readonly trunk: { readonly host: string; readonly port: number }
}

/** Writes the configuration folder: links to the project's dialplan/, and the host's own values. Returns asterisk.conf's path. */
export function writeConfiguration(settings: AsteriskSettings): string {
  const etc = join(settings.folder, 'etc')
  const host = join(etc, 'host')
  for (const folder of ['etc/host', 'varlib', 'db', 'keys/keys', 'agi', 'run', 'log', ...SPOOL]) {
    mkdirSync(join(settings.folder, folder), { recursive: true })
  }
  const dialplan = join(projectRoot, 'dialplan')
  for (const file of readdirSync(dialplan)) {
    if (file.endsWith('.conf')) symlinkSync(join(dialplan, file), join(etc, file))
  }
  for (const [file, text] of Object.entries(hostFiles(settings))) writeFileSync(join(host, file), text, { mode: 0o600 })
  const main = join(etc, 'asterisk.conf')
  writeFileSync(main, asteriskConf(settings))
  return main
}

const SPOOL = ['recording', 'monitor', 'tmp', 'outgoing', 'voicemail'].map(name => `spool/${name}`)

const hostFiles = ({ host, httpPort, sipPort, rtp, user, password, app, trunk }: AsteriskSettings) => ({
  'http.conf': `bindaddr=${host}\nbindport=${httpPort}\n`,
  'ari.conf': `[${user}]\ntype=user\nread_only=no\npassword_format=plain\npassword=${password}\n`,
  'rtp.conf': `rtpstart=${rtp.first}\nrtpend=${rtp.last}\n`,
  'extensions.conf': `HELLOJADE_APP=${app}\n`,
  'pjsip-transport.conf': `bind=${host}:${sipPort}\n`,
  'pjsip-trunk.conf': `[trunk](trunk-endpoint)
aors=trunk
media_address=${host}
bind_rtp_to_media_address=yes
[trunk](trunk-address)
contact=sip:${trunk.host}:${trunk.port}
[trunk](trunk-origin)
endpoint=trunk
match=${trunk.host}
`,
})

/** Recordings land in astspooldir; sounds, rest-api and documentation are read from astdatadir. */
const asteriskConf = ({ prefix, folder, moduleFolder }: AsteriskSettings) => `[directories]
astetcdir => ${folder}/etc
astmoddir => ${moduleFolder}
astvarlibdir => ${folder}/varlib
astdbdir => ${folder}/db
astkeydir => ${folder}/keys
astdatadir => ${prefix}/usr/share/asterisk
astagidir => ${folder}/agi
astspooldir => ${folder}/spool
astrundir => ${folder}/run
astlogdir => ${folder}/log
[options]
hideconnect = yes
`

/** Asterisk's own triplet folder, named by unpack-debs.sh. */
export const moduleFolderOf = (prefix: string): string =>
  join(prefix, 'usr/lib', readFileSync(join(prefix, 'triplet'), 'utf8').trim(), 'asterisk/modules')
