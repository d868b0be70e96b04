import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { untar } from '../../models/tar.js'
import { unzip, zipEntries } from '../../models/zip.js'
import { tgzOf, zipOf } from './archives.js'
import { bytesOf } from './local-hub.js'

const large = bytesOf(300_000)
const small = Buffer.from('bonjour')

t.test('a file of a wheel comes out as it went in, compressed or not', async t => {
  const folder = t.testdir()
  const archive = join(folder, 'a.whl')
  const files = [
    { path: 'a/large.bin', content: large },
    { path: 'a/plain.bin', content: large, stored: true },
    { path: 'a/empty', content: Buffer.alloc(0), stored: true },
  ]
  await writeFile(archive, zipOf(files))
  t.same(
    (await zipEntries(archive)).map(entry => [entry.path, entry.method, entry.bytes]),
    [
      ['a/large.bin', 'deflated', 300_000],
      ['a/plain.bin', 'stored', 300_000],
      ['a/empty', 'stored', 0],
    ],
  )
  for (const { path, content } of files) {
    await unzip(archive, path, createWriteStream(join(folder, 'out')))
    t.ok((await readFile(join(folder, 'out')).catch(() => Buffer.alloc(0))).equals(content), path)
  }
})

t.test('a wheel that is cut, lies about a length or lacks the file is refused', async t => {
  const folder = t.testdir()
  const out = (): ReturnType<typeof createWriteStream> => createWriteStream(join(folder, 'out'))
  const whole = zipOf([{ path: 'a.bin', content: large }])
  const cases: readonly (readonly [string, Buffer, RegExp])[] = [
    ['cut', whole.subarray(0, whole.length - 30), /no end record/],
    ['no-zip', bytesOf(5000), /no end record/],
    ['missing', zipOf([{ path: 'b.bin', content: small }]), /not in the archive/],
    ['longer', zipOf([{ path: 'a.bin', content: large, announced: 1000 }]), /longer than announced/],
    ['shorter', zipOf([{ path: 'a.bin', content: large, announced: 400_000 }]), /shorter than announced/],
  ]
  for (const [name, bytes, message] of cases) {
    await writeFile(join(folder, name), bytes)
    await t.rejects(unzip(join(folder, name), 'a.bin', out()), { message }, name)
  }
})

t.test('a file of an npm archive comes out as it went in, whatever way its name is written', async t => {
  const folder = t.testdir()
  const archive = join(folder, 'a.tgz')
  const longPath = `package/${'long/'.repeat(40)}a.bin`
  await writeFile(
    archive,
    tgzOf([
      { path: 'package/first.bin', content: small },
      { path: 'large.bin', content: large, prefix: 'package/weights' },
      { path: longPath, content: small, pax: true },
      { path: 'package/last.bin', content: bytesOf(512, 9) },
    ]),
  )
  for (const [path, content] of [
    ['package/first.bin', small],
    ['package/weights/large.bin', large],
    [longPath, small],
    ['package/last.bin', bytesOf(512, 9)],
  ] as const) {
    await untar(archive, path, createWriteStream(join(folder, 'out')))
    t.ok((await readFile(join(folder, 'out'))).equals(content), path.slice(0, 40))
  }
  await t.rejects(untar(archive, 'package/none', createWriteStream(join(folder, 'out'))), {
    message: /not in the archive/,
  })
})

t.test('an npm archive that is cut is refused', async t => {
  const folder = t.testdir()
  const whole = tgzOf([{ path: 'package/large.bin', content: large }])
  await writeFile(join(folder, 'cut'), whole.subarray(0, whole.length >> 1))
  await t.rejects(untar(join(folder, 'cut'), 'package/large.bin', createWriteStream(join(folder, 'out'))))
})
