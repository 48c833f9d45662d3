import type { AdapterContext } from './adapter';
import { isBlank } from './params';

type Fields = Record<string, unknown>;

/** The platform's limit of a description, in characters. */
const MAX_DESCRIPTION = 120;
const BEIJING = 8 * 3600 * 1000;

/** RFC 3339 with milliseconds, in the platform's own time zone: `2026-01-02T03:04:05.678+08:00`. */
const rfc3339 = (now: number): string => new Date(now + BEIJING).toISOString().replace('Z', '+08:00');

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `list` with `change` made to each object in it; what is none is left for the check of the parameter. */
function each(list: unknown, change: (item: Fields) => Fields): unknown {
  if (!Array.isArray(list)) return list;
  return (list as unknown[]).map(item => (isFields(item) ? change(item) : item));
}

/** `parent` with the descriptions in its `shipping_list` no longer than the platform allows. */
export function withShortDescriptions<T extends Fields>(parent: T, context: AdapterContext): T {
  if (!Array.isArray(parent.shipping_list)) return parent;
  const shorten = (item: Fields): Fields => {
    const { item_desc: text } = item;
    if (typeof text !== 'string' || text.length <= MAX_DESCRIPTION) return item;
    const characters = Array.from(text);
    if (characters.length <= MAX_DESCRIPTION) return item;
    context.logger.warn(
      `vk-openapi: ${context.id} 的 item_desc 有 ${characters.length} 个字符，已按平台上限截为 ${MAX_DESCRIPTION} 个`,
    );
    return { ...item, item_desc: characters.slice(0, MAX_DESCRIPTION).join('') };
  };
  return { ...parent, shipping_list: each(parent.shipping_list, shorten) };
}

/** The same for every part of a combined order. */
export function withShortSubOrders(params: Fields, context: AdapterContext): Fields {
  if (!Array.isArray(params.sub_orders)) return params;
  return { ...params, sub_orders: each(params.sub_orders, order => withShortDescriptions(order, context)) };
}

/** `params` with the time of this upload, by which the platform tells uploads of an order apart. */
export function withUploadTime(params: Fields, context: AdapterContext): Fields {
  return isBlank(params.upload_time) ? { ...params, upload_time: rfc3339(context.clock.now()) } : params;
}
