/**
 * `node src/icons/drawIcons.ts` draws what installed copies and shared links show, from favicon.svg and the demo's phantoms, with
 * the Chromium at CHROMIUM (/usr/bin/chromium by default). Run it when one of these changes; what it draws is committed.
 */
import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { launch, type ScreenshotOptions } from 'puppeteer-core';

const folder = new URL('../../static/', import.meta.url);

/** Edges in pixels; the share of the edge that the mark takes. A maskable icon may be cut to its inner 80 %. */
const icons = [
  { name: 'icon-192.png', edge: 192, share: 1, ground: 'transparent' },
  { name: 'icon-512.png', edge: 512, share: 1, ground: 'transparent' },
  { name: 'maskable-512.png', edge: 512, share: 0.8, ground: '#1b1b1b' },
  { name: 'apple-touch-icon.png', edge: 180, share: 0.9, ground: '#1b1b1b' }
];

const toDataUrl = (type: string, bytes: Buffer): string => `data:${type};base64,${bytes.toString('base64')}`;
const mark = toDataUrl('image/svg+xml', await readFile(new URL('favicon.svg', folder)));
const phantoms = toDataUrl('image/png', await readFile(new URL('demo/preview.png', folder)));

const browser = await launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox']
});
const page = await browser.newPage();

async function draw(
  body: string,
  width: number,
  height: number,
  options: ScreenshotOptions
): Promise<Uint8Array> {
  await page.setViewport({ width, height });
  await page.setContent(`<style>body { margin: 0; height: 100vh }</style>${body}`, { waitUntil: 'load' });
  return page.screenshot({ omitBackground: true, ...options });
}

await mkdir(new URL('icons/', folder), { recursive: true });
for (const { name, edge, share, ground } of icons) {
  const size = Math.round(edge * share);
  const body = `<div style="display: grid; place-content: center; height: 100%; background: ${ground}"><img src="${mark}" width="${size}" height="${size}"></div>`;
  await writeFile(new URL(`icons/${name}`, folder), await draw(body, edge, edge, { type: 'png' }));
}

const words = `<div style="position: absolute; inset: auto 0 0; padding: 36px 48px; font-family: Arial, 'Liberation Sans', sans-serif; color: #ededed; background: #151515">
  <div style="font-size: 60px; font-weight: 700">MedGEN-Bench viewer</div>
  <div style="margin-top: 8px; font-size: 32px; color: #c4c4c4">Score, inspect and share predictions in the browser. Nothing is uploaded.</div>
</div>`;
const preview = `<img src="${phantoms}" width="1200" height="630" style="display: block">${words}`;
await writeFile(
  new URL('preview.jpg', folder),
  await draw(preview, 1200, 630, { type: 'jpeg', quality: 82 })
);
await browser.close();
