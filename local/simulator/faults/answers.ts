import { json, type Answer } from '../answers/answer';
import { Refusal, refusalAnswer, type Spelling } from '../answers/refusal';
import { textOf } from '../answers/texts';
import type { SimulatorRequest } from '../http/request';
import type { Fault } from './fault';

/** A page as gateways make them: unescaped, and with everything the request held. */
function errorPage(status: number, request: SimulatorRequest): Answer {
  const title = status === 502 ? '502 Bad Gateway' : '500 Internal Server Error';
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${request.method} ${request.url}</p><pre>${request.text}</pre><hr>simulator</body></html>`;
  return { status, type: 'text/html; charset=utf-8', body };
}

/** What the caller gets instead of `real` where the fault changes the answer; `real` where it only disturbs the way. */
export function faultyAnswer(
  fault: Fault,
  request: SimulatorRequest,
  real: Answer,
  { spelling, now }: { spelling: Spelling; now: number },
): Answer {
  const refusal = (errcode: number, type?: string) =>
    refusalAnswer(new Refusal(errcode, fault.errmsg ?? textOf(errcode), type), spelling, now);
  switch (fault.kind) {
    case 'http-500':
      return errorPage(500, request);
    case 'http-502':
      return errorPage(502, request);
    case 'busy':
      return refusal(-1);
    case 'error':
      return refusal(fault.errcode ?? 40001);
    case 'mislabelled':
      return refusal(fault.errcode ?? 40097, 'image/jpeg');
    case 'echo':
      return json({ errcode: 47001, errmsg: `data format error, request: ${request.url} ${request.text}` });
    case 'empty':
      return { ...real, body: '' };
    case 'cut-json': {
      const whole = Buffer.from(real.body);
      return { ...real, body: whole.subarray(0, Math.max(1, Math.floor(whole.length / 2))) };
    }
    default:
      return real;
  }
}
