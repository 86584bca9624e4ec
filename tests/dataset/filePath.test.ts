import { describe, expect, it } from 'vitest';
import {
  extensionOf,
  folderOf,
  isAbsolutePath,
  isSystemFile,
  parseArchivePath,
  splitPath
} from '../../src/lib/dataset/filePath';

describe('a path', () => {
  it('is split at both kinds of slashes, without empty parts and dots', () => {
    expect(splitPath('./a\\b//c/./d.png')).toEqual(['a', 'b', 'c', 'd.png']);
    expect(splitPath('../a')).toEqual(['..', 'a']);
  });

  it.each(['/a', '\\a', 'C:\\a', 'c:/a', 'file:///a'])('is absolute: %s', (path) => {
    expect(isAbsolutePath(path)).toBe(true);
  });

  it.each(['a/b', './a', '../a', 'a:b'.slice(0, 1)])('is relative: %s', (path) => {
    expect(isAbsolutePath(path)).toBe(false);
  });

  it('has an extension in lower case, of which tar.gz is one', () => {
    expect(extensionOf('a.b/x.TAR.GZ')).toBe('tar.gz');
    expect(extensionOf('a.b/x.JSONL')).toBe('jsonl');
    expect(extensionOf('a.b/README')).toBe('');
    expect(extensionOf('x.')).toBe('');
    expect(extensionOf('x_vqa.JSONL.gz')).toBe('jsonl');
    expect(extensionOf('scan.nii.gz')).toBe('gz');
  });

  it('has a folder', () => {
    expect(folderOf('a/b/c.png')).toBe('a/b');
    expect(folderOf('c.png')).toBe('');
  });
});

describe('a name in an archive', () => {
  it.each([
    ['a/b.png', 'a/b.png'],
    ['./a\\b.png', 'a/b.png'],
    ['..a/b..png', '..a/b..png'],
    ['__proto__', '__proto__'],
    ['/etc/passwd', 'etc/passwd'],
    ['C:\\x', 'x']
  ])('%s is read as %s', (name, path) => {
    expect(parseArchivePath(name)).toBe(path);
  });

  it.each(['../a', 'a/../../b', '..\\a', 'C:x', '\\\\host\\x', 'a\0.png', '', './'])(
    'is refused: %j',
    (name) => {
      expect(parseArchivePath(name)).toBeNull();
    }
  );
});

describe('what operating systems leave behind', () => {
  it.each(['__MACOSX/a/._b.png', 'a/._b.png', 'a/.DS_Store', 'Thumbs.db', 'a/desktop.ini'])(
    'is %s',
    (path) => {
      expect(isSystemFile(path)).toBe(true);
    }
  );

  it('is not what only looks like it', () => {
    expect(['a/_b.png', 'MACOSX/a.png', 'thumbs.db.jsonl'].filter(isSystemFile)).toEqual([]);
  });
});
