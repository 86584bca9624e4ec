import type { Abilities, ChatRequest, Failure } from './Provider';
import { isTooLarge } from './readLimit';

/**
 * What to leave out after a server's refusal, by the parameter that it names; null where it names none that can be left
 * out and was sent. Servers and models differ, and change: asking is surer than a list of models. Each step takes something away, so
 * that a server can be followed five or six times and no more.
 */
export function adapt(
  abilities: Abilities,
  { status, message }: Failure,
  { effort, detail, schema }: Pick<ChatRequest, 'effort' | 'detail' | 'schema'>
): Abilities | null {
  if (status !== 400 && status !== 422) return null;
  if (abilities.temperature && /temperature/i.test(message)) return { ...abilities, temperature: false };
  const [named, other] = abilities.limitNames;
  // The refused name comes first in the message, the one to use may follow.
  if (other && names(message, named, other) && !isTooLarge(message)) {
    return { ...abilities, limitNames: [other] };
  }
  if (abilities.effort && effort && /reasoning|effort|thinking/i.test(message))
    return { ...abilities, effort: false };
  if (abilities.detail && detail && /\bdetail\b|media_?resolution/i.test(message))
    return { ...abilities, detail: false };
  const isAboutStructure =
    /response_?format|json_?schema|json_?object|output_config|response_?schema|response_?mime|structured|additionalProperties/i;
  if (schema && abilities.structure !== 'none' && isAboutStructure.test(message)) {
    return { ...abilities, structure: abilities.structure === 'schema' ? 'json' : 'none' };
  }
  return null;
}

function names(message: string, name: string, other: string): boolean {
  return new RegExp(`^(?:(?!\\b${other}\\b)[\\s\\S])*\\b${name}\\b`).test(message);
}
