import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'crypto';
import { badRequest, CloudError, toCloudError } from '../errors';
import { fromClient } from '../invocation';
import { parseObject, readBody } from './body';
import { json, type Exchange, type Host, type Reply, type Route } from './exchange';

/** Milliseconds an anonymous client may call before it has to ask again. */
const TOKEN_LIFE_MS = 10 * 60 * 1000;

const key = randomBytes(32);

const same = (given: string, right: string) =>
  given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right));

const seal = (until: string) => createHmac('sha256', key).update(until).digest('hex');

const newToken = () => {
  const until = String(Date.now() + TOKEN_LIFE_MS);
  return `${until}.${seal(until)}`;
};

function isTokenGood(token: unknown): boolean {
  const [until = '', seal_ = ''] = String(token ?? '').split('.');
  return same(seal_, seal(until)) && Number(until) > Date.now();
}

/** As the SDK signs: the sorted fields that are not empty, by HMAC-MD5. */
const signatureOf = (fields: Record<string, unknown>, secret: string) =>
  createHmac('md5', secret)
    .update(
      Object.keys(fields)
        .sort()
        .filter(name => fields[name])
        .map(name => `${name}=${String(fields[name])}`)
        .join('&'),
    )
    .digest('hex');

const success = (data: unknown, requestId: string): Reply => answer({ success: true, data }, 200, requestId);

function answer(content: object, status: number, requestId: string): Reply {
  const reply = json({ ...content, header: { 'x-serverless-request-id': requestId } }, status);
  return { ...reply, headers: { ...reply.headers, 'request-id': requestId } };
}

/** The Alibaba gateway: what the client SDK of a released app talks to. */
export const gateway: Route = async (exchange, host) => {
  if (exchange.path !== '/client' || exchange.method !== 'POST') return undefined;
  try {
    return await serve(exchange, host);
  } catch (error) {
    const { code, message, status } = toCloudError(error);
    return answer({ success: false, error: { code, message } }, status, randomUUID());
  }
};

async function serve({ request, sender }: Exchange, host: Host): Promise<Reply> {
  const fields = parseObject((await readBody(request, host.bodyLimit)).toString('utf8'), '请求体');
  if (fields.spaceId !== host.space.spaceId)
    throw new CloudError('INVALID_SPACE', `服务空间不是 ${host.space.spaceId}。`, 403);
  if (!same(String(request.headers['x-serverless-sign'] ?? ''), signatureOf(fields, host.space.clientSecret)))
    throw new CloudError('GATEWAY_INVALID_SIGN', '签名不正确：请检查 clientSecret。', 403);
  if (fields.method === 'serverless.auth.user.anonymousAuthorize')
    return success({ accessToken: newToken() }, randomUUID());
  if (!isTokenGood(fields.token) || request.headers['x-basement-token'] !== fields.token)
    throw new CloudError('GATEWAY_INVALID_TOKEN', 'accessToken 无效或已过期。', 403);
  if (fields.method !== 'serverless.function.runtime.invoke')
    throw badRequest(`本地云不支持 ${String(fields.method)}。`);
  const { functionTarget, functionArgs } = parseObject(String(fields.params), 'params');
  const invocation = fromClient(functionArgs, sender);
  const result = await host.invoke(host.find(functionTarget), invocation);
  return success(JSON.parse(result), invocation.requestId);
}
