import { refuse } from '../../answers/refusal';
import type { MultipartFile } from '../../http/multipart';
import type { Call } from '../call';
import type { Entry, Param } from './entry';
import { givenValue } from './given';
import { checkLimits } from './limits';
import { missing, missingNumber } from './missing';
import { checkJson, textValue } from './types';

/** Refuses a request that is not as the catalogue describes the call, with the platform's number. */
export function checkRequest(entry: Entry, call: Call): void {
  checkBody(entry, call);
  for (const param of entry.params) {
    const value = givenValue(param, call);
    if (value === undefined) {
      if (param.required) missing(param);
    } else if (value === '' && param.required && missingNumber(param.name) !== undefined) missing(param);
    else checkValue(param, value, call);
  }
}

/** 44002 for none, 47001 for one that is not what the call takes; a call without body parameters takes any. */
function checkBody(entry: Entry, call: Call): void {
  if (entry.encoding === 'json' && entry.params.some(param => param.place === 'body')) call.json();
  const { body, form } = call.request;
  if (entry.encoding === 'raw' && !body.length) refuse(44002);
  const needsForm = entry.params.some(param => param.place === 'form' && param.required);
  if (entry.encoding === 'multipart' && needsForm && !form) refuse(41005);
}

function checkValue(param: Param, value: unknown, call: Call): void {
  if (param.type.kind === 'file') return checkFile(param, value as Buffer | MultipartFile, call);
  const isText = param.place === 'query' || param.place === 'form' || param.place === 'header';
  const meant = isText ? textValue(param.type, String(value)) : value;
  checkJson(param.type, meant);
  checkLimits(param, meant);
  if (param.own === 'appid') checkOwn(value, call);
}

function checkFile(param: Param, value: Buffer | MultipartFile, call: Call): void {
  const bytes = Buffer.isBuffer(value) ? value : call.file(param.name).data;
  if (!param.advisory && param.maxBytes !== undefined && bytes.length > param.maxBytes) refuse(40006);
}

/** An appid beside a token is the token's; without one, `authenticate` has looked at it. */
function checkOwn(value: unknown, call: Call): void {
  if (call.hasApp && value !== call.app.appid) refuse(40013);
}
