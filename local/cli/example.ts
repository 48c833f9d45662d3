import type { Cloud } from '../cloud';

const FUNCTION = 'openapi-weixin';
const PARAM = { action: 'auth.code2Session', params: { code: 'demo-hello' } };

const curl = (url: string, name: string, param: object) =>
  `curl ${url}/cloudfunctions/${name} -H 'content-type: application/json' -d '${JSON.stringify({ param })}'`;

/**
 * One call as a client makes it, and its answer; of a project without this module's functions, only the call, and
 * of one with a configuration of its own too: its apps are real, and starting must not ask a platform anything.
 */
export async function exampleCall({ url, functionNames }: Cloud, isDemo: boolean): Promise<string[]> {
  const names = functionNames();
  if (!names.includes(FUNCTION)) return names.length ? [curl(url, names[0]!, {})] : [];
  if (!isDemo) return [curl(url, FUNCTION, PARAM)];
  const response = await fetch(`${url}/cloudfunctions/${FUNCTION}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ param: PARAM }),
  });
  return [curl(url, FUNCTION, PARAM), JSON.stringify(await response.json(), null, 2)];
}
