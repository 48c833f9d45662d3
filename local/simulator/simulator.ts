import type { ServerResponse } from 'node:http';
import type { Answer } from './answers/answer';
import { control } from './control/control';
import { dispatch } from './dispatch';
import { faultyAnswer } from './faults/answers';
import { FaultBook, type ActiveFault } from './faults/book';
import { isCarriedOut, type Fault } from './faults/fault';
import { sendFaulty } from './faults/ways';
import { isMultipart, readMultipart } from './http/multipart';
import type { SimulatorRequest } from './http/request';
import type { Play } from './plays/play';
import { allPlays } from './plays/registry';
import { listen } from './server';
import type { App, SimulatedApp } from './state/apps';
import { SimulatorClock } from './state/clock';
import type { Quota } from './state/quotas';
import { randomText, seededRandom } from './state/random';
import { Recorder } from './state/recorder';
import { SecretBook } from './state/secrets';
import { openidOf, unionidOf, type User } from './state/users';
import { World, type Login, type Phone, type WorldOptions } from './state/world';

export interface SimulatorOptions extends WorldOptions {
  /** Default 0: any free port. */
  port?: number;
  /** A loopback address; default `127.0.0.1`. */
  host?: string;
  /** What the simulator's time is based on; default the real time. */
  clock?: { now(): number };
  /** Faults asked for from the beginning. */
  faults?: readonly Fault[];
  /** Seed of faults with a rate; default 1. */
  seed?: number;
  /** A generated catalogue whose calls are played too; default `src/generated/catalogue.json`, if it is there. */
  catalogue?: string;
  /** How many requests are kept whole; default 20,000. They are all counted. */
  keepRequests?: number;
}

/** The platforms on this machine, and the hands of a test inside them. */
export interface Simulator {
  /** Where it listens, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  /** For `createOpenapi({ endpoints })`, or the configuration file. */
  readonly endpoints: { readonly weixin: string; readonly qq: string };
  /** The apps there are. */
  readonly apps: readonly App[];

  /** The last requests to the platforms, oldest first. */
  readonly requests: readonly SimulatorRequest[];
  /** How many requests went to a path; without a path, how many there were. */
  count(path?: string): number;
  /** How many requests asked for a token of this app, whatever they got. */
  tokenRequests(appid: string): number;
  /** Forgets the requests and counts, nothing else. */
  clearRequests(): void;
  /** Every secret, token, ticket and session_key there has ever been, for searching what leaks. */
  secrets(): string[];

  /** Adds an app, or replaces the one of its appid. */
  addApp(app: SimulatedApp): App;
  /** Changes settings of an app: `setApp(appid, { frozen: true })`. */
  setApp(appid: string, changes: Partial<SimulatedApp>): App;
  /** Tokens of the app that are good now, newest last. */
  tokens(appid: string): string[];
  /** Kills every token and ticket of the app; they are refused with `errcode`, default 40001 (QQ 40014). Returns how many were good. */
  revoke(appid: string, errcode?: number): number;

  /** A login code that works once within five minutes; `errcode` makes it fail with that number. */
  issueCode(appid: string, login?: Partial<Login>): string;
  /** A code of the phone button, likewise. */
  issuePhoneCode(appid: string, phone?: Partial<Phone>): string;
  /** A form id of QQ's older messages, good for seven days. */
  issueFormId(appid: string, openid?: string): string;
  /** The session_key of a user who has logged in. */
  sessionKey(appid: string, openid: string): string | undefined;
  /** `data` as a front end receives it, watermark included; `data.watermark` overrides the watermark. */
  encrypt(appid: string, sessionKey: string, data: object): { encryptedData: string; iv: string };
  /** Introduces a user, or changes one: `{ active: false }` answers 61010, `{ follower: false }` 43004. */
  setUser(appid: string, openid: string, changes?: Partial<User>): void;
  /** How many messages of a template the user still accepts; who was never set accepts all. */
  setSubscriptions(appid: string, openid: string, templateId: string, count: number): void;
  /** Limits the calls of each app to this path. */
  setQuota(path: string, quota: Quota): void;

  /** Asks for a fault. */
  fault(fault: Fault): ActiveFault;
  /** The faults that still wait for their request. */
  readonly faults: readonly Fault[];
  clearFaults(): void;

  /** The simulator's time in milliseconds. */
  now(): number;
  /** Moves the time forward. */
  advance(ms: number): number;
  /** Everything as it was at the start, the time too; only `secrets()` keeps what there ever was. */
  reset(): void;
  /** Ends it, with every connection and every answer under way. */
  close(): Promise<void>;
}

