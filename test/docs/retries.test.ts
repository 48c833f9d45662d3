/** The table of docs/retries.md says what the module does: it is compared with the policies, and with calls made. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../../local/simulator';
import { busy, deadToken, RETRY_POLICIES, type RetryPolicy } from '../../src/http/retry';
import { platforms } from '../../src/platforms';
import { startWorld, vkOpenapi, WX, type World } from '../calls/world';
import { readPage } from './markdown';

const PAGE = readPage('docs/retries.md');

const cells = (row: string) =>
  row
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim());
const rows = PAGE.rows.map(cells).filter(([name = '']) => RETRY_POLICIES.some(p => name === `\`${p.name}\``));

const asWritten = ({ name, tries, onlyRepeatable, toTwin }: RetryPolicy): string[] => [
  `\`${name}\``,
  String(tries),
  tries === 0 ? '–' : onlyRepeatable ? 'harmless to repeat' : 'every request',
  tries === 0 ? '–' : toTwin ? 'twin host' : 'same host',
];

describe('the table of policies', () => {
  it('has every policy, as it is', () => {
    expect(rows.map(([name, , tries, which, where]) => [name, tries, which, where])).toEqual(
      RETRY_POLICIES.map(asWritten),
    );
    for (const [, what, , , , why] of rows) expect(`${what} ${why}`.length).toBeGreaterThan(20);
  });

  it('names the numbers of a dead token and of a used-up quota', () => {
    const row = (policy: string) => rows.find(([name]) => name === `\`${policy}\``)!.join(' ');
    for (const { tokenDead, quota, transient } of Object.values(platforms)) {
      for (const code of tokenDead) expect(row('deadToken')).toContain(String(code));
      for (const code of quota) expect(row('quotaUsedUp')).toContain(String(code));
      expect(row('busy')).toContain(String(transient));
    }
  });
});

describe('what the table says is what is done:', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(() => world.sim.reset());
  afterAll(() => world.sim.close());

  const PATH = '/wxa/msg_sec_check';
  const policy = (name: string) => RETRY_POLICIES.find(p => p.name === name)!;

  /** How often one call is sent, and what it ends with, with faults waiting for it on a warm connection. */
  async function requests(method: 'GET' | 'POST', faults: Fault[], options: object = {}) {
    let attempts = 0;
    const openapi = world.create({
      http: { timeout: 300 },
      clock: { now: Date.now, sleep: async () => undefined },
      hooks: { onRequest: ({ id }: { id: string }) => void (id === 'weixin.request' && attempts++) },
      ...options,
    });
    const call = () => openapi.weixin.request({ method, url: PATH, data: { content: 'a' } });
    if (faults.length > 0) await call();
    attempts = 0;
    for (const fault of faults) world.sim.fault({ path: PATH, ...fault });
    const { code } = await call();
    return { attempts, code };
  }

  it.each<[string, Fault, 'GET' | 'POST', boolean]>([
    ['staleConnection', { kind: 'reset-before' }, 'GET', true],
    ['staleConnection', { kind: 'reset-before' }, 'POST', false],
    ['lostAnswer', { kind: 'never' }, 'GET', true],
    ['lostAnswer', { kind: 'never' }, 'POST', false],
    ['lostAnswer', { kind: 'half-answer' }, 'GET', true],
    ['busy', { kind: 'busy', times: 9 }, 'GET', true],
    ['busy', { kind: 'busy', times: 9 }, 'POST', false],
    ['deadToken', { kind: 'error', errcode: 42001, times: 9 }, 'POST', false],
    ['quotaUsedUp', { kind: 'error', errcode: 45009, times: 9 }, 'GET', true],
    ['quotaUsedUp', { kind: 'error', errcode: 45011, times: 9 }, 'POST', false],
  ])('%s after %j by %s', async (name, fault, method, repeatable) => {
    const { tries, onlyRepeatable } = policy(name);
    const { attempts } = await requests(method, [fault]);
    const expected = 1 + (onlyRepeatable && !repeatable ? 0 : tries);
    // `request` never has a token forced: where the platform gives the dead one back, there is no other to try.
    expect(attempts).toBe(name === deadToken.name ? 1 : expected);
  });

  it('deadToken, where the platform has another token', async () => {
    const counts: number[] = [];
    const openapi = world.create({
      hooks: { onRequest: ({ attempt }: { attempt: number }) => counts.push(attempt) },
    });
    const call = () => openapi.weixin.request({ url: PATH, data: { content: 'a' } });
    await call();
    world.sim.revoke(WX);
    expect(await call()).toMatchObject({ code: 0 });
    expect(Math.max(...counts)).toBe(1 + deadToken.tries);
  });

  it('busy ends well when the platform recovers in time', async () => {
    const { attempts, code } = await requests('GET', [{ kind: 'busy', times: busy.tries }]);
    // A POST path asked by GET: the platform's own number for that, and no longer -1.
    expect(code).toBe(43002);
    expect(attempts).toBe(1 + busy.tries);
  });

  it('unsent, even of a request that may not be repeated', async () => {
    const closed = createServer();
    await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise(resolve => closed.close(resolve));
    let attempts = 0;
    const openapi = vkOpenapi.createOpenapi({
      apps: { weixin: [{ appid: WX, appsecret: 'a secret of nobody' }] },
      endpoints: { weixin: `http://127.0.0.1:${port}` },
      hooks: { onRequest: () => void attempts++ },
      tokenStore: 'memory',
    });
    const res = await openapi.weixin.request({ url: PATH, data: { content: 'a' }, access_token: 'x' });
    expect(res).toMatchObject({ code: 'vk-openapi-network-error' });
    expect(attempts).toBe(1 + policy('unsent').tries);
    expect(openapi.stats()).toMatchObject({ calls: 1, retries: 1 });
  });

  it('unsent goes to the twin host where the platform has one', async () => {
    const hosts: string[] = [];
    const transport = async ({ url }: { url: string }) => {
      hosts.push(new URL(url).host);
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    };
    const openapi = vkOpenapi.createOpenapi({
      apps: { weixin: [{ appid: WX, appsecret: 'a secret of nobody' }] },
      http: { transport },
      tokenStore: 'memory',
    });
    await openapi.weixin.request({ url: PATH, data: {}, access_token: 'x' });
    expect(hosts).toEqual(['api.weixin.qq.com', 'api2.weixin.qq.com']);
  });
});
