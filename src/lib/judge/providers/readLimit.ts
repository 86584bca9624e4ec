const parameter = /max_(?:completion_|output_|new_)?tokens|max_?output_?tokens|output (?:token )?limit/i;
const tooLarge =
  /too (?:large|big|high|long)|at most|maximum|exceed|less than or equal|up to|range|smaller|[<>≤]=?/i;

/** Whether a refusal is about the output limit: its name or its size. */
export const isAboutLimit = (message: string): boolean => parameter.test(message);

/** Whether it is the size, not the name, that the server does not take. */
export const isTooLarge = (message: string): boolean => isAboutLimit(message) && tooLarge.test(message);

/**
 * The largest output limit that a refusal allows, in tokens; null where it does not say. Where it names a context that
 * input and output share, what the input leaves.
 */
export function readLargestLimit(message: string): number | null {
  const text = message.replaceAll(/(\d)[,_](?=\d{3}\b)/g, '$1');
  const context = numberIn(/context length (?:is|of) (\d+)/i, text);
  if (context !== null) {
    const input =
      numberIn(/(?:request has|prompt contains(?: at least)?|has) (\d+) input tokens/i, text) ??
      numberIn(/(\d+) (?:tokens )?in (?:the|your) (?:messages|prompt)/i, text);
    return input !== null && context > input ? context - input : null;
  }
  const shared = findShared(text);
  if (shared) return shared.left > 0 ? shared.left : null;
  const end = /range.{0,60}?(?:\bto|,|[-–])\s*(\d+)\s*(\(exclusive\))?/i.exec(text);
  if (end) return Number(end[1]) - (end[2] ? 1 : 0);
  return (
    numberIn(
      /(?:at most|up to|less than or equal to|not exceed|<=|≤|\d\s*>|maximum[^.\d]{0,60}?(?:is|of|:)|limit (?:is|of))\s*(\d+)/i,
      text
    ) ?? null
  );
}

/** Where input and limit are added: "197000 + 4096 > 200000", or "must be <= 4096. Given: 3000 `inputs` tokens". */
function findShared(text: string): { readonly left: number } | null {
  const sum = /(\d+) \+ \d+ > (\d+)/.exec(text);
  if (sum) return { left: Number(sum[2]) - Number(sum[1]) };
  const given = /must be <= (\d+)\. Given: (\d+) `inputs`/.exec(text);
  return given && { left: Number(given[1]) - Number(given[2]) };
}

function numberIn(pattern: RegExp, text: string): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
