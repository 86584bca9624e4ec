import { playwright } from '@vitest/browser-playwright';
import { defineConfig, mergeConfig } from 'vitest/config';
import { findTestChromium } from './tests/browser/findChromium.ts';
import site from './vite.config.ts';

/** Each with a Chromium of its own; a file waits for pages, servers and clocks, too, so three fill two cores. */
const browserFilesAtATime = 3;

/** Far above what any test takes: a busy machine is no fault. */
const longestWaitMs = 30_000;
const waits = {
  testTimeout: longestWaitMs,
  hookTimeout: longestWaitMs,
  // Below them, so that its message is the one that is told.
  expect: { poll: { timeout: 20_000 } }
};

export default mergeConfig(
  site,
  defineConfig({
    test: {
      globalSetup: ['tests/temporaryFolder.ts'],
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            include: ['tests/**/*.test.ts'],
            exclude: ['tests/browser/**', 'tests/component/**', 'tests/servers/**'],
            provide: { isThorough: false },
            environment: 'node',
            // What a file changes of what all share is put back here; loading every module anew for each costs half of the time.
            isolate: false,
            unstubGlobals: true,
            unstubEnvs: true,
            ...waits
          }
        },
        {
          extends: true,
          // All at once: what is met later would load the page anew in the middle of a test.
          optimizeDeps: { entries: ['src/**/*.{ts,svelte}', 'tests/component/**/*.ts'] },
          test: {
            // Components by themselves, in the installed Chromium.
            name: 'component',
            include: ['tests/component/**/*.test.ts'],
            setupFiles: ['tests/component/setup.ts'],
            isolate: false,
            // The browser slows down the pages that are not in front.
            fileParallelism: false,
            ...waits,
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              instances: [{ browser: 'chromium' }],
              provider: playwright({
                launchOptions: {
                  args: ['--no-sandbox', '--disable-gpu'],
                  // Looked for when it is needed.
                  get executablePath() {
                    return findTestChromium();
                  }
                }
              })
            }
          }
        },
        {
          extends: true,
          test: {
            // Software of others, by `npm run test:servers`: what is not installed is skipped with a word.
            name: 'servers',
            include: ['tests/servers/**/*.test.ts'],
            environment: 'node',
            // The first question loads what the server needs for it.
            testTimeout: 60_000
          }
        },
        {
          extends: true,
          test: {
            name: 'browser',
            include: ['tests/browser/**/*.test.ts'],
            globalSetup: ['tests/browser/setup.ts'],
            provide: { isThorough: false },
            environment: 'node',
            // The spare tab is for the next file, too.
            isolate: false,
            ...waits,
            testTimeout: 300_000,
            hookTimeout: 300_000,
            maxWorkers: browserFilesAtATime
          }
        },
        {
          // For a night and before a release: the same tests with all of what the others have a sample of.
          extends: true,
          test: {
            name: 'slow',
            include: [
              'tests/dataset/parquet/release.test.ts',
              'tests/dataset/shards/openShardSet.test.ts',
              'tests/demo/demo.test.ts',
              'tests/judge/faults.test.ts',
              'tests/judge/resume.test.ts',
              'tests/report/permalink/fragment.test.ts',
              'tests/report/permalink/fuzz.test.ts',
              'tests/browser/**/*.test.ts'
            ],
            globalSetup: ['tests/browser/setup.ts'],
            provide: { isThorough: true },
            environment: 'node',
            ...waits,
            testTimeout: 1_200_000,
            hookTimeout: 300_000,
            maxWorkers: browserFilesAtATime
          }
        }
      ]
    }
  })
);