interface State {
  clock: SimulatorClock;
  world: World;
  plays: ReadonlyMap<string, Play>;
  recorder: Recorder;
  faults: FaultBook;
}

function begin(options: SimulatorOptions, secrets: SecretBook): State {
  const clock = new SimulatorClock(options.clock);
  const world = new World(options, clock, secrets);
  const faults = new FaultBook(seededRandom(options.seed ?? 1));
  options.faults?.forEach(fault => faults.add(fault));
  return {
    clock,
    world,
    plays: allPlays(world, options.catalogue),
    recorder: new Recorder(options.keepRequests ?? 20_000),
    faults,
  };
}

/** Plays one request, with the fault it meets. */
async function play(
  state: State,
  request: SimulatorRequest,
  response: ServerResponse,
): Promise<Answer | undefined> {
  const { world, plays, recorder, faults } = state;
  if (isMultipart(request.headers)) request.form = await readMultipart(request.headers, request.body);
  recorder.add(request);
  const fault = faults.meet(request.path);
  if (!fault) return dispatch(world, plays, request);
  request.fault = fault.kind;
  const real = isCarriedOut(fault) ? await dispatch(world, plays, request) : { type: '', body: '' };
  const spelling = plays.get(request.path)?.spelling ?? 'weixin';
  const answer = faultyAnswer(fault, request, real, { spelling, now: world.clock.now() });
  if (sendFaulty(response, answer, fault)) return undefined;
  if (fault.kind !== 'slow') return answer;
  return late(response, answer, fault.ms ?? 1000);
}

/** The answer after a while; nothing if the connection ends before. */
function late(response: ServerResponse, answer: Answer, ms: number): Promise<Answer | undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(answer), ms);
    response.once('close', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}

/** Starts api.weixin.qq.com and api.q.qq.com on one loopback port. Needs nothing and knows nothing of `src/`. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const secrets = new SecretBook();
  let state = begin(options, secrets);
  const { server, url, port } = await listen(
    { host: options.host ?? '127.0.0.1', port: options.port ?? 0 },
    () => state.clock.now(),
    async (request, response) => {
      const answer = control(simulator, [...state.plays.keys()], request);
      return answer ?? play(state, request, response);
    },
  );
  const app = (appid: string) => state.world.apps.need(appid);
  const simulator: Simulator = {
    url,
    port,
    endpoints: { weixin: url, qq: url },
    get apps() {
      return state.world.apps.list();
    },

    get requests() {
      return state.recorder.requests;
    },
    count: path => state.recorder.count(path),
    tokenRequests: appid => state.recorder.tokenRequests(appid),
    clearRequests: () => state.recorder.clear(),
    secrets: () => secrets.list(),

    addApp: given => state.world.apps.put(given),
    setApp: (appid, changes) => state.world.apps.change(appid, changes),
    tokens: appid => state.world.tokens.good(app(appid).appid),
    revoke: (appid, errcode) => {
      state.world.tickets.revoke(appid);
      return state.world.tokens.revoke(appid, errcode ?? (app(appid).platform === 'qq' ? 40014 : 40001));
    },

    issueCode: (appid, login = {}) => {
      const { openid = openidOf(app(appid), randomText(8)), ...rest } = login;
      const unionid = 'unionid' in login ? login.unionid : unionidOf(app(appid), openid);
      return state.world.loginCodes.issue(appid, { ...rest, openid, unionid });
    },
    issuePhoneCode: (appid, phone = {}) =>
      state.world.phoneCodes.issue(app(appid).appid, {
        purePhoneNumber: '10000000000',
        countryCode: '86',
        ...phone,
      }),
    issueFormId: (appid, openid) => state.world.formIds.issue(app(appid).appid, { openid }),
    sessionKey: (appid, openid) => state.world.sessions.get(appid, openid),
    encrypt: (appid, sessionKey, data) => state.world.sessions.encrypt(appid, sessionKey, data),
    setUser: (appid, openid, changes) => void state.world.users.put(app(appid), openid, changes),
    setSubscriptions: (appid, openid, templateId, count) =>
      state.world.subscriptions.set(app(appid).appid, openid, templateId, count),
    setQuota: (path, quota) => state.world.quotas.set(path, quota),

    fault: fault => state.faults.add(fault),
    get faults() {
      return state.faults.list();
    },
    clearFaults: () => state.faults.clear(),

    now: () => state.clock.now(),
    advance: ms => state.clock.advance(ms),
    reset: () => {
      state = begin(options, secrets);
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return simulator;
}
