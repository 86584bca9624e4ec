/** A formula as a tree of MathML elements, which browsers set by themselves. */
export type MathNode = MathLeaf | MathBranch;

interface MathLeaf {
  readonly tag: 'mi' | 'mn' | 'mo';
  readonly text: string;
}

interface MathBranch {
  readonly tag: 'mrow' | 'mfrac' | 'msub' | 'msup' | 'msubsup' | 'msqrt' | 'munder' | 'mover' | 'munderover';
  readonly parts: readonly MathNode[];
}

/** A part of a formula: a tree, or its symbols with spaces between them. */
type Part = MathNode | string;

/** `row('2', mu, '+ c')`: one thing after the other. A symbol that begins with a letter is a name, with a digit a number. */
export function row(...parts: readonly Part[]): MathNode {
  const nodes = parts.flatMap((part) => (typeof part === 'string' ? readSymbols(part) : [part]));
  return nodes.length === 1 ? nodes[0]! : { tag: 'mrow', parts: nodes };
}

export const frac = (above: Part, below: Part): MathNode => branch('mfrac', above, below);
export const sub = (base: Part, index: Part): MathNode => branch('msub', base, index);
export const sup = (base: Part, exponent: Part): MathNode => branch('msup', base, exponent);
export const subsup = (base: Part, index: Part, exponent: Part): MathNode =>
  branch('msubsup', base, index, exponent);
export const sqrt = (content: Part): MathNode => branch('msqrt', content);
export const under = (base: Part, below: Part): MathNode => branch('munder', base, below);
export const over = (base: Part, above: Part): MathNode => branch('mover', base, above);

/** Σ over an index, from and to where both are said. */
export function sum(from: Part, to?: Part): MathNode {
  return to === undefined ? under('∑', from) : branch('munderover', '∑', from, to);
}

/** (content)^exponent */
export const power = (content: MathNode, exponent: Part): MathNode => sup(row('(', content, ')'), exponent);

function branch(tag: MathBranch['tag'], ...parts: readonly Part[]): MathNode {
  return { tag, parts: parts.map((part) => row(part)) };
}

function readSymbols(symbols: string): MathLeaf[] {
  return symbols
    .split(' ')
    .filter((symbol) => symbol !== '')
    .map((text) => {
      if (/^\d/.test(text)) return { tag: 'mn', text };
      return { tag: /^\p{L}/u.test(text) ? 'mi' : 'mo', text };
    });
}
