import { succeed } from '../../result/envelope';
import type { Adapter } from '../adapter';
import { badParam, isBlank, without } from '../params';

/** There is no live room at all, or none on this page. */
const NO_ROOM = 9410000;
const DEFAULT_PAGE_SIZE = 100;

/** A positive whole number, also as text. */
function count(params: Record<string, unknown>, name: string, fallback: number): number {
  const value = params[name];
  if (isBlank(value)) return fallback;
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number > 0) return number;
  throw badParam(name, '应为大于 0 的整数', 'must be a whole number greater than 0');
}

/**
 * Live rooms, a page at a time: `pageIndex` (from 1) and `pageSize`, or the platform's own `start` (from 0) and
 * `limit`. No room at all (9410000) is an empty list.
 */
export const getLiveInfo: Adapter = async (params, context) => {
  const pageSize = count(params, 'pageSize', DEFAULT_PAGE_SIZE);
  const pageIndex = count(params, 'pageIndex', 1);
  const answer = await context.request({
    ...without(params, 'pageIndex', 'pageSize'),
    start: isBlank(params.start) ? (pageIndex - 1) * pageSize : params.start,
    limit: isBlank(params.limit) ? pageSize : params.limit,
  });
  return answer.code === NO_ROOM ? succeed({ room_info: [], total: 0 }) : answer;
};
