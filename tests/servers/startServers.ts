import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface StartedServer {
  readonly url: string;
  stop(): void;
}

/** aimock answers everything with one text. Null where npm cannot give it. */
export async function startAimock(text: string): Promise<StartedServer | null> {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-aimock-'));
  const port = await findPort();
  const fixtures = join(folder, 'fixtures.json');
  writeFileSync(fixtures, JSON.stringify({ fixtures: [{ match: {}, response: { content: text } }] }));
  const command = process.env['AIMOCK_PATH'];
  const args = ['--port', String(port), '--fixtures', fixtures];
  const child = command
    ? spawn(command, args, { stdio: 'ignore' })
    : spawn('npx', ['--yes', '--package', '@copilotkit/aimock@1.43.0', 'llmock', ...args], {
        stdio: 'ignore',
        detached: true
      });
  return waitFor(child, port, '/v1/models', 90_000);
}

/** LiteLLM in front of an OpenAI-compatible server. Null where it is not installed. */
export async function startLitellm(upstream: string): Promise<StartedServer | null> {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-litellm-'));
  const port = await findPort();
  const config = join(folder, 'config.yaml');
  writeFileSync(
    config,
    `model_list:
  - model_name: eyes
    litellm_params: { model: openai/eyes, api_base: "${upstream}", api_key: none }
litellm_settings: { num_retries: 0, drop_params: true }
`
  );
  const args = ['--config', config, '--port', String(port), '--host', '127.0.0.1'];
  // Its price list comes with it: nothing else is fetched.
  const env = { ...process.env, LITELLM_LOCAL_MODEL_COST_MAP: 'True' };
  const command = process.env['LITELLM_PATH'] ?? 'litellm';
  const child = spawn(command, args, { stdio: 'ignore', detached: true, env });
  return waitFor(child, port, '/health/liveliness', 150_000);
}

async function waitFor(
  child: ChildProcess,
  port: number,
  path: string,
  mostMs: number
): Promise<StartedServer | null> {
  const url = `http://127.0.0.1:${port}`;
  let isGone = false;
  child.on('error', () => (isGone = true));
  child.on('exit', () => (isGone = true));
  const stop = (): void => {
    if (!isGone && child.pid) process.kill(child.pid);
  };
  for (const end = performance.now() + mostMs; performance.now() < end && !isGone;) {
    const answers = await fetch(url + path).then(
      () => true,
      () => false
    );
    if (answers) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  stop();
  return null;
}

function findPort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
