import { afterEach } from 'vitest';
import { cleanup } from 'vitest-browser-svelte/pure';
import '../../src/app.css';

// One page for all files: each test leaves it as it was.
afterEach(() => cleanup());
