/** `uniCloud.httpclient`, which is urllib 2: for spaces that let nothing else out, or record what goes out. */
import { host } from '../host/unicloud';
import { ownError } from '../result/error';
import { failure, foreignFailure, hostOf, within } from './failure';
import { lowerCaseNames, toBuffer } from './foreign';
import type { Transport } from './transport';

export const httpclientTransport: Transport = async (request, connectTimeout) => {
  const client = host()?.httpclient;
  if (!client) {
    throw ownError(
      'config-missing',
      'vk-openapi/config.json 的 http.transport 为 "httpclient"，但当前环境没有 uniCloud.httpclient；请在 uniCloud 云函数中运行，或改为 "https"',
      'http.transport is "httpclient", but uniCloud.httpclient does not exist here; use "https"',
    );
  }
  const { timeout } = request;
  const name = hostOf(request.origin);
  let answer: { status: number; headers: Record<string, string | string[] | undefined>; data: unknown };
  try {
    // Without `dataType` urllib gives the bytes as they are. `content` is the body, and goes before `data`.
    const asked = client.request(request.origin + request.path, {
      method: request.method,
      headers: request.headers,
      content: request.body,
      timeout: [connectTimeout === undefined ? timeout : connectTimeout, timeout],
      followRedirect: false,
    });
    answer = await within(asked, timeout, name);
  } catch (error) {
    throw foreignFailure(error, name, connectTimeout);
  }
  if (!answer || typeof answer.status !== 'number' || answer.status < 100) throw failure('aborted', name);
  return { status: answer.status, headers: lowerCaseNames(answer.headers), body: toBuffer(answer.data) };
};
