import { json, type Answer } from '../answers/answer';
import { FAULT_KINDS } from '../faults/fault';
import type { SimulatorRequest } from '../http/request';
import { MARKERS } from '../rules/verdict';
import type { Simulator } from '../simulator';
import { ACTIONS } from './actions';

const NAME = 'vk-openapi platform simulator';
const ABOUT =
  'Plays api.weixin.qq.com and api.q.qq.com on this machine. Nothing here is real: no app, no secret, no message.';

function facts(simulator: Simulator, paths: readonly string[]) {
  return {
    name: NAME,
    about: ABOUT,
    endpoints: simulator.endpoints,
    apps: simulator.apps.map(({ platform, appid, appsecret }) => ({ platform, appid, appsecret })),
    control: ACTIONS.map(
      ({ method, name, takes }) => `${method} /_simulator/${name}${takes && ` { ${takes} }`}`,
    ),
    faults: FAULT_KINDS,
    riskyWords: MARKERS.map(([word]) => word),
    plays: [...paths].sort(),
  };
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

const list = (items: readonly string[]) =>
  `<ul>${items.map(item => `<li><code>${escape(item)}</code></li>`).join('')}</ul>`;

function html(all: ReturnType<typeof facts>): string {
  const apps = all.apps.map(({ platform, appid, appsecret }) => `${platform}  ${appid}  ${appsecret}`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${NAME}</title>
<h1>${NAME}</h1><p>${ABOUT}</p>
<h2>Apps</h2>${list(apps)}<h2>Control</h2>${list(all.control)}
<h2>Faults</h2>${list(all.faults)}<h2>Risky words</h2>${list(all.riskyWords)}<h2>Plays</h2>${list(all.plays)}</html>`;
}

/** What this server is: a page for people, JSON for programs. */
export function indexPage(simulator: Simulator, paths: readonly string[], request: SimulatorRequest): Answer {
  const all = facts(simulator, paths);
  if (!request.headers.accept?.includes('text/html')) return json(all);
  return { type: 'text/html; charset=utf-8', body: html(all) };
}
