/**
 * The token protocol of `docs/tokens.md` as a small machine: a row for the token, a row for the lease, and processes
 * that take one step at a time, each step one operation on a row or one exchange with the platform. Between any two
 * steps anybody else may do anything, and a process may die, freeze or thaw.
 */

/** What is explored. */
export interface Setting {
  /** `stable`: everybody is given the same token. `qq`: every fetch retires the token before it, at once. */
  platform: 'stable' | 'qq';
  /** Nobody has a token; or all have the one the platform has just dropped. */
  start: 'cold' | 'revoked';
  processes: number;
  crashes: number;
  freezes: number;
  /**
   * What a frozen or dead process has sent may arrive after its lease was taken over. Without it the network is
   * quicker than the time of a lease.
   */
  late?: boolean;
  /** Parts of the protocol left out, to see that they are needed. */
  without?: {
    /** A token is stored whatever the row holds, whoever holds the lease. */
    fencing?: boolean;
    /** The lease is written over whatever its row holds. */
    compare?: boolean;
    /** The lease is taken though its holder is alive. */
    patience?: boolean;
    /** Whoever was frozen before asking asks all the same. */
    lookBeforeAsking?: boolean;
    /** Whoever was frozen before storing only looks whether the lease is still his. */
    renewal?: boolean;
    /** Who waits never takes a lease over. */
    takeover?: boolean;
  };
}

type Step =
  /** Looks at the token's row. */
  | 'read'
  /** Looks at the lease's row. */
  | 'look'
  /** Takes the lease as it was seen. */
  | 'take'
  /** Holds it: looks at the token's row once more. */
  | 'base'
  /** Looks whether the lease is there and its own. */
  | 'verify'
  /** Is about to ask. */
  | 'ask'
  /** Its request is on the way: the network's step, not its own. */
  | 'asking'
  /** Has a token, and is about to store it. */
  | 'store'
  /** Its write is on the way, likewise. */
  | 'writing'
  /** Lost: looks at the row. */
  | 'lost'
  /** Gives the lease back, with a token to use … */
  | 'return'
  /** … or without one, to begin anew. */
  | 'restart'
  /** Makes its call with the token. */
  | 'call'
  | 'done'
  /** The second token was refused too. */
  | 'failed';

/** Tokens are numbered as they are issued; 0 is none. */
export interface Process {
  step: Step;
  alive: boolean;
  frozen: boolean;
  /** Frozen at some time since it took the lease, or since it began: its clocks tell it. */
  slept: boolean;
  /** Refused by the platform. */
  dead: number;
  token: number;
  /** The token's row as read while holding the lease. */
  base: number;
  /** The lease's row as seen. */
  seen: number;
  /** The lease's row as this process wrote it last. */
  own: number;
  wrote: boolean;
}

export interface State {
  /** The token's row. */
  row: number;
  lease: {
    /** Changes with every write: no two contents are alike. */
    version: number;
    /** Index of the process that holds it, -1: nobody. */
    holder: number;
    /** Its holder died or was frozen since: others may have seen it unchanged for its whole time. */
    stale: boolean;
  };
  /** The token in force, 0: none. */
  current: number;
  issued: number;
  fetches: number;
  /** Deaths and freezes so far. */
  crashes: number;
  freezes: number;
  processes: Process[];
  /** What went wrong in the step that led here. */
  fault: string;
}

export function initial({ processes, start }: Setting): State {
  const revoked = start === 'revoked';
  return {
    row: revoked ? 1 : 0,
    lease: { version: 0, holder: -1, stale: false },
    current: 0,
    issued: revoked ? 1 : 0,
    fetches: 0,
    crashes: 0,
    freezes: 0,
    processes: Array.from({ length: processes }, () => ({
      step: revoked ? 'call' : 'read',
      alive: true,
      frozen: false,
      slept: false,
      dead: 0,
      token: revoked ? 1 : 0,
      base: 0,
      seen: 0,
      own: 0,
      wrote: false,
    })),
    fault: '',
  };
}

export interface Move {
  name: string;
  next: State;
}

const HOLDING: readonly Step[] = [
  'base',
  'verify',
  'ask',
  'asking',
  'store',
  'writing',
  'lost',
  'return',
  'restart',
];
const inTheAir = ({ step }: Process): boolean => step === 'asking' || step === 'writing';
const over = ({ step }: Process): boolean => step === 'done' || step === 'failed';

/** Everything that can happen next. */
export function moves(state: State, setting: Setting): Move[] {
  const found: Move[] = [];
  const add = (name: string, change: (next: State) => void): void => {
    const next = copy(state);
    change(next);
    found.push({ name, next });
  };
  state.processes.forEach((process, index) => {
    const who = `p${index}`;
    if (over(process)) return;
    // What was sent arrives, whatever has become of the sender.
    if (inTheAir(process)) add(`${who} ${process.step}`, next => arrive(next, index, setting));
    else if (process.alive && !process.frozen)
      add(`${who} ${process.step}`, next => go(next, index, setting));
    if (!process.alive) return;
    if (process.frozen) {
      add(`${who} thaws`, next => void (next.processes[index]!.frozen = false));
      return;
    }
    // One who wakes up may find that what it waited for is too late, and start afresh.
    if (process.slept && process.step !== 'read' && process.step !== 'call')
      add(`${who} starts afresh`, next => startAfresh(next, index));
    if (state.freezes < setting.freezes) add(`${who} freezes`, next => freeze(next, index));
    if (state.crashes < setting.crashes) {
      add(`${who} dies`, next => die(next, index));
      // What it had sent may be gone with it.
      if (inTheAir(process))
        add(`${who} dies with what it sent`, next => void (die(next, index).step = 'done'));
    }
  });
  return found;
}

