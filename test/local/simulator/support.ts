import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../local/simulator';

export const WX = 'wx00000000000000d1';
export const WX2 = 'wx00000000000000d2';
export const H5 = 'wx00000000000000e1';
export const QQ = '1100000001';
export const OPENID = `o${'a'.repeat(27)}`;
export const QQ_OPENID = '9D26812AF23D9B2743235C4E3F3353E8';

/** A clock that stands still, so that only `advance` moves the simulator's time. */
export const START = Date.UTC(2026, 0, 15, 4, 0, 0);
const stillClock = { now: () => START };

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers are looked into field by field
}

/** One plain HTTP exchange, nothing interpreted. */
export function exchange(
  url: string,
  options: { method?: string; headers?: OutgoingHttpHeaders; body?: string | Buffer } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method = options.body === undefined ? 'GET' : 'POST', headers, body } = options;
    const request = httpRequest(url, { method, headers, agent: false }, response => {
      const parts: Buffer[] = [];
      response.on('data', part => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        const text = bytes.toString('utf8');
        let json: unknown;
        try {
          json = JSON.parse(text);
        } catch {
          json = undefined;
        }
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text, json });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A simulator with hands for tests: everything goes over real HTTP. */
export class Bench {
  private constructor(readonly sim: Simulator) {}

  static async start(options: SimulatorOptions = {}): Promise<Bench> {
    return new Bench(await startSimulator({ clock: stillClock, ...options }));
  }

  secret(appid: string): string {
    return this.sim.apps.find(app => app.appid === appid)!.appsecret;
  }

  get(path: string, query: Record<string, string> = {}): Promise<Reply> {
    return exchange(`${this.sim.url}${path}?${new URLSearchParams(query)}`);
  }

  post(path: string, body: unknown, query: Record<string, string> = {}): Promise<Reply> {
    const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return exchange(`${this.sim.url}${path}?${new URLSearchParams(query)}`, {
      body: text,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
    });
  }

  stable(appid = WX, fields: object = {}): Promise<Reply> {
    const secret = this.secret(appid);
    return this.post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret, ...fields });
  }

  plain(appid = WX): Promise<Reply> {
    return this.get('/cgi-bin/token', {
      grant_type: 'client_credential',
      appid,
      secret: this.secret(appid),
    });
  }

  qqToken(): Promise<Reply> {
    return this.get('/api/getToken', {
      grant_type: 'client_credential',
      appid: QQ,
      secret: this.secret(QQ),
    });
  }

  async token(appid = WX): Promise<string> {
    const reply = await (appid === QQ ? this.qqToken() : this.stable(appid));
    return reply.json.access_token;
  }

  /** A call with a fresh token of the app. */
  async call(path: string, body: unknown, appid = WX, query: Record<string, string> = {}): Promise<Reply> {
    return this.post(path, body, { access_token: await this.token(appid), ...query });
  }

  async read(path: string, query: Record<string, string> = {}, appid = WX): Promise<Reply> {
    return this.get(path, { access_token: await this.token(appid), ...query });
  }

  /** A file upload as a multipart form; `parts` as they should arrive. */
  async upload(
    path: string,
    appid: string,
    parts: { name: string; filename?: string; type?: string; value: string | Buffer }[],
    headers: OutgoingHttpHeaders = {},
  ): Promise<Reply> {
    const form = multipart(parts);
    const url = `${this.sim.url}${path}?access_token=${await this.token(appid)}`;
    const chunked = headers['transfer-encoding'] !== undefined;
    const length = chunked ? {} : { 'content-length': form.body.length };
    return exchange(url, { body: form.body, headers: { 'content-type': form.type, ...length, ...headers } });
  }

  login(appid: string, code: string, fields: Record<string, string> = {}): Promise<Reply> {
    return this.get('/sns/jscode2session', {
      appid,
      secret: this.secret(appid),
      js_code: code,
      grant_type: 'authorization_code',
      ...fields,
    });
  }
}

export function multipart(
  parts: { name: string; filename?: string; type?: string; value: string | Buffer }[],
) {
  const boundary = '----simulator-test';
  const pieces = parts.flatMap(({ name, filename, type, value }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"` +
        (filename === undefined ? '' : `; filename="${filename}"`) +
        (type ? `\r\nContent-Type: ${type}` : '') +
        '\r\n\r\n',
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
