import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface StartedServer {
  readonly url: string;
  stop(): void;
}

interface Launch {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  /** Answers as soon as the server is up. */
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** First starts load a package; a busy machine is no fault. */
const longestStartMs = 240_000;

/** aimock answers everything with one text. Null where npm cannot give it. */
export async function startAimock(text: string): Promise<StartedServer | null> {
  const port = await findPort();
  const fixtures = join(makeFolder(), 'fixtures.json');
  writeFileSync(fixtures, JSON.stringify({ fixtures: [{ match: {}, response: { content: text } }] }));
  const args = ['llmock', '--port', String(port), '--fixtures', fixtures];
  return start({ name: 'aimock', ...fromNpm('@copilotkit/aimock@1.43.0', args), port, path: '/v1/models' });
}

/** mock-openai-api, which takes texts alone: a question with a picture breaks it. Null where npm cannot give it. */
export async function startMockOpenAi(): Promise<StartedServer | null> {
  const port = await findPort();
  const args = ['mock-openai-api', '--host', '127.0.0.1', '--port', String(port)];
  return start({
    name: 'mock-openai-api',
    ...fromNpm('mock-openai-api@1.0.3', args),
    port,
    path: '/health'
  });
}

/** Portkey's gateway, which a header of each request tells whom to ask. Null where npm cannot give it. */
export async function startPortkey(): Promise<StartedServer | null> {
  const port = await findPort();
  const args = ['gateway', '--headless', `--port=${port}`];
  return start({ name: 'Portkey', ...fromNpm('@portkey-ai/gateway@1.15.2', args), port, path: '/' });
}

/**
 * LiteLLM in front of a server of both formats. Null where it cannot be installed.
 * @param key its master key; it starts without one no more
 */
export async function startLitellm(upstream: string, key: string): Promise<StartedServer | null> {
  const command = findLitellm();
  if (command === null) return null;
  const port = await findPort();
  const config = join(makeFolder(), 'config.yaml');
  writeFileSync(
    config,
    `model_list:
  - model_name: eyes
    litellm_params: { model: openai/eyes, api_base: "${upstream}/v1", api_key: none }
  - model_name: claude-eyes
    litellm_params: { model: anthropic/claude-eyes, api_base: "${upstream}", api_key: none }
  - model_name: mock
    litellm_params: { model: openai/mock, api_key: none, mock_response: "It reads 4718." }
litellm_settings: { num_retries: 0, drop_params: true }
`
  );
  const args = ['--config', config, '--port', String(port), '--host', '127.0.0.1'];
  // Its price list comes with it: nothing else is fetched.
  const env = { LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_MASTER_KEY: key };
  return start({ name: 'LiteLLM', command, args, port, path: '/health/liveliness', env });
}

/** `LITELLM_PATH`, else one version in an environment of its own, which is made at the first time. */
function findLitellm(): string | null {
  const given = process.env['LITELLM_PATH'];
  if (given) return given;
  const folder = resolve('node_modules/.cache/litellm-1.108.7');
  const command = join(folder, 'bin/litellm');
  if (existsSync(command)) return command;
  try {
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', 'litellm[proxy]==1.108.7'], {
      stdio: 'pipe'
    });
    return command;
  } catch (error) {
    console.warn(`Skipped: LiteLLM cannot be installed here: ${String(error).slice(0, 300)}`);
    return null;
  }
}

const fromNpm = (name: string, args: readonly string[]): Pick<Launch, 'command' | 'args'> => ({
  command: 'npx',
  args: ['--yes', '--package', name, ...args]
});

const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'medgen-servers-'));

/** Null, with a word of why, where the server does not come up. */
async function start({ name, command, args, port, path, env }: Launch): Promise<StartedServer | null> {
  const log = join(makeFolder(), 'log.txt');
  const out = openSync(log, 'w');
  const child = spawn(command, args, {
    stdio: ['ignore', out, out],
    detached: true,
    env: { ...process.env, ...env }
  });
  const url = `http://127.0.0.1:${port}`;
  let isGone = false;
  child.on('error', () => (isGone = true));
  child.on('exit', () => (isGone = true));
  // With its children: npx starts the server as one.
  const stop = (): void => void (!isGone && child.pid && process.kill(-child.pid));
  for (const end = performance.now() + longestStartMs; performance.now() < end && !isGone;) {
    if (await answers(url + path)) return { url, stop };
    await new Promise((wake) => setTimeout(wake, 300));
  }
  stop();
  console.warn(`Skipped: ${name} does not start here: ${readFileSync(log, 'utf8').trim().slice(-600)}`);
  return null;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false
  );

function findPort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
