import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileTree, type FileEntry } from '../../src/lib/dataset/FileTree';

const makeEntry = (path: string, sizeBytes = path.length): FileEntry => ({
  path,
  sizeBytes,
  modifiedMs: 0,
  read: () => Promise.resolve(new Uint8Array(sizeBytes))
});

const makeTree = (...paths: string[]) => new FileTree(paths.map((path) => makeEntry(path)));

/** "path (via)" of what was found, or the status. */
function locate(tree: FileTree, imagePath: string, fromFile: string): string {
  const located = tree.locate(imagePath, fromFile);
  return located.status === 'found' ? `${located.entry.path} (${located.via})` : located.status;
}

const run = makeTree(
  'run/MedGEN_data/edit.jsonl',
  'run/MedGEN_data/images/assets/46/x.png',
  'run/predictions/gpt_edit.jsonl',
  'run/predictions/output_image/gpt/1.png'
);
const predictions = 'run/predictions/gpt_edit.jsonl';

describe('an image path of a record', () => {
  it('is looked for beside the file that names it', () => {
    expect(locate(run, 'output_image/gpt/1.png', predictions)).toBe(
      'run/predictions/output_image/gpt/1.png (beside)'
    );
  });

  it('is looked for in every folder above that file', () => {
    const found = 'run/MedGEN_data/images/assets/46/x.png (beside)';
    expect(locate(run, 'MedGEN_data/images/assets/46/x.png', predictions)).toBe(found);
    expect(locate(run, 'run/MedGEN_data/images/assets/46/x.png', predictions)).toBe(found);
  });

  it('may climb with ..', () => {
    expect(locate(run, '../MedGEN_data/images/assets/46/x.png', predictions)).toBe(
      'run/MedGEN_data/images/assets/46/x.png (beside)'
    );
  });

  it('is found below a dataset folder that lies beside the predictions', () => {
    expect(locate(run, 'images/assets/46/x.png', predictions)).toBe(
      'run/MedGEN_data/images/assets/46/x.png (elsewhere)'
    );
  });

  it.each([
    '/home/me/run/MedGEN_data/images/assets/46/x.png',
    'C:\\bench\\run\\MedGEN_data\\images\\assets\\46\\x.png',
    'file:///home/me/run/MedGEN_data/images/assets/46/x.png'
  ])('may come from another machine: %s', (path) => {
    expect(locate(run, path, predictions)).toBe('run/MedGEN_data/images/assets/46/x.png (cut)');
  });

  it('says when it lies in a folder of another name', () => {
    const tree = makeTree('p/gpt_edit.jsonl', 'final/1.png');
    expect(locate(tree, '/runs/gpt/1.png', 'p/gpt_edit.jsonl')).toBe('final/1.png (moved)');
  });

  it('fits a single file dropped without its folder', () => {
    const tree = makeTree('gpt_edit.jsonl', '1.png');
    expect(locate(tree, 'output_image/gpt/1.png', 'gpt_edit.jsonl')).toBe('1.png (cut)');
  });

  it('does not mean the file of the same name in the folder beside the meant one', () => {
    expect(locate(run, 'output_image/other/1.png', predictions)).toBe('absent');
    expect(locate(run, '/home/me/run/predictions/output_image/other/1.png', predictions)).toBe('absent');
    expect(run.nearest('output_image/other/1.png').map((entry) => entry.path)).toEqual([
      'run/predictions/output_image/gpt/1.png'
    ]);
  });

  it('means a file named by the hash of its bytes wherever it lies', () => {
    const name = `${'0123456789abcdef'.repeat(4)}.png`;
    const tree = makeTree('p/a.jsonl', `data/images/assets/01/${name}`);
    expect(locate(tree, `/data/other/assets/01/${name}`, 'p/a.jsonl')).toBe(
      `data/images/assets/01/${name} (elsewhere)`
    );
  });

  it('is absent rather than guessed', () => {
    expect(locate(run, 'images/assets/46/y.png', predictions)).toBe('absent');
    expect(locate(run, 'x.pn', predictions)).toBe('absent');
    expect(locate(run, 'gpt', predictions)).toBe('absent');
    expect(locate(run, '', predictions)).toBe('absent');
    expect(locate(run, '../../../../x', predictions)).toBe('absent');
  });

  it('does not match the middle of a name', () => {
    expect(locate(makeTree('a.jsonl', 'data/xx.png'), 'x.png', 'a.jsonl')).toBe('absent');
  });

  it('is not decoded from percent signs', () => {
    const tree = makeTree('a.jsonl', 'a%20b.png');
    expect(locate(tree, 'a%20b.png', 'a.jsonl')).toBe('a%20b.png (beside)');
    expect(locate(tree, 'a b.png', 'a.jsonl')).toBe('absent');
  });

  it('is taken by its exact case first, and in any case only where none fits exactly', () => {
    const tree = makeTree('a.jsonl', 'img/X.png', 'img/x.png', 'img/Y.PNG');
    expect(locate(tree, 'img/x.png', 'a.jsonl')).toBe('img/x.png (beside)');
    expect(locate(tree, 'IMG\\y.png', 'a.jsonl')).toBe('img/Y.PNG (beside)');
  });

  it('means the one beside the record in another case rather than the same case elsewhere', () => {
    const tree = makeTree('a/x_edit.jsonl', 'a/out/1.png', 'b/out/1.PNG');
    expect(locate(tree, 'out/1.PNG', 'a/x_edit.jsonl')).toBe('a/out/1.png (beside)');
  });

  it('means the whole of it in another spelling rather than a part of it as it is written', () => {
    const tree = new FileTree([makeEntry('a/my out/1.png', 10), makeEntry('b/my out/1.png', 11)]);
    expect(locate(tree, 'my%20out/1.png', 'a/x_edit.jsonl')).toBe('a/my out/1.png (beside)');
    expect(locate(tree, 'a/my%20out/1.png', 'x_edit.jsonl')).toBe('a/my out/1.png (beside)');
    expect(locate(tree, 'runs/a/my%20out/1.png?v=2', 'x_edit.jsonl')).toBe('a/my out/1.png (cut)');
  });

  it('is the same with composed and decomposed accents', () => {
    const tree = makeTree('a.jsonl', `img/${'é'.normalize('NFD')}.png`);
    expect(locate(tree, `img/${'é'.normalize('NFC')}.png`, 'a.jsonl')).toContain('beside');
  });
});

