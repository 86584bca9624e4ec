import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goTo, visit } from './openSite';

/** Answers any page, so that a refusal can only come from the policy. */
let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => server.close());

/** What a request of the page ends in: its text, or the directive that refused it. */
async function request(page: Awaited<ReturnType<typeof visit>>['page'], url: string): Promise<string> {
  return page.evaluate(async (target) => {
    const refused = new Promise<string>((resolve) => {
      addEventListener(
        'securitypolicyviolation',
        ({ effectiveDirective }) => resolve(`refused by ${effectiveDirective}`),
        { once: true }
      );
    });
    // An address that the policy admits and that does not exist fails too, but without a violation.
    const answered = fetch(target).then(
      (response) => response.text(),
      () => new Promise<string>((resolve) => setTimeout(() => resolve('unreachable'), 1000))
    );
    return Promise.race([refused, answered]);
  }, url);
}

describe('the tab’s address list', () => {
  it('lets the page reach this computer and refuses an https host that nobody allowed', async () => {
    const { page, close } = await visit('methods/');
    expect(await request(page, address)).toBe('reached');
    expect(await request(page, 'https://exfiltration.test/')).toBe('refused by connect-src');
    await close();
  });

  it('takes up an origin that the user allowed, after a reload, and no other text', async () => {
    const { page, close } = await visit('methods/');
    await page.evaluate(() => {
      const stored = ['https://gateway.test', "https://x.test; script-src 'unsafe-inline'", '*', 7];
      sessionStorage.setItem('medgen-bench-viewer:allowed-origins', JSON.stringify(stored));
    });
    await goTo(page, 'methods/');
    expect(await request(page, 'https://gateway.test/')).toBe('unreachable');
    expect(await request(page, 'https://x.test/')).toBe('refused by connect-src');
    await close();
  });
});
