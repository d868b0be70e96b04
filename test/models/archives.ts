import { crc32, deflateRawSync, gzipSync } from 'node:zlib'

/** A small zip archive: `stored` files are not compressed. */
export function zipOf(
  files: readonly { path: string; content: Buffer; stored?: boolean; announced?: number }[],
): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { path, content, stored = false, announced = content.length } of files) {
    const name = Buffer.from(path)
    const packed = stored ? content : deflateRawSync(content)
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(stored ? 0 : 8, 4)
    shared.writeUInt32LE(crc32(content), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(announced, 18)
    shared.writeUInt16LE(name.length, 22)
    const extra = Buffer.from([1, 2, 3, 4]) // the local header's own extra field, absent from the directory
    const local = Buffer.from(shared)
    local.writeUInt16LE(extra.length, 24)
    const entry = Buffer.concat([word(0x04034b50), local, name, extra, packed])
    const where = Buffer.alloc(14)
    where.writeUInt32LE(at, 10)
    central.push(Buffer.concat([word(0x02014b50), Buffer.from([20, 0]), shared, where, name]))
    locals.push(entry)
    at += entry.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...locals, directory, word(0x06054b50), end])
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** A small gzipped tar archive; `pax` gives a file its name by an extended header, `prefix` by the ustar prefix. */
export function tgzOf(files: readonly { path: string; content: Buffer; pax?: boolean; prefix?: string }[]): Buffer {
  const blocks = files.flatMap(({ path, content, pax = false, prefix = '' }) => {
    if (!pax) return [tarHeader(path, content.length, '0', prefix), padded(content)]
    const record = paxRecord(path)
    return [
      tarHeader('PaxHeader', record.length, 'x'),
      padded(record),
      tarHeader('short', content.length, '0'),
      padded(content),
    ]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

const paxRecord = (path: string): Buffer => {
  const body = ` path=${path}\n`
  const digits = String(body.length + String(body.length + 2).length).length
  return Buffer.from(`${body.length + digits}${body}`)
}

const padded = (content: Buffer): Buffer => Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)])

const tarHeader = (path: string, bytes: number, type: string, prefix = ''): Buffer => {
  const header = Buffer.alloc(512)
  header.write(path, 0)
  header.write('0000644', 100)
  header.write(bytes.toString(8).padStart(11, '0'), 124)
  header.write(type, 156)
  header.write('ustar\0', 257)
  header.write(prefix, 345)
  return header
}
