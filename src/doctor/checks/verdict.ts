import type { DoctorCheck } from '../report';

/** What a check comes to; whose it is, is added by who asked. */
export type Verdict = Pick<DoctorCheck, 'ok' | 'skipped' | 'code' | 'msg'>;

export const fine = (msg: string): Verdict => ({ ok: true, msg });
export const unknown = (msg: string): Verdict => ({ ok: true, skipped: true, msg });
export const bad = (msg: string, code?: number | string): Verdict =>
  code === undefined ? { ok: false, msg } : { ok: false, code, msg };
