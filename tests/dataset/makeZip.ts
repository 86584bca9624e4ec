import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly data: string | Uint8Array;
  readonly deflate?: boolean;
  /** What the headers say instead of the truth. */
  readonly crc?: number;
  readonly sizeBytes?: number;
  /** Bit 0 marks an entry as encrypted. */
  readonly flags?: number;
  /** What Unix says of it, e.g. that it is a link. */
  readonly mode?: number;
}

/** A ZIP written by hand, so that it may lie. */
export function makeZip(parts: readonly ZipPart[]): Uint8Array<ArrayBuffer> {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data as Uint8Array);
    const packed = part.deflate ? deflateRawSync(data, { level: 9 }) : data;
    const name = Buffer.from(part.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (part.flags ?? 0), 2);
    common.writeUInt16LE(part.deflate ? 8 : 0, 4);
    common.writeUInt32LE(0x5a21_0000, 6);
    common.writeUInt32LE(part.crc ?? crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.sizeBytes ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((part.mode ?? 0) * 2 ** 16, 6);
    tail.writeUInt32LE(offset, 10);
    centrals.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02'),
        Buffer.from([20, part.mode === undefined ? 0 : 3]),
        common,
        tail,
        name
      ])
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]));
}
