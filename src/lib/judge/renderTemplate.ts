import { DataError } from '../core/problem';

/**
 * Fills a template in. `{{name}}` is the variable's value; `{{#name}}…{{/name}}` stays only where the value is not empty,
 * `{{^name}}…{{/name}}` only where it is. Values are put in as they are: braces inside them mean nothing.
 *
 * @throws DataError `template` for an unknown name or a section that is not closed
 */
export function renderTemplate(template: string, variables: Readonly<Record<string, string>>): string {
  const chosen = chooseSections(template, variables);
  const open = /\{\{[#^/][^}]*\}\}/.exec(chosen);
  if (open) {
    throw templateError('a section of the prompt is not closed or not opened', open[0], 'its counterpart');
  }
  return chosen.replaceAll(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, name: string) => pick(name, variables));
}

/** The innermost sections first; only the template's own text is looked at, never a value. */
function chooseSections(template: string, variables: Readonly<Record<string, string>>): string {
  const section = /\{\{([#^])(\w+)\}\}((?:(?!\{\{[#^])[\s\S])*?)\{\{\/\2\}\}/;
  let text = template;
  for (let found = section.exec(text); found; found = section.exec(text)) {
    const [whole, sign, name = '', content = ''] = found;
    const isFilled = pick(name, variables) !== '';
    const kept = isFilled === (sign === '#') ? content : '';
    text = text.slice(0, found.index) + kept + text.slice(found.index + whole.length);
  }
  return text;
}

function pick(name: string, variables: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(variables, name)) return variables[name]!;
  const known = Object.keys(variables).join(', ');
  throw templateError('the prompt has a variable that there is not', `{{${name}}}`, `one of ${known}`);
}

function templateError(what: string, got: string, expected: string): DataError {
  return new DataError({ code: 'template', where: {}, what, got, expected });
}
