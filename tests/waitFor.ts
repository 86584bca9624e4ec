import { vi } from 'vitest';

/** Until it throws no more. Vitest's own gives up after a second, which a busy machine may need for a single step. */
export const waitFor = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 20_000 });