describe('a path that fits several files', () => {
  it('is ambiguous where only case or accents tell them apart, and it is written like none of them', () => {
    const tree = makeTree(
      'a.jsonl',
      'img/X.png',
      'img/x.png',
      'img/É.png',
      `img/${'É'.normalize('NFD')}.png`
    );
    expect(locate(tree, 'IMG/x.png', 'a.jsonl')).toBe('ambiguous');
    expect(locate(tree, '/home/IMG/x.png', 'a.jsonl')).toBe('ambiguous');
    expect(locate(tree, 'img/é.png', 'a.jsonl')).toBe('ambiguous');
    expect(locate(tree, 'img/É.png', 'a.jsonl')).toBe('img/É.png (beside)');
  });

  it('is ambiguous when they differ, and all are listed', () => {
    const tree = new FileTree([makeEntry('a/o/1.png', 10), makeEntry('b/o/1.png', 11), makeEntry('x.jsonl')]);
    const located = tree.locate('o/1.png', 'x.jsonl');
    expect(located).toMatchObject({ status: 'ambiguous' });
    expect(located.status === 'ambiguous' && located.candidates.map((entry) => entry.path)).toEqual([
      'a/o/1.png',
      'b/o/1.png'
    ]);
    expect(tree.resolve('o/1.png', 'x.jsonl')).toBeUndefined();
  });

  it('means the nearest of copies of one size', () => {
    const tree = new FileTree([makeEntry('a/data/o/1.png', 10), makeEntry('b/data/o/1.png', 10)]);
    expect(locate(tree, 'o/1.png', 'b/p/x.jsonl')).toBe('b/data/o/1.png (elsewhere)');
  });

  it('stays ambiguous when copies of one size are equally near: equal sizes are no proof', () => {
    const tree = new FileTree([makeEntry('a/o/1.bmp', 10), makeEntry('b/o/1.bmp', 10)]);
    expect(locate(tree, 'o/1.bmp', 'x.jsonl')).toBe('ambiguous');
  });

  it('is ambiguous at once among very many files of one name', () => {
    const tree = makeTree(...Array.from({ length: 100 }, (_, i) => `a${i}/out.png`));
    expect(locate(tree, '/runs/b/out.png', 'x.jsonl')).toBe('ambiguous');
    expect(locate(tree, '/runs/a7/out.png', 'x.jsonl')).toBe('a7/out.png (cut)');
  });
});

describe('the tree', () => {
  it('finds every file by its own path from anywhere', () => {
    const part = fc.stringMatching(/^[a-c]{1,2}$/);
    const paths = fc.uniqueArray(
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      { minLength: 1, maxLength: 30 }
    );
    fc.assert(
      fc.property(paths, (all) => {
        const tree = makeTree(...all);
        for (const path of all) expect(tree.resolve(path, 'x.jsonl')?.path).toBe(path);
      })
    );
  });

  it('never finds a file whose name differs', () => {
    const path = fc
      .array(fc.stringMatching(/^[ab]{1,2}$|^\.\.$/), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }), path, path, (all, imagePath, fromFile) => {
        const entry = makeTree(...all.filter((one) => !one.includes('..'))).resolve(imagePath, fromFile);
        if (entry)
          expect(entry.path.split('/').at(-1)).toBe(
            imagePath
              .split('/')
              .filter((part) => part !== '.')
              .at(-1)
          );
      })
    );
  });
});
