/** The built module on every Node that uniCloud runs, against the simulator, in a process of its own. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { startSimulator, type Simulator } from '../../local/simulator';

const MODULE = resolve(__dirname, '../../uniCloud/cloudfunctions/common/vk-openapi');
const NODES = resolve(__dirname, 'nodes');
const run = promisify(execFile);

let sim: Simulator;
beforeEach(async () => {
  sim = await startSimulator();
});
afterEach(() => sim.close());

describe.each(['12', '16', '18', '20', '22'])('Node %s', version => {
  const node = resolve(NODES, `node_modules/node-${version}/bin/node`);
  const test = existsSync(node) ? it : it.skip;
  if (!existsSync(node)) console.warn(`Node ${version} is not installed: run "npm ci" in test/slow/nodes`);

  test('runs every kind of call and ends by itself', async () => {
    const { stdout } = await run(node, [resolve(NODES, 'smoke.cjs'), MODULE, sim.url], { timeout: 60_000 });
    expect(JSON.parse(stdout)).toEqual({
      node: expect.stringMatching(new RegExp(`^v${version}\\.`)),
      token: true,
      login: true,
      decrypt: 'vk-openapi-decrypt-failed',
      picture: true,
      base64: 0,
      text: 2,
      risky: 87014,
      upload: 0,
      failure: 40037,
      request: 0,
      many: true,
      unconfigured: 'vk-openapi-config-missing',
      rejects: true,
      exposed: 'vk-openapi-unknown-api',
    });
  });
});
