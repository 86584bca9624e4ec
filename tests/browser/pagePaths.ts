import { globSync } from 'node:fs';
import { dirname } from 'node:path';

/** Every page of the site, below its address: `''`, `score/`, … */
export const pagePaths: readonly string[] = globSync('**/+page.svelte', { cwd: 'src/routes' })
  .map((file) => dirname(file))
  .map((folder) => (folder === '.' ? '' : `${folder}/`))
  .sort();
