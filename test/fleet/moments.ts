import type { Fleet, Member } from './fleet';
import { isTokenRequest } from './gateway';
import type { Hold } from './hold';
import type { Step } from './shared-database';

/** A moment on the way of the process that fetches the token, where it can be killed or frozen. */
export interface Moment {
  readonly name: string;
  hold(fleet: Fleet, member: Member): Hold;
  /** How many token requests have reached the platform by then. */
  readonly asked: 0 | 1;
  /** Whether the token is in the store by then. */
  readonly stored: boolean;
}

/** The first, second … operation of a kind. */
function operation(side: 'before' | 'after', step: Step, nth = 1) {
  return (_fleet: Fleet, { door }: Member): Hold => {
    let count = 0;
    return door[side].add(visit => visit.step === step && ++count === nth);
  };
}

const request =
  (side: 'asked' | 'answered') =>
  ({ gateway }: Fleet, { process }: Member): Hold =>
    gateway[side].add(passing => passing.from === process.name && isTokenRequest(passing));

/** Every moment from the lease to the end, in order. */
export const MOMENTS: readonly Moment[] = [
  { name: 'before its lease is written', hold: operation('before', 'write lease'), asked: 0, stored: false },
  {
    name: 'before it knows that it has the lease',
    hold: operation('after', 'write lease'),
    asked: 0,
    stored: false,
  },
  {
    name: 'before it looks at the row once more',
    hold: operation('before', 'read token', 2),
    asked: 0,
    stored: false,
  },
  {
    name: 'before it knows what the row says',
    hold: operation('after', 'read token', 2),
    asked: 0,
    stored: false,
  },
  { name: 'before its request reaches the platform', hold: request('asked'), asked: 0, stored: false },
  { name: 'before the answer reaches it', hold: request('answered'), asked: 1, stored: false },
  { name: 'before the token is stored', hold: operation('before', 'write token'), asked: 1, stored: false },
  {
    name: 'before it knows that the token is stored',
    hold: operation('after', 'write token'),
    asked: 1,
    stored: true,
  },
  {
    name: 'before it gives the lease back',
    hold: operation('before', 'write lease', 2),
    asked: 1,
    stored: true,
  },
];
