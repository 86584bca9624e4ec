import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { composeRequests, sampleAnswers, sampleBatches, sampleModels } from './samples';

/** Anthropic's is the last one of the API version that the page asks for, and beside it one of the version after that. */
const sdks = [
  'openai@7.59.0',
  '@anthropic-ai/sdk@0.137.0',
  'anthropic-newer@npm:@anthropic-ai/sdk@1.14.0',
  '@google/genai@3.3.0'
];
const folder = resolve('node_modules/.cache/sdk-types');
let isThere = false;

/** 60 MB, so they are no dependencies: fetched when this is run for the first time. */
beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  const mark = join(folder, `${sdks.join('+').replaceAll(/[/:]/g, '_')}.mark`);
  try {
    if (!existsSync(mark)) {
      execFileSync('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', ...sdks], {
        stdio: 'pipe'
      });
      writeFileSync(mark, '');
    }
    isThere = true;
  } catch (error) {
    console.warn(`Skipped: the SDKs cannot be fetched here: ${String(error).slice(0, 300)}`);
  }
}, 600_000);

/** What stands for a provider's types: the SDKs' enumerations have values that JSON holds as plain texts. */
const head = `import type OpenAI from 'openai';
import type Anthropic from '@anthropic-ai/sdk';
import type Newer from 'anthropic-newer';
import type * as google from '@google/genai';
type Plain<T> = T extends string
  ? \`\${T}\`
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { [Key in keyof T]: Plain<T[Key]> }
      : T;
type GeminiRequest = {
  systemInstruction?: Plain<google.Content>;
  contents: Plain<google.Content>[];
  generationConfig: Plain<google.GenerationConfig>;
};
type GeminiResponse = Plain<
  Pick<google.GenerateContentResponse, 'candidates' | 'usageMetadata' | 'modelVersion' | 'responseId' | 'promptFeedback'>
>;
type GeminiModels = { models: (Plain<google.Model> & { supportedGenerationMethods: string[] })[] };
type AnthropicModels = { data: Anthropic.ModelInfo[]; has_more: boolean; first_id: string | null; last_id: string | null };
type OpenAiLine = { custom_id: string; method: 'POST'; url: '/v1/chat/completions'; body: OpenAI.ChatCompletionCreateParamsNonStreaming };
`;

const newerBody = 'Newer.MessageCreateParamsNonStreaming';

/** What the compiler says of `samples`, each held to the type that it is listed with. */
function check(samples: readonly (readonly [type: string, sample: unknown])[], name: string): string {
  const lines = samples.map(([type, sample]) => `(${JSON.stringify(sample)}) satisfies ${type};`);
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, `${head}${lines.join('\n')}\n`);
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext'];
  const more = ['--moduleResolution', 'bundler', '--target', 'es2023', '--ignoreConfig'];
  try {
    execFileSync(resolve('node_modules/.bin/tsc'), [...options, ...more, file], { cwd: folder });
    return '';
  } catch (error) {
    return String((error as { stdout?: Buffer }).stdout).slice(0, 3000);
  }
}

it('every body of a request is of the types that OpenAI, Anthropic and Google publish', ({ skip }) => {
  if (!isThere) return skip();
  const samples = composeRequests();
  expect(samples.length).toBeGreaterThan(100);
  expect(check(samples, 'requests')).toBe('');
}, 300_000);

it('every answer that the simulators give is of these types, too', ({ skip }) => {
  if (!isThere) return skip();
  expect(check([...sampleAnswers(), ...sampleModels(), ...sampleBatches()], 'answers')).toBe('');
}, 300_000);

it('but for the temperature, Anthropic’s next API version takes the same, and answers in the same form', ({
  skip
}) => {
  if (!isThere) return skip();
  const isAnthropic = ([type]: readonly [string, unknown]): boolean => type.startsWith('Anthropic.Message');
  const bodies = composeRequests().filter(isAnthropic);
  expect(
    check(
      bodies.map(([, body]) => [newerBody, body]),
      'newer-all'
    )
  ).toMatch(/"temperature"' does not exist/);
  const without = bodies.map(([, body]): [string, unknown] => [
    newerBody,
    { ...(body as object), temperature: undefined }
  ]);
  const answers = [...sampleAnswers(), ...sampleBatches()].filter(isAnthropic);
  const told = answers.map(([type, answer]): [string, unknown] => [
    type.replace('Anthropic', 'Newer'),
    answer
  ]);
  expect(check([...without, ...told], 'newer')).toBe('');
}, 300_000);

it('a body with a wrong name or value is none of them', ({ skip }) => {
  if (!isThere) return skip();
  const wrong = composeRequests().flatMap(([type, body], at): [string, unknown][] =>
    at % 40 === 0 ? [[type, { ...(body as object), tempreature: 0 }]] : []
  );
  const found = check(wrong, 'wrong').match(/tempreature/g) ?? [];
  expect(found.length).toBeGreaterThanOrEqual(wrong.length);
}, 300_000);
