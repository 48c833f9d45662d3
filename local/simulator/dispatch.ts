import { json, type Answer } from './answers/answer';
import { Refusal, refusalAnswer, refuse } from './answers/refusal';
import { isMultipart } from './http/multipart';
import type { SimulatorRequest } from './http/request';
import { Call } from './plays/call';
import type { Play } from './plays/play';
import { claimsSignature, openRequest, sealAnswer } from './security/api-security';
import type { App } from './state/apps';
import type { World } from './state/world';

/** The app of the request's token, for a play that takes one. */
function caller(world: World, play: Play, request: SimulatorRequest): App | undefined {
  if (!play.apps.length) return undefined;
  const found = world.tokens.check(request.query.access_token, play.spelling === 'weixin' ? 'weixin' : 'qq');
  if ('errcode' in found) return refuse(found.errcode);
  const app = world.apps.need(found.appid);
  if (!play.apps.includes(app.platform)) return refuse(48001);
  const over = world.quotas.hit(play.path, app.appid);
  return over ? refuse(over) : app;
}

function checkMethod(play: Play, request: SimulatorRequest): void {
  if (play.method === 'POST' && request.method !== 'POST') refuse(43002);
  if (play.method === 'GET' && request.method !== 'GET') refuse(43001);
}

/** What the platforms say to a path that they do not have (or that the simulator does not play yet). */
function unknownPath(request: SimulatorRequest, now: number): Answer {
  if (/^\/(api|wxpay|robotapi)\//.test(request.path)) return { ...json({ error: 'Not Found' }), status: 404 };
  return refusalAnswer(new Refusal(40066, 'invalid url'), 'weixin', now);
}

/** WeChat's gateway takes no chunked body but a form's, which it then reads as empty (41005). */
function isChunkedJson(play: Play, { headers }: SimulatorRequest): boolean {
  return (
    play.spelling === 'weixin' &&
    headers['transfer-encoding'] !== undefined &&
    headers['content-length'] === undefined &&
    !isMultipart(headers)
  );
}

/** What is answered to a request that was signed: a refusal is an answer like any other. */
async function acted(play: Play, call: Call, world: World): Promise<Answer> {
  try {
    return await play.act(call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refusalAnswer(error, call.spelling, world.clock.now());
  }
}

/** From a request to the platform's answer. */
export async function dispatch(
  world: World,
  plays: ReadonlyMap<string, Play>,
  request: SimulatorRequest,
): Promise<Answer> {
  const play = plays.get(request.path);
  if (!play) return unknownPath(request, world.clock.now());
  if (isChunkedJson(play, request)) return { status: 412, type: 'text/plain', body: '' };
  let call: Call | undefined;
  try {
    checkMethod(play, request);
    const app = caller(world, play, request);
    if (!app || (!play.signed && !claimsSignature(request))) {
      call = new Call(request, app, play.spelling);
      return await play.act(call);
    }
    const seconds = world.clock.seconds();
    const clear = openRequest(request, app.appid, app.apiSecurity, seconds);
    call = new Call(clear, app, play.spelling);
    return sealAnswer(await acted(play, call, world), request, app.appid, app.apiSecurity!, seconds);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refusalAnswer(error, call?.spelling ?? play.spelling, world.clock.now());
  }
}
