import { Refusal, refuse } from '../../answers/refusal';
import type { Field, Type } from './entry';
import { checkLimits } from './limits';
import { missing } from './missing';

/** A JSON value must be what it is said to be: the platforms do not convert (47001). */
export function checkJson(type: Type, value: unknown): void {
  switch (type.kind) {
    case 'string':
    case 'boolean':
      if (typeof value !== type.kind) refuse(47001);
      return;
    case 'integer':
    case 'number':
      if (typeof value !== 'number' || (type.kind === 'integer' && !Number.isInteger(value))) refuse(47001);
      return;
    case 'values':
      if (typeof value !== type.of) refuse(47001);
      // A list may be older than the platform; a single value is what the call is.
      if (type.values.length === 1 && value !== type.values[0]) refuse(40097);
      return;
    case 'union':
      return checkUnion(type.types, value);
    case 'array':
      if (!Array.isArray(value)) return refuse(47001);
      return value.forEach(item => checkJson(type.items, item));
    case 'map':
    case 'object':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(47001);
      if (type.kind === 'object') checkFields(type.fields, value as Record<string, unknown>);
      return;
    default:
  }
}

function checkUnion(types: readonly Type[], value: unknown): void {
  const fits = types.some(type => {
    try {
      checkJson(type, value);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  });
  if (!fits) refuse(47001);
}

function checkFields(fields: readonly Field[], value: Record<string, unknown>): void {
  for (const field of fields) {
    const given = value[field.name] ?? undefined;
    if (given !== undefined) {
      checkJson(field.type, given);
      checkLimits(field, given);
    } else if (field.required) missing(field);
  }
}

/** A text of a query or form as the value it stands for; 40035 when it stands for none. */
export function textValue(type: Type, text: string): unknown {
  switch (type.kind) {
    case 'integer':
    case 'number':
      return numberIn(text, type.kind === 'integer');
    case 'boolean':
      return /^(true|false|0|1)$/.test(text) ? text === 'true' || text === '1' : refuse(40035);
    case 'values':
      if (type.of === 'number') return numberIn(text, type.integer);
      return type.of === 'boolean' ? text === 'true' : text;
    case 'array':
    case 'map':
    case 'object':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return refuse(47001);
      }
    default:
      return text;
  }
}

function numberIn(text: string, whole: boolean): number {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) && (!whole || Number.isInteger(value)) ? value : refuse(40035);
}
