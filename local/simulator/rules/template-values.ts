const CLOCK_TIME = String.raw`([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?`;
const CALENDAR_DAY = String.raw`\d{4}(年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})`;

const length = (text: string) => [...text].length;
const upTo = (limit: number) => (text: string) => length(text) <= limit;
const matches = (pattern: RegExp) => (text: string) => pattern.test(text);

/** What a subscribe message's keyword of this kind may hold. */
const RULES: Readonly<Record<string, (text: string) => boolean>> = {
  thing: upTo(20),
  number: matches(/^[+-]?(?=.{1,32}$)\d+(\.\d+)?$/),
  letter: matches(/^[A-Za-z]{1,32}$/),
  symbol: matches(/^[^\p{L}\p{N}]{1,5}$/u),
  character_string: matches(/^[\x20-\x7e]{1,32}$/),
  time: matches(new RegExp(`^(${CALENDAR_DAY} ?)?${CLOCK_TIME}$`)),
  date: matches(new RegExp(`^${CALENDAR_DAY}( ?${CLOCK_TIME})?$`)),
  amount: matches(/^(\p{Sc}|[A-Z]{1,3})?\d{1,10}(\.\d+)?元?$/u),
  phone_number: matches(/^[\d+\-() *#]{1,17}$/),
  car_number: upTo(8),
  name: text => length(text) <= (/\p{Script=Han}/u.test(text) ? 10 : 20),
  phrase: matches(/^\p{Script=Han}{1,5}$/u),
  const: upTo(20),
};

/** What is wrong with `data` for a template of these keys, in the platform's words; undefined if nothing. */
export function templateFault(keys: readonly string[], data: Record<string, unknown>): string | undefined {
  for (const key of keys) {
    const item = data[key];
    const value = item && typeof item === 'object' ? (item as { value?: unknown }).value : undefined;
    if (value === undefined || value === null || value === '')
      return `argument invalid! data.${key}.value is empty`;
    if (typeof value === 'object') return `argument invalid! data.${key}.value invalid`;
    const rule = RULES[key.replace(/\d+$/, '')];
    if (rule && !rule(String(value))) return `argument invalid! data.${key}.value invalid`;
  }
  return undefined;
}
