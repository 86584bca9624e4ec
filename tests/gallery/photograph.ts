import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { createServer } from 'vite';
import { buildSite, siteBase, siteFolder } from '../browser/buildSite';
import { findChromium } from '../browser/findChromium';
import { listBarriers } from '../browser/listBarriers';
import { serveSite } from '../browser/serveSite';
import { siteStates } from './siteStates';
import galleryConfig from './vite.config.ts';
import { pause, Walk, type State } from './walkSite';

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 }
] as const;
const themes = ['light', 'dark'] as const;

const [, , folder = 'node_modules/.cache/photographs', only = ''] = process.argv;

/** Four pictures of what is open, a desk and a phone, light and dark; and what axe finds in each. */
async function photograph({ page }: Walk, { name, isWhole = false }: State): Promise<void> {
  for (const size of sizes) {
    await page.setViewport(size);
    for (const theme of themes) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      await pause(400);
      const path = join(folder, `${name}-${size.width}-${theme}.png`) as `${string}.png`;
      await page.screenshot({ path, fullPage: isWhole });
      const barriers = await listBarriers(page);
      for (const barrier of barriers) console.log(`  ${size.width} ${theme}: ${barrier}`);
      if (barriers.length > 0) process.exitCode = 1;
    }
  }
  await page.setViewport(sizes[0]);
  await page.emulateMediaFeatures([]);
}

mkdirSync(folder, { recursive: true });
const gallery = await createServer({ ...galleryConfig, configFile: false });
await gallery.listen();
buildSite();
const { url, server } = await serveSite(siteFolder, siteBase);
const browser = await puppeteer.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu']
});
const page = await browser.newPage();
page.setDefaultTimeout(60_000);
await page.setViewport(sizes[0]);
page.on('pageerror', (error) => console.log(`  logged: ${String(error)}`));
const walk = new Walk(page, url);
const controls: State = {
  name: 'gallery',
  open: async () => {
    await page.goto(gallery.resolvedUrls!.local[0]!);
    await walk.see('#Rating [role="radiogroup"]');
  },
  isWhole: true
};
for (const state of [controls, ...siteStates]) {
  try {
    await state.open(walk);
    await pause(700);
    if (!new RegExp(only).test(state.name)) continue;
    await photograph(walk, state);
    console.log(state.name);
  } catch (error) {
    console.log(`${state.name}: ${String(error)}`);
    process.exitCode = 1;
  }
}
await browser.close();
await gallery.close();
server.close();
