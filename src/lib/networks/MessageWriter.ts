const utf8 = new TextEncoder();

/** Writes one protobuf message, field after field; https://protobuf.dev/programming-guides/encoding. */
export class MessageWriter {
  readonly #parts: Uint8Array[] = [];

  /** A whole number from 0, or a negative 64-bit one. */
  integer(field: number, value: number): this {
    return this.#add(makeVarint(field * 8), makeVarint(value));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#add(makeVarint(field * 8 + 5), bytes);
  }

  text(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#add(makeVarint(field * 8 + 2), makeVarint(value.length), value);
  }

  message(field: number, value: MessageWriter): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#parts.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const part of this.#parts) {
      bytes.set(part, offset);
      offset += part.length;
    }
    return bytes;
  }

  #add(...parts: readonly Uint8Array[]): this {
    for (const part of parts) this.#parts.push(part);
    return this;
  }
}

/** Seven bits a byte, the lowest first; a negative number as its 64-bit two's complement. */
function makeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
