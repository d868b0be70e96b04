import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { projectRoot } from '../../daemon/paths.js'

const run = promisify(execFile)
const folder = t.testdir({})
const home = join(folder, 'home')
const at = (place: string) => ({ ...process.env, HELLOJADE_HOME: place, HELLOJADE_LINE: 'demonstration' })

/** As an administrator types it. */
const hellojade = async (args: readonly string[], place = home): Promise<{ code: number; said: string }> => {
  const program = join(projectRoot, 'dist', 'daemon', 'main.js')
  try {
    const { stdout, stderr } = await run(process.execPath, [program, ...args], { env: at(place) })
    return { code: 0, said: stdout + stderr }
  } catch (cause) {
    const { code, stdout, stderr } = cause as { code: number; stdout: string; stderr: string }
    return { code, said: stdout + stderr }
  }
}

t.test('an administrator brings patients in, hands out and erases a record, and brings a backup back', async t => {
  const file = join(folder, 'patients.csv')
  const rows =
    'Nom;Prénom;Date de naissance;Téléphone;Langue\nDupont;Élodie;12/03/1950;065 31 99 88;fr\nPeeters;Jan;31/02/1948;0470 12 34 56;nl\n'
  writeFileSync(file, Buffer.from(rows, 'latin1'))
  t.match(await hellojade(['import', file]), {
    code: 1,
    said: /ligne 3 : birthDate no-such-date\n1 ligne\(s\) importées/,
  })
  const found = await hellojade(['patient', 'find', 'DUPONT'])
  t.match(found, { code: 0, said: /^[0-9a-f-]{36} {2}Élodie Dupont, 1950-03-12\n$/ })
  const id = found.said.slice(0, 36)
  t.match(await hellojade(['plan', id]), { code: 0 })

  const archive = join(folder, 'dupont.tar.gz')
  t.match(await hellojade(['patient', 'export', id, '--out', archive]), { code: 0, said: /fhir-bundle\.json/ })
  t.match(gunzipSync(readFileSync(archive)).toString(), /"resourceType": "Bundle"/)

  t.match(await hellojade(['backup', join(folder, 'backups')]), { code: 0 })
  const [backup] = readdirSync(join(folder, 'backups')).filter(name => name.startsWith('hellojade-'))

  const clips = join(home, 'prompts', 'personal', createHash('sha256').update(id).digest('hex').slice(0, 32))
  mkdirSync(clips, { recursive: true })
  writeFileSync(join(clips, 'a.wav'), 'her name')
  const erased = await hellojade(['patient', 'erase', id, '--by', 'A. Peeters', '--results-held-elsewhere'])
  t.match(erased, { code: 0, said: /Effacé : .*patients 1/ })
  t.notOk(existsSync(clips), 'the sentences with her name are gone')
  t.strictSame(await hellojade(['patient', 'find', 'Dupont']), { code: 0, said: '' })
  t.match(await hellojade(['retention', '--dry-run']), { code: 0 })
  t.match(await hellojade(['audit', 'show', '--patient', id]), { code: 0, said: /export/ })
  t.match(await hellojade(['audit', 'verify']), { code: 0, said: /Chaîne intacte/ })

  const second = join(folder, 'second')
  mkdirSync(second)
  const restore = ['restore', join(folder, 'backups', backup ?? ''), '--to', second]
  t.match((await hellojade(restore, second)).code, 1, 'not without the key')
  writeFileSync(join(second, 'development.key'), readFileSync(join(home, 'development.key')), { mode: 0o600 })
  t.match(await hellojade(restore, second), { code: 0, said: /restaurée.*1 dossier\(s\) effacé\(s\) à nouveau/ })
  t.strictSame(await hellojade(['patient', 'find', 'Dupont'], second), { code: 0, said: '' }, 'who was erased stays so')
  const told = readFileSync(join(second, 'backup-folders.txt'), 'utf8')
  t.equal(told, `${join(folder, 'backups')}\n`, 'whoever is erased from now on is told to these backups too')
  writeFileSync(join(second, 'restoring.txt'), 'hellojade-of-a-monday\n')
  const unfinished = await hellojade(['patient', 'find', 'Dupont'], second)
  t.match(unfinished, { code: 1, said: /restauration de hellojade-of-a-monday a été interrompue/ })
})
