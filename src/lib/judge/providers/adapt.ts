import type { Abilities, Failure } from './Provider';

/**
 * What to leave out after a server's refusal, by the parameter that it names; null where it names none that can be left
 * out. Servers and models differ, and change: asking is surer than a list of models.
 */
export function adapt(abilities: Abilities, { status, message }: Failure): Abilities | null {
  if (status !== 400 && status !== 422) return null;
  if (abilities.temperature && /temperature/i.test(message)) return { ...abilities, temperature: false };
  const other = abilities.limitName === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  // The refused name comes first in the message, the one to use may follow.
  if (new RegExp(`^(?:(?!\\b${other}\\b)[\\s\\S])*\\b${abilities.limitName}\\b`).test(message)) {
    return { ...abilities, limitName: other };
  }
  const isAboutStructure =
    /response_?format|json_?schema|json_?object|output_config|response_?schema|response_?mime|structured|additionalProperties/i;
  if (abilities.structure !== 'none' && isAboutStructure.test(message)) {
    return { ...abilities, structure: abilities.structure === 'schema' ? 'json' : 'none' };
  }
  return null;
}
