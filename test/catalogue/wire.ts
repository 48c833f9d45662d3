/** What a request must look like, by the catalogue alone: nothing of the module or of the simulator's checks. */
import type { SimulatorRequest } from '../../local/simulator/http/request';
import type { Call, Param } from './catalogue';

export interface Sent {
  call: Call;
  /** What the user gave. */
  given: Readonly<Record<string, unknown>>;
  request: SimulatorRequest;
  app: { appid: string; appsecret: string };
  /** The app's tokens that are good now. */
  tokens: readonly string[];
}

const written = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** What a parameter of the wire must be; undefined: not there. */
function expected({ given, app }: Sent, param: Param): unknown {
  if (param.own) return param.own === 'appid' ? app.appid : app.appsecret;
  return given[param.name] ?? param.fallback;
}

function at(sent: Sent, ...places: Param['place'][]): [string, unknown][] {
  return sent.call.params
    .filter(param => places.includes(param.place))
    .map(param => [param.name, expected(sent, param)] as [string, unknown])
    .filter(([, value]) => value !== undefined);
}

function checkQuery(sent: Sent): void {
  const { call, request, tokens } = sent;
  const query = new URLSearchParams(request.search);
  const names = [...query.keys()];
  expect(new Set(names).size).toBe(names.length);
  if (call.credential === 'token') expect(tokens).toContain(query.get('access_token'));
  else if (call.credential === 'user') expect(query.get('access_token')).toBe(sent.given.access_token);
  else expect(query.has('access_token')).toBe(false);
  query.delete('access_token');
  expect(Object.fromEntries(query)).toEqual(
    Object.fromEntries(at(sent, 'query').map(([name, value]) => [name, written(value)])),
  );
}

function checkJson(sent: Sent): void {
  const { request } = sent;
  const text = request.body.toString('utf8');
  expect(JSON.parse(text)).toEqual(Object.fromEntries(at(sent, 'body')));
  // Raw UTF-8: written the shortest way there is, without a single \uXXXX.
  expect(text).toBe(JSON.stringify(JSON.parse(text)));
  expect(request.headers['content-type']).toMatch(/^application\/json/);
}

function checkForm(sent: Sent): void {
  const { request } = sent;
  expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  const parts = at(sent, 'form');
  const files = parts.filter(([, value]) => Buffer.isBuffer(value)) as [string, Buffer][];
  const fields = parts.filter(([, value]) => !Buffer.isBuffer(value));
  expect({ ...request.form?.fields }).toEqual(
    Object.fromEntries(fields.map(([name, value]) => [name, written(value)])),
  );
  expect(Object.keys(request.form?.files ?? {}).sort()).toEqual(files.map(([name]) => name).sort());
  for (const [name, bytes] of files) {
    expect(request.form?.files[name]?.data.equals(bytes)).toBe(true);
    expect(request.form?.files[name]?.filename).toBeTruthy();
  }
}

function checkRaw(sent: Sent): void {
  const value = at(sent, 'raw')[0]?.[1];
  const bytes = Buffer.isBuffer(value)
    ? value
    : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  expect(sent.request.body.equals(bytes)).toBe(true);
}

/** No token where it does not belong: platforms log bodies and headers. */
function checkNoToken({ request, tokens }: Sent): void {
  const rest = `${request.body.toString('latin1')} ${JSON.stringify(request.headers)}`;
  for (const token of tokens) expect(rest).not.toContain(token);
}

/** Method, path, query and body of a plain call, byte for byte. */
export function checkWire(sent: Sent): void {
  const { call, request } = sent;
  expect(`${request.method} ${request.path}`).toBe(`${call.method} ${call.path}`);
  checkNoToken(sent);
  checkQuery(sent);
  if (call.method === 'GET') return expect(request.body).toHaveLength(0);
  expect(request.headers['content-length']).toBe(String(request.body.length));
  if (call.encoding === 'multipart') checkForm(sent);
  else if (call.encoding === 'raw' || call.params.some(param => param.place === 'raw')) checkRaw(sent);
  else checkJson(sent);
}

/** A call whose adapter makes the wire's parameters out of others: each required one is where it belongs. */
export function checkAdapted(sent: Sent): void {
  const { call, request } = sent;
  expect(`${request.method} ${request.path}`).toBe(`${call.method} ${call.path}`);
  checkNoToken(sent);
  const query = new URLSearchParams(request.search);
  if (call.credential === 'token') expect(sent.tokens).toContain(query.get('access_token'));
  const form = { ...request.form?.fields, ...request.form?.files };
  const body = call.encoding === 'json' ? (JSON.parse(request.body.toString('utf8')) as object) : {};
  const places: Record<string, object> = { query: Object.fromEntries(query), form, body };
  for (const param of call.params) {
    if (!param.required) continue;
    expect(places[param.place]).toHaveProperty([param.name]);
    if (param.own) expect(places[param.place]).toMatchObject({ [param.name]: expected(sent, param) });
  }
}

/** An encrypted call: the parameters are nowhere to be read, the signature's headers are there. */
export function checkSealed(sent: Sent): void {
  const { call, request, tokens } = sent;
  expect(`${request.method} ${request.path}`).toBe(`${call.method} ${call.path}`);
  checkNoToken(sent);
  expect(tokens).toContain(new URLSearchParams(request.search).get('access_token'));
  expect(request.headers).toMatchObject({
    'wechatmp-appid': sent.app.appid,
    'wechatmp-timestamp': expect.stringMatching(/^\d+$/),
    'wechatmp-signature': expect.stringMatching(/./),
  });
  expect(Object.keys(JSON.parse(request.body.toString('utf8')) as object).sort()).toEqual([
    'authtag',
    'data',
    'iv',
  ]);
}
