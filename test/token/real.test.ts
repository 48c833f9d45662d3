import { createServer, request as send, type Server } from 'http';
import type { AddressInfo } from 'net';
import { systemClock } from '../../src/host/clock';
import { createTokenManager } from '../../src/token/create';
import type { FetchedToken, TokenManager } from '../../src/token/manager';
import { createStore } from '../../src/token/stores';
import { all, installDatabase, Log, uninstallCloud } from './support';

/** Over real HTTP, on the machine's own clock, with the embedded database: what the other files show in virtual time. */
describe('managers on a real clock', () => {
  const app = { platform: 'weixin', appid: 'wx1', appsecret: 'the-secret' } as const;
  let server: Server;
  let requests: number;

  beforeEach(async () => {
    requests = 0;
    server = createServer((_request, response) => {
      requests += 1;
      setTimeout(() => response.end(JSON.stringify({ access_token: `t${requests}`, expires_in: 7200 })), 30);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    uninstallCloud();
    await new Promise(resolve => server.close(resolve));
  });

  const fetch = (): Promise<FetchedToken> =>
    new Promise((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const asked = send({ port, host: '127.0.0.1', agent: false }, response => {
        let text = '';
        response.on('data', chunk => (text += chunk));
        response.on('end', () => {
          const { access_token: value, expires_in: expiresIn } = JSON.parse(text);
          resolve({ value, expiresIn });
        });
      });
      asked.on('error', reject);
      asked.end();
    });
  const manager = (): TokenManager =>
    createTokenManager({
      clock: systemClock,
      logger: new Log(),
      store: () => createStore('database', { clock: systemClock }),
      credential: of => ({ app: of, kind: 'access-token', fetch }),
    });

  test('four of them with 50 first calls each make one token request', async () => {
    installDatabase();
    const managers = Array.from({ length: 4 }, manager);
    const tokens = await all(200, index => managers[index % 4]!.get(app));
    expect(new Set(tokens)).toEqual(new Set(['t1']));
    expect(requests).toBe(1);
  });

  test('a database that hangs is given up after its time, and the call succeeds', async () => {
    installDatabase({ faults: { hang: true } });
    const started = Date.now();
    expect(await manager().get(app)).toBe('t1');
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_490);
  });

  test('a clock of the user’s own with nothing but now and sleep is enough', async () => {
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
      },
    };
    const tokens = createTokenManager({
      clock,
      logger: new Log(),
      store: () => createStore('memory', { clock }),
      credential: of => ({ app: of, kind: 'access-token', fetch }),
    });
    expect(await tokens.get(app)).toBe('t1');
    now += 7_200_001;
    expect(await tokens.get(app)).toBe('t2');
  });
});
