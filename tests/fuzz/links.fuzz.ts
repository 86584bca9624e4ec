/**
 * Mutated fragments of shared links: `node tests/fuzz/links.fuzz.ts [count] [seed]`. Each is read or refused with a reason;
 * none may take 100 ms or allocate 2 MB. Ends with status 1, and the fragment, where one does.
 */
import { registerHooks } from 'node:module';

// Sources import one another without the extension, as bundlers want it; plain Node needs it.
registerHooks({
  resolve(specifier, context, next) {
    const isExtensionless = specifier.startsWith('.') && !/\.\w+$/.test(specifier);
    return next(isExtensionless ? `${specifier}.ts` : specifier, context);
  }
});
const { DataError } = await import('../../src/lib/core/problem.ts');
const { writeFragment } = await import('../../src/lib/report/permalink/fragment.ts');
const { readRunLink } = await import('../../src/lib/report/permalink/runLink.ts');
const { makeRandom, mutateContent, mutateFragment } = await import('../report/permalink/mutateFragment.ts');
const { runContent } = await import('../report/permalink/runContent.ts');

const maxMs = 100;
const maxBytes = 2_000_000;
const count = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);

const random = makeRandom(seed);
const links = await Promise.all([runContent, 'x', [1, 2, 3]].map((content) => writeFragment(content)));

async function makeInput(): Promise<string> {
  if (random(5) > 0) return mutateFragment(links, random);
  return writeFragment(mutateContent(runContent, random) as string);
}

function allocatedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function measure(fragment: string): Promise<{ ms: number; bytes: number; isRead: boolean }> {
  const bytesBefore = allocatedBytes();
  const startedMs = performance.now();
  const isRead = await readRunLink(fragment).then(
    () => true,
    (error: unknown) => {
      if (error instanceof DataError) return false;
      throw new Error(`not refused properly: ${fragment}`, { cause: error });
    }
  );
  return { ms: performance.now() - startedMs, bytes: allocatedBytes() - bytesBefore, isRead };
}

let worst = { ms: 0, bytes: 0 };
let read = 0;
for (let i = 0; i < count; i++) {
  const fragment = await makeInput();
  let result = await measure(fragment);
  // A pause of the machine or of the collector is not the link's: a slow one has to be slow again.
  for (let again = 0; again < 3 && (result.ms > maxMs || result.bytes > maxBytes); again++) {
    result = await measure(fragment);
  }
  if (result.ms > maxMs || result.bytes > maxBytes) {
    console.error(`link ${i} took ${result.ms.toFixed(1)} ms and ${result.bytes} bytes: ${fragment}`);
    process.exit(1);
  }
  worst = { ms: Math.max(worst.ms, result.ms), bytes: Math.max(worst.bytes, result.bytes) };
  if (result.isRead) read++;
}
console.log(
  `links: ${count} fragments, seed ${seed}: ${read} read, ${count - read} refused, none crashed; the worst took ` +
    `${worst.ms.toFixed(1)} ms and allocated ${Math.ceil(worst.bytes / 1000)} kB`
);
