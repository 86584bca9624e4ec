import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModelFile, loadModelText } from '../../src/lib/dataset/loadModel';

const content = Buffer.from('a model of thirty bytes, or so!');
const expected = {
  file: 'm.onnx',
  byteLength: content.length,
  sha256: createHash('sha256').update(content).digest('hex')
};
const never = new AbortController().signal;

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/hangs') response.write(content.subarray(0, 10));
    else if (request.url === '/breaks') {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 10), () => response.destroy());
    } else if (request.url === '/m.onnx') response.end(content);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const load = (path: string, change: Partial<typeof expected> = {}, signal = never) =>
  loadModelFile(url + path, { ...expected, ...change }, () => undefined, signal);

describe('a file of a model', () => {
  it('arrives whole, with its progress told up to the end', async () => {
    const progress: number[] = [];
    const blob = await loadModelFile(`${url}/m.onnx`, expected, (bytes) => progress.push(bytes), never);
    expect(Buffer.from(await blob.arrayBuffer())).toEqual(content);
    expect(progress.at(-1)).toBe(content.length);
  });

  it('is refused when it is longer, shorter or another than described', async () => {
    await expect(load('/m.onnx', { byteLength: 20 })).rejects.toThrow(
      'm.onnx: not the file that is described: its length differs; got more than 20 bytes, expected 20 bytes'
    );
    await expect(load('/m.onnx', { byteLength: 40 })).rejects.toThrow(/got 31 bytes, expected 40 bytes/);
    await expect(load('/m.onnx', { sha256: '0'.repeat(64) })).rejects.toThrow(
      `m.onnx: not the file that is described: its SHA-256 differs; got ${expected.sha256}, expected ${'0'.repeat(64)}`
    );
  });

  it('tells where it was looked for and what to do when it cannot be had', async () => {
    await expect(load('/absent')).rejects.toThrow(
      `${url}/absent: the model cannot be loaded from this address; got HTTP 404, expected a file that this page may read`
    );
    await expect(load('/breaks')).rejects.toThrow(/\/breaks: the model cannot be loaded from this address/);
    await expect(loadModelText('http://127.0.0.1:1/x.json', never)).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:1\/x\.json: the model cannot be loaded/
    );
  });

  it('stops when it is aborted, with the reason', async () => {
    const controller = new AbortController();
    const loading = load('/hangs', {}, controller.signal);
    setTimeout(() => controller.abort(new Error('no longer wanted')), 50);
    await expect(loading).rejects.toThrow('no longer wanted');
  });
});
