import { crc32 } from 'node:zlib';

/** As Python does from 2 GiB on: the records of ZIP64, and a plain one that would do. */
export function addZip64(zip: Uint8Array, offset?: number): Uint8Array<ArrayBuffer> {
  const end = Buffer.from(zip.subarray(-22));
  const [count, length, plainOffset] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  const directoryOffset = offset ?? plainOffset;
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(directoryOffset), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(directoryOffset + length), 64);
  record.writeUInt32LE(1, 72);
  end.writeUInt32LE(Math.min(directoryOffset, 2 ** 32 - 1), 16);
  return new Uint8Array(Buffer.concat([zip.subarray(0, -22), record, end]));
}

/** Five stored gibibytes of zeros, which nobody keeps, and a small file behind them. */
export function makeHugeZip(): Blob {
  const parts: Part[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  const add = (name: string, data: string, sizeBytes: number, sum: number): void => {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(45, 0);
    common.writeUInt32LE(0x5a210000, 6);
    common.writeUInt32LE(sum, 10);
    common.writeUInt32LE(sizeBytes, 14);
    common.writeUInt32LE(sizeBytes, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name)]);
    const extra = Buffer.alloc(12);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(offset), 4);
    common.writeUInt16LE(extra.length, 24);
    const tail = Buffer.alloc(14, 0);
    tail.writeUInt32LE(0xffffffff, 10);
    centrals.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([45, 0]), common, tail, Buffer.from(name), extra])
    );
    parts.push({ offset, bytes: Buffer.concat([local, Buffer.from(data)]) });
    offset += local.length + sizeBytes;
  };
  for (let i = 0; i < 5; i++) add(`big${i}`, '', 2 ** 30, 0);
  add('small', 'hello', 5, crc32('hello'));
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(6, 8);
  end.writeUInt16LE(6, 10);
  end.writeUInt32LE(directory.length, 12);
  const bytes = addZip64(Buffer.concat([directory, end]), offset);
  return new SparseFile(offset + bytes.length, [...parts, { offset, bytes }]) as unknown as Blob;
}

interface Part {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** As much of a Blob as is asked of one: zeros but for its parts. */
class SparseFile {
  constructor(
    readonly size: number,
    readonly parts: readonly Part[]
  ) {}

  slice(start = 0, end = this.size): Blob {
    const bytes = new Uint8Array(Math.min(end, this.size) - start);
    for (const part of this.parts) {
      const from = Math.max(start, part.offset);
      const to = Math.min(end, part.offset + part.bytes.length);
      if (from < to) bytes.set(part.bytes.subarray(from - part.offset, to - part.offset), from - start);
    }
    return new Blob([bytes]);
  }
}
