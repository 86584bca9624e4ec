import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const names = process.platform === 'win32' ? (['TEMP', 'TMP'] as const) : (['TMPDIR'] as const);

/** Tests and what they start have a temporary folder of their own: whatever they leave in it goes with it at the end. */
export default function setUp(): () => void {
  const before = names.map((name) => [name, process.env[name]] as const);
  const folder = mkdtempSync(join(tmpdir(), 'medgen-tests-'));
  for (const name of names) process.env[name] = folder;
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    // A browser that is ending may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
}
