import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly display: string;
  readonly icons: readonly { src: string; sizes: string; type: string; purpose?: string }[];
}

const manifest = JSON.parse(readFileSync('static/manifest.webmanifest', 'utf8')) as Manifest;

/** Width and height stand at bytes 16 to 23 of every PNG. */
function readSize(path: string): string {
  const bytes = readFileSync(path);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

describe('the site can be installed', () => {
  it('has the icons that browsers ask for, each as large as it says', () => {
    const drawn = manifest.icons.filter(({ type }) => type === 'image/png');
    for (const { src, sizes } of drawn) expect(readSize(`static/${src}`), src).toBe(sizes);
    expect(drawn.map(({ sizes, purpose }) => `${sizes} ${purpose ?? 'any'}`)).toEqual([
      '192x192 any',
      '512x512 any',
      '512x512 maskable'
    ]);
    expect(manifest.display).toBe('standalone');
  });

  it('has an icon for the home screens that do not read the manifest', () => {
    expect(readFileSync('src/app.html', 'utf8')).toContain('rel="apple-touch-icon"');
    expect(readSize('static/icons/apple-touch-icon.png')).toBe('180x180');
  });
});
