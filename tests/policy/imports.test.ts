import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const lib = resolve('src/lib');

/** Rooms from left to right; an import only points left. Rooms of one layer do not know each other. */
const layers = [
  ['core'],
  ['benchmark', 'kernels'],
  ['dataset', 'weights', 'networks'],
  ['predictions', 'images', 'metrics', 'stats'],
  ['query', 'models'],
  ['engine'],
  ['judge', 'experts'],
  ['store'],
  ['report'],
  ['run', 'conformance'],
  ['state'],
  ['ui']
];

const layerOf = new Map(layers.flatMap((rooms, layer) => rooms.map((room) => [room, layer] as const)));

interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const sources = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ts|svelte)$/.test(path))
  .map((path): Source => {
    const text = readFileSync(join(lib, path), 'utf8');
    return {
      path: path.split(sep).join('/'),
      room: path.split(sep)[0]!,
      text,
      imports: listImports(path, text)
    };
  });

/** The specifiers that a file imports, `$lib/` and relative ones as paths below src/lib. */
function listImports(path: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
  return specifiers.map((specifier) => {
    if (specifier.startsWith('$lib/')) return specifier.slice('$lib/'.length);
    if (!specifier.startsWith('.')) return specifier;
    return relative(lib, resolve(lib, dirname(path), specifier))
      .split(sep)
      .join('/');
  });
}

/** What a file of `ui` takes from state or store beside types. */
function listStateValues({ path, room, text }: Source): string[] {
  if (room !== 'ui') return [];
  const specifier = String.raw`'(?:\$lib|(?:\.\./)+)/?(?:state|store)/[^']+'`;
  const statements = text.matchAll(
    new RegExp(
      String.raw`(?:import|export)\s+([^;'()]*?)\s*from\s*${specifier}|import\s*\(?\s*${specifier}`,
      'g'
    )
  );
  const takesValue = (names = ''): boolean =>
    !/^type\b/.test(names) &&
    names
      .replace(/^\{|\}$/g, '')
      .split(',')
      .some((name) => !/^\s*(type\s|$)/.test(name));
  return [...statements]
    .filter(([, names]) => names === undefined || takesValue(names))
    .map(([statement]) => `${path}: ${statement}`);
}

describe('rooms', () => {
  it('are all known to this policy', () => {
    expect(sources.map((source) => source.room).filter((room) => !layerOf.has(room))).toEqual([]);
  });

  it('import only from rooms to their left', () => {
    const wrong = sources.flatMap((source) =>
      source.imports
        .filter((path) => {
          const target = layerOf.get(path.split('/')[0]!);
          if (target === undefined || path.split('/')[0] === source.room) return false;
          return target >= layerOf.get(source.room)!;
        })
        .map((path) => `${source.path} → ${path}`)
    );
    expect(wrong).toEqual([]);
  });

  it('keep numerics to numbers: it knows nothing of runs', () => {
    const wrong = sources
      .filter(({ path }) => path.startsWith('stats/numerics/'))
      .flatMap(({ path, imports }) =>
        imports.filter((to) => !/^(stats\/numerics|kernels)\//.test(to)).map((to) => `${path} → ${to}`)
      );
    expect(wrong).toEqual([]);
  });

  it('give components their state as props: none takes a value from state or store', () => {
    expect(sources.flatMap(listStateValues)).toEqual([]);
  });

  it.each([
    ["import { session } from '../../state/ScoreSession.svelte';", 1],
    ["import { type Loaded, images } from '$lib/state/Images';", 1],
    ["import * as runs from '../../store/runs';", 1],
    ["const { A } = await import('../../state/A.svelte');", 1],
    ["export { session } from '../../state/ScoreSession.svelte';", 1],
    ["import type { Dataset } from '../../state/Dataset.svelte';", 0],
    ["import { type Dataset, type Kind } from '../../state/Dataset.svelte';", 0],
    ["import { aggregate } from '../../stats/aggregate';", 0]
  ])('tells a value from a type: %s', (text, count) => {
    expect(listStateValues({ path: 'ui/x/X.svelte', room: 'ui', text, imports: [] })).toHaveLength(count);
  });

  it('keep runes and $app out of everything left of the state', () => {
    const wrong = sources
      .filter(({ room }) => layerOf.get(room)! < layerOf.get('state')!)
      .filter(({ imports }) =>
        imports.some((path) => /^(\$app|svelte$|svelte\/)|\.svelte(\.ts)?$/.test(path))
      );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });
});

/** The only files that may use an API whose misuse is dangerous. */
const owners: readonly { api: RegExp; name: string; allowed: RegExp }[] = [
  {
    name: 'new Worker',
    api: /new Worker\(/,
    allowed: /^engine\/(Pool|NeuralScorer|ParquetWorkers|PairTester|readPublished)\.ts$/
  },
  { name: 'fetch', api: /\bfetch\(/, allowed: /^(dataset\/load|engine\/loadModules|judge\/providers\/)/ },
  { name: 'IndexedDB', api: /indexedDB|from 'idb-keyval'/, allowed: /^store\// },
  {
    name: 'WebAssembly',
    api: /WebAssembly\.(instantiate|compile|Instance\()/,
    allowed: /^(kernels|engine|images)\//
  },
  {
    name: 'XMLHttpRequest',
    api: /XMLHttpRequest|sendBeacon|WebSocket\(|EventSource\(/,
    allowed: /^engine\/forbidNetwork\.ts$/
  },
  { name: 'canvas', api: /getContext\('2d'|createImageBitmap/, allowed: /^(ui\/|engine\/PictureMaker\.ts$)/ },
  {
    name: 'describing an unknown error',
    api: /instanceof Error \? \w+\.message\b.*: String\(/,
    allowed: /^core\/describeError\.ts$/
  },
  { name: '{@html}', api: /\{@html/, allowed: /^$/ },
  { name: 'eval', api: /\beval\(|new Function\(/, allowed: /^$/ }
];

describe('dangerous APIs', () => {
  it.each(owners)('$name is used only by its owner', ({ api, allowed }) => {
    const users = sources.filter(({ text }) => api.test(stripComments(text))).map(({ path }) => path);
    expect(users.filter((path) => !allowed.test(path))).toEqual([]);
  });

  it('are not in routes at all', () => {
    const routes = readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|svelte)$/.test(path))
      .map((path) => ({ path, text: stripComments(readFileSync(join('src/routes', path), 'utf8')) }));
    const wrong = routes.filter(({ text }) => owners.some(({ api }) => api.test(text)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('no address in the sources starts at the root of the host', () => {
    const files = sources.filter(({ text }) => /(?:href|src|action)="\/|fetch\('\//.test(text));
    expect(files.map(({ path }) => path)).toEqual([]);
  });
});

function stripComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}
