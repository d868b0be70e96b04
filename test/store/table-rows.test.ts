import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { fileBytes, openTable } from '../../daemon/store/table-rows.js'
import { tempFolder } from './scene.js'

const COLUMNS = {
  name: ['nom', 'naam', 'family name'],
  birth: ['date de naissance', 'geboortedatum'],
  note: [],
} as const

/** A file in pieces of some bytes, as a slow disk delivers it. */
const inPieces = (content: string | Uint8Array, bytes = 7) => {
  const whole = Buffer.from(content as string)
  return async function* () {
    for (let at = 0; at < whole.length; at += bytes) yield whole.subarray(at, at + bytes)
  }
}
const read = async (content: string | Uint8Array, bytes?: number) => {
  const table = await openTable(inPieces(content, bytes), COLUMNS)
  const rows = []
  for await (const row of table.rows()) rows.push(row)
  return { table, rows }
}
const latin = (text: string) => Buffer.from(text.replace(/€/g, '\u0080').replace(/’/g, '\u0092'), 'latin1')

t.test('separators, encodings and headings of hospitals are found without being told', async t => {
  const expected = [{ line: 2, cells: { name: 'Élan', birth: '1947-04-03' } }]
  const files = {
    'semicolon, UTF-8': 'Nom;Date de naissance\nÉlan;1947-04-03\n',
    'comma, UTF-8 with a mark': '\ufeffNAAM,Geboortedatum\r\nÉlan,1947-04-03\r\n',
    'tab, UTF-16 of Excel': Buffer.from('\ufeffFamily Name\tdate_de_naissance\r\nÉlan\t1947-04-03', 'utf16le'),
    'semicolon, Windows-1252': latin('"nom";"DateDeNaissance"\r\n"Élan";"1947-04-03"\r\n'),
    'old Macintosh lines': 'nom;date de naissance\rÉlan;1947-04-03\r',
    'objects, a line each': '{"nom":"Élan","Date de naissance":"1947-04-03"}\n',
  }
  for (const [name, content] of Object.entries(files)) {
    const line = name.startsWith('objects') ? 1 : 2
    t.strictSame((await read(content)).rows, [{ ...expected[0], line }], name)
  }
})

t.test('the euro and the curly apostrophe of Windows survive', async t => {
  const { table, rows } = await read(latin('nom;note\nD’Haese;10 €\n'))
  t.equal(table.encoding, 'windows-1252')
  t.strictSame(rows, [{ line: 2, cells: { name: 'D’Haese', note: '10 €' } }])
})

t.test('Excel’s own word for the separator is no row', async t => {
  t.strictSame((await read('sep=;\nnom;note\nÉlan;x\n')).rows, [{ line: 3, cells: { name: 'Élan', note: 'x' } }])
})

t.test('stray quotation marks, short rows, long rows and empty lines cost nobody', async t => {
  const { rows } = await read('nom;note\n\n5" d’écran;a\nseul\n"Deux\nlignes";b;c\n;;\n"x" y;z\n')
  t.strictSame(rows, [
    { line: 3, cells: { name: '5" d’écran', note: 'a' } },
    { line: 4, cells: { name: 'seul' } },
    { line: 5, cells: { name: 'Deux\nlignes', note: 'b' } },
    { line: 8, cells: { name: '"x" y', note: 'z' } },
  ])
})

t.test(
  'a quotation mark that is never closed loses nothing that stands before it, and is told by its line',
  async t => {
    const { rows } = await read('nom\nÉlan\n"Maes\nDubois\nPeeters\n')
    t.strictSame(rows, [
      { line: 2, cells: { name: 'Élan' } },
      { line: 3, unreadable: 'QUOTE_NOT_CLOSED' },
    ])
    const long = await read(`nom\nÉlan\n"${'z'.repeat(3_000_000)}\n`, 65_536)
    t.strictSame(long.rows[1], { line: 3, unreadable: 'MAX_RECORD_SIZE' })
    const objects = await read('{"nom":"Élan"}\n[1]\n{"nom":\n{"nom":"Maes"}')
    t.strictSame(
      objects.rows.map(row => ('unreadable' in row ? row.unreadable : row.cells.name)),
      ['Élan', 'NOT_AN_OBJECT', 'NOT_JSON', 'Maes'],
    )
  },
)

t.test('a heading that nobody knows is told, two for one field are refused', async t => {
  t.strictSame((await read('nom;Médecin traitant\na;b\n')).table.ignored, ['Médecin traitant'])
  const twice = { code: 'import/columns', facts: { columns: 'name' } }
  await t.rejects(read('nom;naam\na;b\n'), twice)
})

t.test('a file that is not there or holds nothing is refused with its reason', async t => {
  const folder = tempFolder(t)
  const path = join(folder, 'empty.csv')
  writeFileSync(path, '')
  const unreadable = (reason: string) => ({ code: 'import/unreadable', facts: { reason } })
  await t.rejects(openTable(fileBytes(path), COLUMNS), unreadable('EMPTY'))
  await t.rejects(openTable(fileBytes(join(folder, 'none.csv')), COLUMNS), unreadable('ENOENT'))
  await t.rejects(openTable(fileBytes(folder), COLUMNS), unreadable('EISDIR'))
})

t.test('whatever a cell holds is read as it was written, however the file comes in pieces', async () => {
  const cell = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map(text => text.trim())
  const cells = fc.array(
    cell.filter(text => text !== ''),
    { minLength: 1, maxLength: 8 },
  )
  await fc.assert(
    fc.asyncProperty(cells, fc.integer({ min: 1, max: 50 }), async (names, bytes) => {
      const quoted = names.map(name => `"${name.replaceAll('"', '""')}"`)
      const { rows } = await read(`nom;note\n${quoted.join('\n')}\n`, bytes)
      return JSON.stringify(rows.map(row => ('cells' in row ? row.cells.name : ''))) === JSON.stringify(names)
    }),
    { numRuns: 100 },
  )
})
