export interface TarPart {
  readonly name: string;
  readonly data?: string | Uint8Array;
  /** The type flag; '0' is a file. */
  readonly type?: string;
  readonly sizeBytes?: number;
  /** What a link stands for. */
  readonly link?: string;
}

/** A ustar archive written by hand. */
export function makeTar(parts: readonly TarPart[]): Uint8Array<ArrayBuffer> {
  const blocks = parts.flatMap((part) => {
    const data = Buffer.from((part.data ?? '') as Uint8Array);
    const padding = Buffer.alloc((512 - (data.length % 512)) % 512);
    return [makeHeader(part, part.sizeBytes ?? data.length), data, padding];
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

function makeHeader({ name, type = '0', link = '' }: TarPart, sizeBytes: number): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(sizeBytes.toString(8).padStart(11, '0') + '\0', 124);
  header.write('14000000000\0', 136);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\x0000', 257);
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(sum.toString(8).padStart(6, '0') + '\0 ', 148);
  return header;
}
