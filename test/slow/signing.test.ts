/** Signatures and encryption on every Node that uniCloud runs: the library for SM2 and SM4 is written for newer ones. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { startSimulator, type Simulator } from '../../local/simulator';
import { SM2 } from '../crypto/api-vectors';

const MODULE = resolve(__dirname, '../../uniCloud/cloudfunctions/common/vk-openapi');
const NODES = resolve(__dirname, 'nodes');
const run = promisify(execFile);
const PAY = { production: 'app-key-of-the-tests' };

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};

let sim: Simulator;
let apps: string;
beforeAll(async () => {
  sim = await startSimulator();
  const [one, two] = sim.apps.filter(({ platform }) => platform === 'weixin');
  const [developer, platform] = [pair(), pair()];
  const aes = { sn: 'aes', key: Buffer.alloc(32, 1).toString('base64') };
  const sm4 = { sn: 'sm4', key: Buffer.alloc(16, 1).toString('base64') };
  sim.setApp(one!.appid, {
    payKeys: PAY,
    apiSecurity: {
      symmetric: aes,
      developer: { sn: 'developer', publicKey: developer.publicKey },
      platform: { sn: 'platform', privateKey: platform.privateKey },
    },
  });
  sim.setApp(two!.appid, {
    payKeys: PAY,
    apiSecurity: {
      symmetric: sm4,
      developer: { sn: SM2.userId, publicKey: SM2.publicKey },
      platform: { sn: 'platform', privateKey: SM2.hex },
    },
  });
  const keys = (api: object) => ({ pay: PAY, api });
  apps = JSON.stringify([
    {
      ...one,
      name: 'rsa',
      keys: keys({
        symmetric: aes,
        private: developer.privateKey,
        platform: [{ sn: 'platform', certificate: platform.publicKey }],
      }),
    },
    {
      ...two,
      name: 'sm2',
      keys: keys({
        symmetric: sm4,
        private: { sn: SM2.userId, key: SM2.pkcs8 },
        platform: [{ sn: 'platform', certificate: SM2.certificate }],
      }),
    },
  ]);
});
afterAll(() => sim.close());

describe.each(['12', '16', '18', '20', '22'])('Node %s', version => {
  const node = resolve(NODES, `node_modules/node-${version}/bin/node`);
  const test = existsSync(node) ? it : it.skip;

  test('signs and encrypts by both kinds of keys', async () => {
    const args = [resolve(NODES, 'signing.cjs'), MODULE, sim.url, apps];
    const { stdout, stderr } = await run(node, args, { timeout: 60_000 });
    expect([JSON.parse(stdout), stderr]).toEqual([{ rsa: [0, 0], sm2: [0, 0] }, '']);
  });
});
