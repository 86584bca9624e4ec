import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The JavaScript that comes with the decoders' WASM. That of @jsquash/png is not used. */
const glue = [
  import.meta.resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.js'),
  new URL('../../node_modules/icodec/dist/webp-dec.js', import.meta.url).href,
  import.meta.resolve('@imagemagick/magick-wasm')
];

describe("the decoders' JavaScript", () => {
  it.each(glue)(
    '(%s) compiles no strings, so that a policy without unsafe-eval lets it run',
    async (name) => {
      const text = await readFile(fileURLToPath(name), 'utf8');
      expect(text.length).toBeGreaterThan(10_000);
      expect(text).not.toMatch(/\bnew Function\b|\beval\(|\bFunction\(['"`]/);
    }
  );
});
