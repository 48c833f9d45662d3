import { type OpenapiError, ownError } from '../result/error';

/** An own failure of a parameter, in the words the checks of plain calls use. */
export function badParam(name: string, zh: string, en: string): OpenapiError {
  return ownError('param-invalid', `参数 ${name} 不正确：${zh}`, `parameter ${name}: ${en}`);
}

/** `undefined`, `null` and an empty text: a parameter with an alternative that was not given. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** A text that must be there and not be empty. */
export function requiredText(params: Record<string, unknown>, name: string): string {
  const value = params[name];
  if (isBlank(value))
    throw badParam(name, '缺少必填参数（字符串）', 'a required parameter is missing (string)');
  if (typeof value !== 'string') throw badParam(name, '应为字符串', 'must be a string');
  return value;
}

/** `params` without `names`; the caller's object stays as it is. */
export function without(params: Record<string, unknown>, ...names: string[]): Record<string, unknown> {
  const rest = { ...params };
  for (const name of names) delete rest[name];
  return rest;
}
