import type { Field } from './entry';
import { numberFor } from './words';

/** Zero means that all is well. */
const OUTCOME = /^(err|error|ret|result|rsp|biz)?_?(code|ret)$|^ret$|^errno$/i;
const TIME = /time(stamp)?$|_at$|^ts$/i;
const COUNT = /count$|total|_num$|^num$/i;
const REST = /remain|offset|cursor|next|page_?index/i;

/** A believable number for a field; `listed` is how many items the lists beside it have. */
export function exampleNumber(field: Field, seed: string, at: Date, listed: number): number {
  const { name, doc, min, max, unit } = field;
  if (OUTCOME.test(name)) return 0;
  if (TIME.test(name)) {
    const isInstant = unit === undefined && !/时长|耗时|间隔|duration/i.test(`${doc}${name}`);
    if (isInstant) return /毫秒/.test(doc) ? at.getTime() : Math.floor(at.getTime() / 1000);
  }
  if (/^(lng|lon|longitude)$|_lng$/i.test(name)) return 113.32;
  if (/^(lat|latitude)$|_lat$/i.test(name)) return 23.1;
  if (REST.test(name)) return 0;
  if (COUNT.test(name)) return listed;
  if (/expires?_in$/i.test(name)) return 7200;
  if (/id$/i.test(name)) return numberFor(seed);
  if (/rate$|ratio$|percent/i.test(name)) return 0.5;
  const value = 1 + (numberFor(seed) % 99);
  return Math.min(max ?? value, Math.max(min ?? value, value));
}
