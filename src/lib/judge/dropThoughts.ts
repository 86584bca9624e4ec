/** Where a model's thoughts begin and end in its text: most models', Magistral's, Kimi's. */
const opening = /<(?:think(?:ing)?|thought|reasoning)>|\[THINK\]|◁think▷/i;
const closing = /<\/(?:think(?:ing)?|thought|reasoning)>|\[\/THINK\]|◁\/think▷/gi;

/**
 * What a model says without what it thought before: a verdict that was weighed in a thought is not the answer. A thought that
 * does not end leaves nothing; one with nothing behind it is all that there is, and stays.
 */
export function dropThoughts(text: string): string {
  const end = [...text.matchAll(closing)].at(-1);
  const said = end ? text.slice(end.index + end[0].length) : text;
  if (end && said.trim() === '') return text;
  const start = opening.exec(said);
  return start ? said.slice(0, start.index) : said;
}
