import { beforeAll, describe, expect, inject, it } from 'vitest';
import { DataError } from '../../../src/lib/core/problem';
import { encodeBase64url, decodeBase64url } from '../../../src/lib/report/permalink/base64url';
import { deflate } from '../../../src/lib/report/permalink/deflate';
import { readFragment, writeFragment } from '../../../src/lib/report/permalink/fragment';
import { crc32 } from '../../../src/lib/core/crc32';
import { makeRandom } from './mutateFragment';

/** The code that a fragment is refused with; null when it is read. */
async function codeOf(fragment: string): Promise<string | null> {
  try {
    await readFragment(fragment);
    return null;
  } catch (error) {
    if (error instanceof DataError) return error.problem.code;
    throw error;
  }
}

/** A fragment with the given head, whatever the truth. */
async function forge(
  inflated: Uint8Array<ArrayBuffer>,
  length: number,
  tail: number[] = []
): Promise<string> {
  const packed = await deflate(inflated);
  const whole = new Uint8Array(8 + packed.length + tail.length);
  new DataView(whole.buffer).setUint32(0, crc32(inflated));
  new DataView(whole.buffer).setUint32(4, length);
  whole.set(packed, 8);
  whole.set(tail, 8 + packed.length);
  const text = encodeBase64url(whole);
  return `1.${text.length}.${text}`;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('base64url', () => {
  it('agrees with Node on every length and reads its own texts back', () => {
    const random = makeRandom(1);
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, () => random(256));
      const text = encodeBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(decodeBase64url(text)).toEqual(bytes);
    }
  });

  it.each(['A', 'AAAAA', 'AB=', 'A+', 'A/', 'A A', 'é', 'AB', 'AAB'])('refuses %s', (text) => {
    expect(decodeBase64url(text)).toBeNull();
  });
});

