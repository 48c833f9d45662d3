import type { App } from '../config/types';
import { platforms } from '../platforms';
import type { Credential } from './manager';
import type { TokenRow } from './store';

/** A credential as this process holds it. */
export interface Held {
  readonly value: string;
  /** Wall-clock milliseconds; -1: valid until the platform refuses it. */
  readonly expired: number;
}

/** Where a credential's rows are, and how it is written there. */
export interface RowLayout {
  /** The row of the credential. */
  readonly key: string;
  /** The row of its lease. */
  readonly leaseKey: string;
  write(held: Held): TokenRow;
  /** `undefined` where the row is not a credential anybody could use. */
  read(row: TokenRow | undefined): Held | undefined;
}

type Kind = Credential['kind'];

const FIELD: Record<Kind, string> = { 'access-token': 'access_token', ticket: 'ticket' };

/** The layout of the store called `name`; a store of the user's own gets the official convention's rows. */
export function rowLayout(name: string, app: App, kind: Kind): RowLayout {
  return name === 'vk-global-data' ? vkLayout(app, kind) : officialLayout(app, kind);
}

/** uni-open-bridge-common's convention: `value` is a JSON text. */
function officialLayout(app: App, kind: Kind): RowLayout {
  const key = `uni-id:${platforms[app.platform].provider}:${app.appid}:${kind}`;
  const field = FIELD[kind];
  return {
    key,
    leaseKey: `${key}:lease`,
    write: held => ({ value: JSON.stringify({ [field]: held.value }), expired: held.expired }),
    read: row => held(row, text => fieldOf(text, field)),
  };
}

/** The predecessor's rows: `value` is the credential itself. */
function vkLayout(app: App, kind: Kind): RowLayout {
  const key = vkKey(app, kind);
  return {
    key,
    leaseKey: `${key}:lease`,
    write: ({ value, expired }) => ({ value, expired }),
    read: row => held(row, text => text),
  };
}

function vkKey(app: App, kind: Kind): string {
  const { client } = platforms[app.platform];
  if (kind === 'ticket') return `${client}-ticket-${app.appid}`;
  return app.platform === 'qq' ? `${client}-access_token-${app.appid}` : `${client}-${app.appid}`;
}

function held(row: TokenRow | undefined, valueIn: (text: string) => unknown): Held | undefined {
  if (row === undefined || typeof row.value !== 'string') return undefined;
  const value = valueIn(row.value);
  const expired = Number(row.expired);
  if (typeof value !== 'string' || value === '' || Number.isNaN(expired)) return undefined;
  return { value, expired };
}

function fieldOf(text: string, field: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null
      ? (parsed as Record<string, unknown>)[field]
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it may be used at `now` (wall-clock milliseconds). */
export function isValid(held: Held, now: number): boolean {
  return held.expired === -1 || held.expired > now;
}
