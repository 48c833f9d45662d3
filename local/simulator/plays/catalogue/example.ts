import type { App } from '../../state/apps';
import { openidOf, unionidOf } from '../../state/users';
import type { World } from '../../state/world';
import type { Call } from '../call';
import type { Entry, Field, Type } from './entry';
import { scalarsOf } from './given';
import { exampleNumber } from './numbers';
import { wordFor } from './words';

/** Lists of the answer itself have two items, lists inside them one. */
const ITEMS = [2, 1];

/** A flag that says there is more would send whoever pages through a list round and round. */
const MORE = /more|next|delete|invalid|expired|frozen|banned/i;

/** Makes an answer out of the description of a call's result: always the same one for the same request. */
export class Example {
  private readonly at: Date;
  private readonly repeated: ReadonlyMap<string, string | number>;

  constructor(
    private readonly world: World,
    private readonly entry: Entry,
    call: Call,
    private readonly app: App | undefined,
  ) {
    this.at = new Date(world.clock.now());
    this.repeated = scalarsOf(entry, call);
  }

  /** The fields beyond `errcode` and `errmsg`. */
  fields(): Record<string, unknown> {
    const { result } = this.entry;
    return result.kind === 'object' ? this.object(result.fields, this.entry.id, 0) : {};
  }

  private object(fields: readonly Field[], seed: string, depth: number): Record<string, unknown> {
    const lists = fields.some(field => field.type.kind === 'array');
    const listed = lists ? (ITEMS[depth] ?? 1) : 1;
    return Object.fromEntries(
      fields.map(field => [
        field.name,
        this.value(field, field.type, `${seed}.${field.name}`, depth, listed),
      ]),
    );
  }

  private value(field: Field, type: Type, seed: string, depth: number, listed: number): unknown {
    switch (type.kind) {
      case 'string':
        return this.text(field, seed);
      case 'integer':
      case 'number':
        return this.number(field, type.kind, seed, listed);
      case 'boolean':
        return !MORE.test(field.name);
      case 'values':
        return type.values[0];
      case 'union':
        return this.value(field, type.types[0]!, seed, depth, listed);
      case 'array':
        return Array.from({ length: ITEMS[depth] ?? 1 }, (_, i) =>
          this.value(field, type.items, `${seed}[${i}]`, depth + 1, 1),
        );
      case 'map':
        return { demo: this.value(field, type.value, `${seed}.demo`, depth + 1, 1) };
      case 'object':
        return this.object(type.fields, seed, depth + 1);
      case 'file':
        return '';
      default:
        return {};
    }
  }

  private text(field: Field, seed: string): string {
    const { name } = field;
    if (field.credential)
      return this.world.secrets.keep(wordFor('secret', `${seed} ${this.app?.appid}`, this.at));
    const given = this.repeated.get(name);
    if (typeof given === 'string') return given;
    if (this.app && /^(?!next)(.*_)?open_?id(_list)?$/i.test(name))
      return openidOf(this.app, `example ${seed}`);
    if (this.app && /^union_?id$/i.test(name)) return unionidOf(this.app, `example ${seed}`) ?? '';
    if (this.app && /^(.*_)?app_?id$/i.test(name)) return this.app.appid;
    const word = wordFor(name, seed, this.at);
    return field.maxLength === undefined ? word : [...word].slice(0, field.maxLength).join('');
  }

  private number(field: Field, kind: 'integer' | 'number', seed: string, listed: number): number {
    const given = this.repeated.get(field.name);
    if (/id$/i.test(field.name) && typeof given === 'number') return given;
    const value = exampleNumber(field, seed, this.at, listed);
    return kind === 'integer' ? Math.round(value) : value;
  }
}
