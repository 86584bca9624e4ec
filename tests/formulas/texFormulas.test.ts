import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { texFormulas } from '../../src/formulas/texFormulas';
import { formulas } from '../../src/lib/ui/methods/formulas';

const bodyOf = (id: string): string => render(formulas[id]!.Lines).body.replaceAll(/<!--.*?-->/g, '');

/** As Vite calls it. */
function transform(tex: string): unknown {
  const { transform: hook } = texFormulas() as { transform: (tex: string, id: string) => unknown };
  return hook(tex, 'x.tex');
}

describe('formulas in TeX', () => {
  it('are a tree of MathML when the site is built, a line each', () => {
    expect(bodyOf('psnr').match(/<math /g)).toHaveLength(2);
    expect(bodyOf('mae')).toContain('<mfrac><mn>1</mn><mrow><mn>3</mn>');
  });

  it('leave the slant of variables to the page, which has no mathematical font for certain', () => {
    expect(bodyOf('ncc')).toContain('<mi mathvariant="normal">σ</mi>');
    expect(bodyOf('ncc')).toContain('<mi>NCC</mi>');
  });

  it('carry no style of their own', () => {
    for (const id of Object.keys(formulas)) expect(bodyOf(id), id).not.toMatch(/style=|class=/);
  });

  it('stop the build where they cannot be read', () => {
    expect(() => transform(String.raw`\frac{1}{`)).toThrow(/expected '}'/);
  });
});
