import { createConnection } from 'node:net';
import { Agent, request } from 'node:http';
import type { FaultKind } from '../../../local/simulator';
import { Bench, WX, exchange } from './support';

const PATH = '/cgi-bin/getcallbackip';

describe('faults on demand', () => {
  let bench: Bench;
  let token: string;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  beforeEach(async () => {
    bench.sim.reset();
    token = await bench.token();
  });
  afterAll(() => bench.sim.close());

  const call = () => bench.get(PATH, { access_token: token });

  /** Every byte the server sends until the connection ends, and how it ended. */
  const raw = () =>
    new Promise<{ bytes: string; error?: string }>(resolve => {
      const socket = createConnection(bench.sim.port, '127.0.0.1');
      let bytes = '';
      let error: string | undefined;
      socket.on('data', part => (bytes += part.toString('latin1')));
      socket.on('error', (failed: NodeJS.ErrnoException) => (error = failed.code));
      socket.on('close', () => resolve({ bytes, error }));
      socket.write(`GET ${PATH}?access_token=${token} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    });

  it('reset before the answer', async () => {
    bench.sim.fault({ kind: 'reset-before', path: PATH });
    expect(await raw()).toEqual({ bytes: '', error: 'ECONNRESET' });
    expect((await call()).json.ip_list).toBeTruthy();
  });

  it('reset after the headers', async () => {
    bench.sim.fault({ kind: 'reset-after-headers' });
    await expect(call()).rejects.toThrow(/aborted|ECONNRESET|hang up/);
    bench.sim.fault({ kind: 'reset-after-headers' });
    expect((await raw()).bytes).not.toContain('ip_list');
  });

  it('end half-way', async () => {
    bench.sim.fault({ kind: 'half-answer' });
    const { bytes } = await raw();
    const [head, body] = bytes.split('\r\n\r\n');
    const length = Number(/Content-Length: (\d+)/i.exec(head!)![1]);
    expect(body).toHaveLength(Math.floor(length / 2));
  });

  it('never answer, until the simulator closes', async () => {
    const own = await Bench.start();
    own.sim.fault({ kind: 'never' });
    const pending = own.get('/anything').then(
      () => 'answered',
      () => 'closed',
    );
    while (own.sim.count() === 0) await new Promise(resolve => setImmediate(resolve));
    await own.sim.close();
    expect(await pending).toBe('closed');
  });

  it('drip a byte at a time, and come whole in the end', async () => {
    bench.sim.fault({ kind: 'drip', ms: 1 });
    const parts: number[] = [];
    const text = await new Promise<string>((resolve, reject) => {
      const sent = request(`${bench.sim.url}${PATH}?access_token=${token}`, response => {
        let all = '';
        response.on('data', (part: Buffer) => {
          parts.push(part.length);
          all += part.toString();
        });
        response.on('end', () => resolve(all));
      });
      sent.on('error', reject);
      sent.end();
    });
    expect(JSON.parse(text).ip_list).toBeTruthy();
    expect(parts.length).toBeGreaterThan(5);
  });

  it('come late', async () => {
    bench.sim.fault({ kind: 'slow', ms: 30 });
    const before = performance.now();
    expect((await call()).json.ip_list).toBeTruthy();
    expect(performance.now() - before).toBeGreaterThanOrEqual(25);
  });

  it.each([
    ['http-500', 500],
    ['http-502', 502],
  ] as [FaultKind, number][])(
    '%s is a page that repeats the request, secret and all',
    async (kind, status) => {
      bench.sim.fault({ kind });
      const page = await call();
      expect(page.status).toBe(status);
      expect(page.headers['content-type']).toContain('text/html');
      expect(page.text).toContain(token);
      bench.sim.fault({ kind });
      expect((await bench.stable()).text).toContain(bench.secret(WX));
    },
  );

  it('cut JSON short under a fitting length', async () => {
    bench.sim.fault({ kind: 'cut-json' });
    const reply = await call();
    expect(reply.json).toBeUndefined();
    expect(reply.headers['content-length']).toBe(String(reply.bytes.length));
  });

  it('label error JSON as a picture', async () => {
    bench.sim.fault({ kind: 'mislabelled', errcode: 41030 });
    const reply = await call();
    expect(reply.headers['content-type']).toBe('image/jpeg');
    expect(reply.json.errcode).toBe(41030);
  });

  it('answer -1, or any number and text, in the spelling of the call', async () => {
    bench.sim.fault({ kind: 'busy' });
    expect((await call()).json).toMatchObject({
      errcode: -1,
      errmsg: expect.stringMatching(/^system error rid/),
    });
    bench.sim.fault({ kind: 'error', errcode: 45009, errmsg: 'enough' });
    expect((await call()).json).toMatchObject({
      errcode: 45009,
      errmsg: expect.stringMatching(/^enough rid/),
    });
    bench.sim.fault({ kind: 'busy', path: '/api/json/security/MsgSecCheck' });
    expect((await bench.post('/api/json/security/MsgSecCheck', {})).json).toEqual({
      errCode: -1,
      errMsg: 'system error',
    });
  });

  it('repeat the request in errmsg', async () => {
    bench.sim.fault({ kind: 'echo' });
    const { json } = await bench.stable();
    expect(json.errcode).toBe(47001);
    expect(json.errmsg).toContain(bench.secret(WX));
    bench.sim.fault({ kind: 'echo' });
    expect((await call()).json.errmsg).toContain(token);
  });

  it('answer with nothing', async () => {
    bench.sim.fault({ kind: 'empty' });
    expect(await call()).toMatchObject({ status: 200, text: '' });
  });

  it('lie about the length', async () => {
    bench.sim.fault({ kind: 'length-too-long' });
    await expect(call()).rejects.toThrow();
    bench.sim.fault({ kind: 'length-too-short' });
    const { bytes } = await raw();
    const [head, body] = bytes.split('\r\n\r\n');
    expect(body!.length).toBeGreaterThan(Number(/Content-Length: (\d+)/i.exec(head!)![1]));
  });

  it('wait for their path and their turn, and play as often as told', async () => {
    bench.sim.fault({ kind: 'busy', path: PATH, after: 1, times: 2 });
    expect((await bench.stable()).json.errcode).toBeUndefined();
    const seen = [];
    for (let i = 0; i < 4; i++) seen.push((await call()).json.errcode ?? 0);
    expect(seen).toEqual([0, -1, -1, 0]);
  });

  it('play at a rate, the same way for the same seed, until removed', async () => {
    const run = async () => {
      bench.sim.reset();
      token = await bench.token();
      const fault = bench.sim.fault({ kind: 'busy', path: PATH, rate: 0.5 });
      const seen = [];
      for (let i = 0; i < 40; i++) seen.push((await call()).json.errcode ?? 0);
      expect(fault.hits).toBe(seen.filter(code => code === -1).length);
      fault.remove();
      expect((await call()).json.errcode).toBeUndefined();
      return seen;
    };
    const first = await run();
    expect(new Set(first).size).toBe(2);
    expect(await run()).toEqual(first);
  });

  it('lose the answer of a call that was carried out, unless told otherwise', async () => {
    const code = bench.sim.issueCode(WX);
    bench.sim.fault({ kind: 'reset-before', path: '/sns/jscode2session' });
    await expect(bench.login(WX, code)).rejects.toThrow();
    expect((await bench.login(WX, code)).json.errcode).toBe(40163);
    const other = bench.sim.issueCode(WX);
    bench.sim.fault({ kind: 'reset-before', path: '/sns/jscode2session', carriedOut: false });
    await expect(bench.login(WX, other)).rejects.toThrow();
    expect((await bench.login(WX, other)).json.openid).toBeTruthy();
  });

  it('leave a mark on the recorded request', async () => {
    bench.sim.fault({ kind: 'empty' });
    await call();
    expect(bench.sim.requests.at(-1)!.fault).toBe('empty');
    expect(bench.sim.faults).toEqual([]);
  });

  it('are refused when nobody knows them', () => {
    expect(() => bench.sim.fault({ kind: 'flood' as FaultKind })).toThrow(/unknown kind of fault: flood/);
    expect(() => bench.sim.fault({ kind: 'busy', rate: 2 })).toThrow(/rate/);
    expect(() => bench.sim.fault({ kind: 'busy', times: Number.NaN })).toThrow(/times/);
  });

  it('serve a reused connection as well as a fresh one', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const once = () =>
      new Promise<number | string>(resolve => {
        const sent = request(`${bench.sim.url}${PATH}?access_token=${token}`, { agent }, response => {
          response.resume();
          response.on('end', () => resolve(response.statusCode!));
        });
        sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code!));
        sent.end();
      });
    expect(await once()).toBe(200);
    bench.sim.fault({ kind: 'reset-before' });
    expect(await once()).toBe('ECONNRESET');
    expect(await once()).toBe(200);
    agent.destroy();
  });

  it('do not touch the control surface', async () => {
    bench.sim.fault({ kind: 'http-500', times: 5 });
    expect((await exchange(`${bench.sim.url}/_simulator/state`)).status).toBe(200);
  });
});
