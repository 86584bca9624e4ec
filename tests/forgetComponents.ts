/** Before the types are checked: svelte-check keeps a copy of every component, and would go on checking one that is gone. */
import { rmSync } from 'node:fs';

rmSync('.svelte-kit/.svelte-check', { recursive: true, force: true });
