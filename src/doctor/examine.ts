import type { Runtime } from '../call/runtime';
import type { App } from '../config/types';
import { asOpenapiError, type OpenapiError } from '../result/error';
import type { Sight } from '../token/inspect';
import { isValid } from '../token/rows';
import { isAccepted, type Probed, probeSecret, probeToken } from './probe';

/** What is asked for when nobody says which call matters: one that every app of the kind may have. */
const USUAL_PATH = {
  weixin: '/cgi-bin/message/subscribe/send',
  'weixin.h5': '/cgi-bin/message/template/send',
  'weixin.app': '',
  qq: '',
};

/** A token that was found somewhere, and what the platform says to it. */
export interface Tried {
  token: string;
  accepted: boolean | undefined;
  /** The quota of the first path, where the token is good. */
  answer: Probed;
}

/** Everything that was found out about one app. Holds tokens: the checks make words of it. */
export interface Findings {
  app: App;
  /** The stores before anything was done, and after. */
  before: Sight;
  after: Sight;
  /** The valid token that was stored. */
  stored?: Tried;
  /** Other tokens than that, in this process's memory and in another system's copy. */
  memory?: Tried;
  copy?: Tried;
  /** The token that calls are made with from now on. */
  used?: Tried;
  /** Whether the platform was asked for a token, and how that failed. */
  asked: boolean;
  failure?: OpenapiError;
  /** Without being asked for a token. */
  login?: Probed;
  quotas: { path: string; answer: Probed }[];
  clockDifference?: number;
}

/**
 * Looks at one app. It must not fight: it reads, and gets a token only through the manager, as any call would; never
 * by force, and not where a request would retire a token that somebody is using.
 */
export async function examine(
  runtime: Runtime,
  app: App,
  options: { fetch: boolean; paths: readonly string[] },
): Promise<Findings> {
  const before = await runtime.tokens.inspect(app);
  const paths = options.paths.length > 0 ? options.paths : [USUAL_PATH[app.platform]];
  const findings: Findings = { app, before, after: before, asked: false, quotas: [] };
  const answers: Probed[] = [];
  const ask = async (token: string, path: string): Promise<Probed> => {
    const answer = await probeToken(runtime, app, token, path);
    answers.push(answer);
    return answer;
  };
  const tryOut = async (token: string): Promise<Tried> => {
    const answer = await ask(token, paths[0]!);
    return { token, accepted: isAccepted(app, answer), answer };
  };

  const { held, memory, copy } = before;
  if (held !== undefined && isValid(held, runtime.clock.now())) {
    findings.stored = await tryOut(held.value);
    if (memory !== undefined && memory !== held.value) findings.memory = await tryOut(memory);
    if (copy !== undefined && copy !== held.value) findings.copy = await tryOut(copy);
  }
  const token = await tokenFor(runtime, findings, options.fetch);
  if (needsLogin(findings)) {
    findings.login = await probeSecret(runtime, app);
    answers.push(findings.login);
  }
  findings.after = await runtime.tokens.inspect(app);
  if (token !== undefined) {
    const { stored } = findings;
    findings.used = stored !== undefined && stored.token === token ? stored : await tryOut(token);
    if (app.platform !== 'qq') await readQuotas(findings, findings.used, paths, path => ask(token, path));
  }
  for (const answer of answers) {
    if (answer.error === undefined && answer.clockDifference !== undefined) {
      findings.clockDifference = answer.clockDifference;
    }
  }
  return findings;
}

/** The first path was asked for when the token was tried out. */
async function readQuotas(
  findings: Findings,
  { answer, accepted }: Tried,
  [first, ...others]: readonly string[],
  ask: (path: string) => Promise<Probed>,
): Promise<void> {
  if (accepted === false) return;
  findings.quotas.push({ path: first!, answer });
  for (const path of others) findings.quotas.push({ path, answer: await ask(path) });
}

/** The token to go on with: the stored one, or what the manager gets; `undefined` where there is none to be had. */
async function tokenFor(
  { tokens }: Runtime,
  findings: Findings,
  fetch: boolean,
): Promise<string | undefined> {
  const { app, before, stored } = findings;
  const isDead = stored !== undefined && stored.accepted === false;
  if (!fetch && stored !== undefined && !isDead && (app.platform === 'qq' || !before.isOwn)) {
    return stored.token;
  }
  if (!fetch && app.platform === 'qq' && stored === undefined && isAlone(before)) return before.memory;
  findings.asked = true;
  try {
    if (app.platform !== 'qq' || (fetch && !isDead)) return await tokens.fetchAgain(app);
    return isDead ? await tokens.replace(app, stored.token, false) : await tokens.get(app);
  } catch (error) {
    findings.failure = asOpenapiError(error);
    return undefined;
  }
}

/** No other instance would know of a token that is fetched here, nor this one of theirs. */
const isAlone = ({ store, failure }: Sight): boolean => failure !== undefined || store === 'memory';

/** Whether nothing is known yet of the secret: nobody may have been asked, or was turned away before it was looked at. */
function needsLogin({ app, asked, failure }: Findings): boolean {
  return app.platform === 'qq' || !asked || (failure !== undefined && failure.code === 40164);
}