function copy(state: State): State {
  const processes = state.processes.map(process => ({ ...process }));
  return { ...state, lease: { ...state.lease }, processes, fault: '' };
}

/** One step of a process's own. */
function go(state: State, index: number, setting: Setting): void {
  const process = state.processes[index]!;
  const { lease } = state;
  const { without = {} } = setting;
  switch (process.step) {
    case 'read':
      process.slept = false;
      if (suitable(state.row, process)) use(process, state.row, 'call');
      else process.step = 'look';
      return;
    case 'look':
      process.seen = lease.version;
      process.step = takeable(state, setting) ? 'take' : 'read';
      return;
    case 'take':
      if (!writeLease(state, process.seen, index, setting)) process.step = 'read';
      else Object.assign(process, { own: lease.version, slept: false, step: 'base' });
      return;
    case 'base':
      process.base = state.row;
      process.step = 'verify';
      return;
    case 'verify':
      if (lease.version !== process.own && !without.compare) process.step = 'read';
      else if (suitable(process.base, process)) use(process, process.base, 'return');
      else process.step = 'ask';
      return;
    case 'ask':
      if (!without.lookBeforeAsking && !holdsOn(state, index, setting)) return startOver(process);
      process.step = 'asking';
      return;
    case 'store':
      if (!without.fencing && !holdsOn(state, index, setting)) return startOver(process);
      process.step = 'writing';
      return;
    case 'lost':
      if (process.wrote) process.step = 'return';
      else if (suitable(state.row, process)) use(process, state.row, 'return');
      else Object.assign(process, { base: state.row, step: 'store' });
      return;
    case 'return':
    case 'restart':
      writeLease(state, process.own, -1, setting);
      process.step = process.step === 'return' ? 'call' : 'read';
      return;
    case 'call':
      if (process.token === state.current) process.step = 'done';
      else if (process.dead !== 0) process.step = 'failed';
      else Object.assign(process, { dead: process.token, token: 0, step: 'read' });
      return;
    default:
  }
}

/** A request reaches the platform and is answered, or a write reaches the store. */
function arrive(state: State, index: number, setting: Setting): void {
  const process = state.processes[index]!;
  if (process.step === 'asking') {
    state.fetches += 1;
    if (setting.platform === 'qq' || state.current === 0) state.current = ++state.issued;
    Object.assign(process, { token: state.current, step: process.alive ? 'store' : 'done' });
    return;
  }
  process.wrote = state.row === process.base || setting.without?.fencing === true;
  if (process.wrote) {
    if (process.token < state.row)
      state.fault = `token ${state.row} is overwritten by the older ${process.token}`;
    state.row = process.token;
  }
  process.step = process.alive ? 'lost' : 'done';
}

function suitable(token: number, { dead }: Process): boolean {
  return token !== 0 && token !== dead && !(dead !== 0 && token < dead);
}

function use(process: Process, token: number, step: Step): void {
  process.token = token;
  process.step = step;
}

/** Free; or its holder is dead or frozen, and nothing it has sent is on the way any more. */
function takeable(state: State, { late, without = {} }: Setting): boolean {
  const { holder, stale } = state.lease;
  if (holder === -1 || without.patience) return true;
  if (!stale || without.takeover) return false;
  return late === true || !inTheAir(state.processes[holder]!);
}

/** Writes the lease's row if it still is what was seen. */
function writeLease({ lease }: State, seen: number, holder: number, { without = {} }: Setting): boolean {
  if (lease.version !== seen && !without.compare) return false;
  lease.version += 1;
  lease.holder = holder;
  lease.stale = false;
  return true;
}

/** Who was frozen writes the lease anew before going on, so that nobody who was about to take it can. */
function holdsOn(state: State, index: number, setting: Setting): boolean {
  const process = state.processes[index]!;
  if (!process.slept) return true;
  if (setting.without?.renewal) return state.lease.version === process.own;
  if (!writeLease(state, process.own, index, setting)) return false;
  Object.assign(process, { own: state.lease.version, slept: false });
  return true;
}

const startOver = (process: Process): void => void Object.assign(process, { token: 0, step: 'read' });

function startAfresh(state: State, index: number): void {
  const process = state.processes[index]!;
  const holds = HOLDING.includes(process.step) && process.step !== 'restart';
  Object.assign(process, { token: 0, slept: false, step: holds ? 'restart' : 'read' });
}

function freeze(state: State, index: number): void {
  const process = state.processes[index]!;
  state.freezes += 1;
  Object.assign(process, { frozen: true, slept: true });
  if (state.lease.holder === index) state.lease.stale = true;
}

function die(state: State, index: number): Process {
  const process = state.processes[index]!;
  state.crashes += 1;
  process.alive = false;
  if (!inTheAir(process)) process.step = 'done';
  if (state.lease.holder === index) state.lease.stale = true;
  return process;
}

/** Nobody who is awake has anything left to do. */
export function isSettled({ processes }: State): boolean {
  return processes.every(process => over(process) || process.frozen || !process.alive);
}
