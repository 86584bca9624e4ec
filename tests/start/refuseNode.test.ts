import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { least, refuseNode } from '../../src/start/refuseNode.js';

describe('npm start', () => {
  it('goes on with Node 20 where the packages bring the build’s own, and with Node 24 anywhere', () => {
    expect(refuseNode('20.0.0', 'linux-x64', true)).toBeNull();
    expect(refuseNode('24.1.0', 'darwin-arm64', false)).toBeNull();
  });

  it('says in one line which Node is needed', () => {
    expect(refuseNode('18.19.0', 'linux-x64', true)).toMatch(
      /^Node 20 or newer is needed, and this is 18\.19\.0: .+$/
    );
    expect(refuseNode('22.3.0', 'darwin-arm64', false)).toMatch(
      /^No Node comes with the packages for darwin-arm64, so Node 24 or newer is needed, and this is 22\.3\.0: .+$/
    );
  });

  it('asks for what package.json does', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${least.install}`);
  });
});