describe('a fragment', () => {
  let links: string[] = [];

  beforeAll(async () => {
    const random = makeRandom(2);
    const contents = Array.from({ length: inject('isThorough') ? 200 : 60 }, () =>
      Array.from({ length: 1 + random(60) }, () =>
        String.fromCodePoint(32 + random(5000)).repeat(1 + random(3))
      )
    );
    links = await Promise.all(contents.map(writeFragment));
  });

  it.each([[null], ['text with ü and 😀'], [{ a: [1, 2.5, null, true] }], [[]]])(
    'gives back %j',
    async (content) => {
      expect(await readFragment(await writeFragment(content))).toEqual(content);
    }
  );

  it('uses no character that an address would escape', () => {
    expect(links.every((link) => /^[\w.-]+$/.test(link))).toBe(true);
  });

  it('is recognised as cut at every place', async () => {
    for (const link of links) {
      for (let length = 0; length < link.length; length++) {
        const code = await codeOf(link.slice(0, length));
        if (code !== 'link-cut') expect(`${link.slice(0, length)} → ${code}`).toBe('link-cut');
      }
    }
  });

  it('says how much of it is missing', async () => {
    const link = await writeFragment('some content');
    await expect(readFragment(link.slice(0, -7))).rejects.toThrow(
      'this link is cut: 7 characters are missing'
    );
  });

  it('is refused when one character is another, unless that changes nothing', async () => {
    for (const link of links.slice(0, inject('isThorough') ? 20 : 8)) {
      const content = await readFragment(link);
      const start = link.lastIndexOf('.') + 1;
      for (let at = start; at < link.length; at++) {
        const other = link[at] === 'A' ? 'B' : 'A';
        const changed = link.slice(0, at) + other + link.slice(at + 1);
        const code = await codeOf(changed);
        // The last bits of the stream's last byte mean nothing.
        if (code === null) expect(await readFragment(changed)).toEqual(content);
        else expect(code).toBe('link-damaged');
      }
    }
  });

  it('opens whatever a chat or a mail glued to its end', async () => {
    const content = await readFragment(links[0]!);
    for (const tail of [
      ')',
      '.',
      ',',
      '>',
      '*',
      '_',
      '%23',
      '%3D',
      '&utm=mail',
      '&utm_source=x',
      ' and more'
    ]) {
      expect(await readFragment(links[0]! + tail)).toEqual(content);
    }
  });

  it('is refused when its stream goes on after its end', async () => {
    const bytes = bytesOf('"content"');
    expect(await codeOf(await forge(bytes, bytes.length))).toBeNull();
    expect(await codeOf(await forge(bytes, bytes.length, [0]))).toBe('link-damaged');
    expect(await codeOf(await forge(bytes, bytes.length, [1, 2, 3]))).toBe('link-damaged');
  });

  it('is refused when its content is longer or shorter than it says', async () => {
    const bytes = bytesOf('"content"');
    expect(await codeOf(await forge(bytes, bytes.length - 1))).toBe('link-damaged');
    expect(await codeOf(await forge(bytes, bytes.length + 1))).toBe('link-damaged');
  });

  it('cannot fill the memory: a bomb is stopped at the length that it declares', async () => {
    const bomb = new Uint8Array(40_000_000);
    const claimsAll = await forge(bomb, bomb.length);
    expect(claimsAll.length).toBeLessThan(65_536);
    expect(await codeOf(claimsAll)).toBe('link-damaged');
    expect(await codeOf(await forge(bomb, 1000))).toBe('link-damaged');
  });

  it('is refused before anything is decoded when it is longer than any of ours', async () => {
    expect(await codeOf(`1.70000.${'A'.repeat(70_000)}`)).toBe('link-too-long');
    expect(await codeOf('1.70000.A')).toBe('link-too-long');
  });

  it('is refused by its length alone, also where what is too long is glued to its end', async () => {
    expect(await codeOf(`${links[0]}${' '.repeat(70_000)}`)).toBe('link-too-long');
    expect(await codeOf('1.65537.A')).toBe('link-too-long');
    expect(await codeOf('1.65536.A')).toBe('link-cut');
  });

  it('says in words what is wrong with it', async () => {
    const told = async (fragment: string): Promise<unknown> => {
      const { problem } = await readFragment(fragment).then(
        () => Promise.reject(new Error('it was read')),
        (error: unknown) => error as DataError
      );
      return [problem.what, problem.got, problem.expected];
    };
    const damaged = (why: string) => [`this link is damaged: ${why}`, undefined, undefined];
    expect(await told('')).toEqual([
      'this link is cut: even its length is missing',
      '0 characters',
      undefined
    ]);
    expect(await told('1.12.ABC')).toEqual([
      'this link is cut: 9 characters are missing',
      '3 characters',
      '12'
    ]);
    expect(await told('2.3.ABC')).toEqual([
      'this link was made by a newer release of this viewer',
      'version 2',
      'version 1'
    ]);
    expect(await told('1.70000.A')).toEqual([
      'this is longer than any link of this viewer',
      '70000 characters',
      'at most 65536'
    ]);
    expect(await told('a run')).toEqual(damaged('it does not look like one of ours'));
    expect(await told('1.3.A!C')).toEqual(damaged('it holds characters that no link of ours has'));
    expect(await told('1.5.AAAAA')).toEqual(damaged('its characters were changed'));
    expect(await told('1.8.AAAAAAAA')).toEqual(damaged('it is too short to hold anything'));
    const bytes = bytesOf('"content"');
    expect(await told(await forge(bytes, 262_145))).toEqual(damaged('it claims to hold 262145 bytes'));
    const other = damaged('its content has another length than it says');
    expect(await told(await forge(bytes, 262_144))).toEqual(other);
    expect(await told(await forge(bytesOf('{"a":'), 5))).toEqual(damaged('its content cannot be read'));
    const link = await forge(bytes, bytes.length);
    const changed = link.replace(
      /^(1\.\d+\.)./,
      (_, head: string) => `${head}${link.at(5) === 'A' ? 'B' : 'A'}`
    );
    expect(await told(changed)).toEqual(damaged('its checksum is wrong'));
  });

  it('is not written of more than any link of ours holds', async () => {
    const text = 'x'.repeat(262_142);
    expect(await readFragment(await writeFragment(text))).toBe(text);
    await expect(writeFragment(`${text}x`)).rejects.toThrow('262145 bytes are too many for a link');
  });

  it('of a newer release says so', async () => {
    expect(await codeOf('2.10.ABCDEFGHIJ')).toBe('link-version');
  });

  it('with text that is no UTF-8 or no JSON is refused', async () => {
    expect(await codeOf(await forge(Uint8Array.of(0xff, 0xfe), 2))).toBe('link-damaged');
    expect(await codeOf(await forge(bytesOf('{"a":'), 5))).toBe('link-damaged');
  });
});
