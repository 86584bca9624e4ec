import { compile } from 'svelte/compiler';
import temml from 'temml';
import type { Plugin } from 'vite';

/**
 * Formulas in `.tex` files, one a line, are set when the site is built: each file is a component that draws its lines as
 * MathML. What cannot be read as TeX stops the build.
 */
export function texFormulas(): Plugin {
  return {
    name: 'tex-formulas',
    transform(tex, id, options) {
      if (!id.endsWith('.tex')) return null;
      const lines = tex.split('\n').filter((line) => line.trim() !== '');
      const generate = options?.ssr ? 'server' : 'client';
      const { code, map } = compile(lines.map(toMathMl).join(''), { filename: id, generate }).js;
      return { code, map, moduleType: 'js' };
    }
  };
}

function toMathMl(tex: string): string {
  return (
    temml
      .renderToString(tex, { displayMode: true, throwOnError: true })
      // They need the style sheet that comes with the library.
      .replace(/ (?:class|style)="[^"]*"/g, '')
      // Browsers would take the italic letters of a mathematical font, which many systems lack; the style of the page slants these.
      .replace(/<mi>(.)<\/mi>/gu, '<mi mathvariant="normal">$1</mi>')
  );
}
