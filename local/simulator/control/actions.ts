import type { Fault } from '../faults/fault';
import type { SimulatorRequest } from '../http/request';
import type { Simulator } from '../simulator';
import type { SimulatedApp } from '../state/apps';
import type { Quota } from '../state/quotas';

type Given = Record<string, unknown>;

/** One thing that another process can ask of the simulator. */
export interface Action {
  method: 'GET' | 'POST';
  name: string;
  /** Its parameters, for the index page. */
  takes: string;
  run(simulator: Simulator, given: Given): object;
}

function text(given: Given, name: string): string {
  const value = given[name];
  if (typeof value !== 'string' || !value) throw new TypeError(`${name} must be a non-empty string`);
  return value;
}

function number(given: Given, name: string): number {
  const value = given[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`${name} must be a number`);
  return value;
}

function object(given: Given, name: string): object {
  const value = given[name];
  if (!value || typeof value !== 'object') throw new TypeError(`${name} must be an object`);
  return value;
}

/** All of what is given but the names that the action takes itself. */
function rest(given: Given, ...names: string[]): Given {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
}

const shown = (request: SimulatorRequest) => ({
  method: request.method,
  path: request.path,
  query: request.query,
  headers: request.headers,
  body: request.text,
  // Text cannot show the bytes of an upload.
  bodyBase64: request.form && request.body.toString('base64'),
  at: request.at,
  fault: request.fault,
});

const get = (name: string, takes: string, run: Action['run']): Action => ({
  method: 'GET',
  name,
  takes,
  run,
});
const post = (name: string, takes: string, run: Action['run']): Action => ({
  method: 'POST',
  name,
  takes,
  run,
});

const nothing = (_: unknown): object => ({});

/** What `/_simulator/<name>` does. */
export const ACTIONS: readonly Action[] = [
  get('state', '', sim => ({
    now: sim.now(),
    apps: sim.apps,
    requests: sim.count(),
    tokenRequests: Object.fromEntries(sim.apps.map(({ appid }) => [appid, sim.tokenRequests(appid)])),
    faults: sim.faults,
  })),
  get('requests', 'path?', (sim, given) => ({
    count: sim.count(given.path as string | undefined),
    requests: sim.requests.filter(({ path }) => given.path === undefined || path === given.path).map(shown),
  })),
  get('secrets', '', sim => ({ secrets: sim.secrets() })),
  get('tokens', 'appid', (sim, given) => ({ tokens: sim.tokens(text(given, 'appid')) })),
  post('clear-requests', '', sim => nothing(sim.clearRequests())),
  post('reset', '', sim => nothing(sim.reset())),
  post('advance', 'ms', (sim, given) => ({ now: sim.advance(number(given, 'ms')) })),
  post('app', 'platform, appid, appsecret, …; or appid and what changes', (sim, given) => ({
    app: sim.apps.some(({ appid }) => appid === given.appid)
      ? sim.setApp(text(given, 'appid'), rest(given, 'appid'))
      : sim.addApp(given as unknown as SimulatedApp),
  })),
  post('revoke', 'appid, errcode?', (sim, given) => ({
    revoked: sim.revoke(
      text(given, 'appid'),
      given.errcode === undefined ? undefined : number(given, 'errcode'),
    ),
  })),
  post('code', 'appid, openid?, unionid?, errcode?', (sim, given) => ({
    code: sim.issueCode(text(given, 'appid'), rest(given, 'appid')),
  })),
  post('phone-code', 'appid, purePhoneNumber?, countryCode?, openid?', (sim, given) => ({
    code: sim.issuePhoneCode(text(given, 'appid'), rest(given, 'appid')),
  })),
  post('form-id', 'appid, openid?', (sim, given) => ({
    formId: sim.issueFormId(text(given, 'appid'), given.openid as string | undefined),
  })),
  post('encrypt', 'appid, sessionKey, data', (sim, given) =>
    sim.encrypt(text(given, 'appid'), text(given, 'sessionKey'), object(given, 'data')),
  ),
  post('user', 'appid, openid, active?, follower?, unionid?', (sim, given) =>
    nothing(sim.setUser(text(given, 'appid'), text(given, 'openid'), rest(given, 'appid', 'openid'))),
  ),
  post('subscriptions', 'appid, openid, templateId, count', (sim, given) =>
    nothing(
      sim.setSubscriptions(
        text(given, 'appid'),
        text(given, 'openid'),
        text(given, 'templateId'),
        number(given, 'count'),
      ),
    ),
  ),
  post('quota', 'path, minute?, day?', (sim, given) =>
    nothing(sim.setQuota(text(given, 'path'), rest(given, 'path') as Quota)),
  ),
  post('fault', 'kind, path?, after?, times?, rate?, ms?, errcode?, errmsg?, carriedOut?', (sim, given) => ({
    fault: sim.fault(given as unknown as Fault).fault,
  })),
  post('clear-faults', '', sim => nothing(sim.clearFaults())),
];
