import { json, type Answer } from '../answers/answer';
import type { SimulatorRequest } from '../http/request';
import type { Simulator } from '../simulator';
import { ACTIONS } from './actions';
import { indexPage } from './index-page';

const PREFIX = '/_simulator/';

const problem = (status: number, error: string): Answer => ({ ...json({ error }), status });

function given(request: SimulatorRequest): Record<string, unknown> {
  if (request.method === 'GET') return { ...request.query };
  const { parsed = {} } = request;
  if (!parsed || typeof parsed !== 'object' || Array.isArray(parsed))
    throw new TypeError('the body must be a JSON object');
  return parsed as Record<string, unknown>;
}

/** The answer to a request that is the simulator's own; undefined for one to the platforms. */
export function control(
  simulator: Simulator,
  paths: readonly string[],
  request: SimulatorRequest,
): Answer | undefined {
  if (request.path === '/') return indexPage(simulator, paths, request);
  if (!request.path.startsWith(PREFIX)) return undefined;
  const name = request.path.slice(PREFIX.length);
  const action = ACTIONS.find(other => other.name === name);
  if (!action) return problem(404, `unknown: ${request.path}; see /`);
  if (action.method !== request.method) return problem(405, `${request.path} wants ${action.method}`);
  try {
    return json({ ok: true, ...action.run(simulator, given(request)) });
  } catch (error) {
    // The caller's mistakes are the TypeErrors of what it called.
    if (error instanceof TypeError) return problem(400, error.message);
    throw error;
  }
}
