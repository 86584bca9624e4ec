import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** The rooms whose tests are to find the mutants, as `mutate.ts` says. */
const rooms = (process.env.MUTATED_ROOMS ?? '').split(',');

export default defineConfig({
  plugins: [sveltekit()],
  test: {
    globalSetup: ['tests/temporaryFolder.ts'],
    include: rooms.map((room) => `tests/${room}/**/*.test.ts`),
    provide: { isThorough: false },
    environment: 'node',
    isolate: false,
    unstubGlobals: true,
    unstubEnvs: true,
    testTimeout: 30_000
  }
});
