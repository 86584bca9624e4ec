import puppeteer, { type Browser } from 'puppeteer-core';

/** A Chromium without a window that does nothing but what the tests ask of it. */
export const launchChromium = (executablePath: string): Promise<Browser> =>
  puppeteer.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      // A process in advance for every page: four of five were started for nothing.
      '--disable-features=SpareRendererForSitePerProcess'
    ]
  });
