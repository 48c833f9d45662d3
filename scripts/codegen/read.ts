import type {
  Enum,
  Model,
  ModelProperty,
  Namespace,
  Operation,
  Program,
  Type as TspType,
} from '@typespec/compiler';
import {
  type Call,
  type CallError,
  type Catalogue,
  CatalogueError,
  type Dictionary,
  type Field,
  type GroupAlias,
  type Level,
  lowerFirst,
  type Name,
  type Paging,
  type Param,
  type Place,
  type Scalar,
  type Signature,
  type Type,
} from './catalogue';
import { manyProblems, pagingProblems } from './paging';
import { apiSignedProblems, computedParams, sessionExtras, signedProblems } from './signatures';

type Compiler = typeof import('@typespec/compiler');
type Http = typeof import('@typespec/http');
type OpenApi = typeof import('@typespec/openapi');

/** TypeSpec's own libraries; they are ES modules and can only be imported late from here. */
export interface Libraries {
  compiler: Compiler;
  http: Http;
  openapi: OpenApi;
}

export async function loadLibraries(): Promise<Libraries> {
  const [compiler, http, openapi] = await Promise.all([
    import('@typespec/compiler'),
    import('@typespec/http'),
    import('@typespec/openapi'),
  ]);
  return { compiler, http, openapi };
}

/** Names a result has anyway: the envelope's, and the platforms' spellings of them. */
const ENVELOPE = new Set(['code', 'msg', 'errcode', 'errmsg', 'errCode', 'errMsg']);
const CLASS = /^\^\[(.*)\]\*\$$/;
const MAX_DEPTH = 12;

/** Reads the compiled program. Throws a `CatalogueError` that lists everything that is wrong with it. */
export function readCatalogue(program: Program, libraries: Libraries): Catalogue {
  return new Reader(program, libraries).read();
}

class Reader {
  private readonly problems: string[] = [];

  constructor(
    private readonly program: Program,
    private readonly lib: Libraries,
  ) {}

  read(): Catalogue {
    const calls: Call[] = [];
    const groupAliases: GroupAlias[] = [];
    const dictionaries: Dictionary[] = [];
    const actions = new Map<string, string>();
    for (const namespace of this.program.getGlobalNamespaceType().namespaces.values()) {
      const platform = this.mark<string>('platform', namespace);
      if (platform) {
        calls.push(...this.platformCalls(platform, namespace));
        groupAliases.push(...this.groupAliases(platform, namespace));
      }
      const platforms = this.mark<string[]>('dictionary', namespace);
      if (platforms) dictionaries.push(this.dictionary(platforms, namespace, actions));
    }
    calls.sort((a, b) => (a.id < b.id ? -1 : 1));
    this.checkNames(calls);
    this.checkGroupAliases(calls, groupAliases);
    this.checkReferences(calls, dictionaries);
    if (this.problems.length > 0) throw new CatalogueError(this.problems);
    return { calls, groupAliases, dictionaries, actions };
  }

  /** What a decorator wrote down about `target`. */
  private mark<T>(name: string, target: TspType): T | undefined {
    return this.program.stateMap(Symbol.for(`vk-openapi.${name}`)).get(target) as T | undefined;
  }

  private problem(where: string, what: string): void {
    this.problems.push(`${where}: ${what}`);
  }

  // ---- calls

  private platformCalls(platform: string, root: Namespace): Call[] {
    const local = this.mark<boolean>('noRequest', root) === true;
    const calls: Call[] = [];
    for (const name of root.operations.keys()) {
      this.problem(`${root.name}.${name}`, 'a call belongs into a group, which is a namespace of its own');
    }
    for (const group of root.namespaces.values()) {
      for (const op of group.operations.values()) {
        calls.push(this.call(op, platform, lowerFirst(group.name), local));
      }
    }
    return calls;
  }

  /** Other names of whole groups. */
  private groupAliases(platform: string, root: Namespace): GroupAlias[] {
    return [...root.namespaces.values()].flatMap(group =>
      (this.mark<string[]>('alsoNamed', group) ?? []).map(name => ({
        platform,
        name,
        group: lowerFirst(group.name),
      })),
    );
  }

  private call(op: Operation, platform: string, group: string, local: boolean): Call {
    const id = `${platform}.${group}.${op.name}`;
    const names = this.mark<string[]>('alsoNamed', op) ?? [];
    const [title = '', ...rest] = (this.lib.compiler.getDoc(this.program, op) ?? '').split('\n');
    if (title === '') this.problem(id, 'needs a title: the first line of its /** comment */');
    const exposure = this.mark<{ level: Level; reason: string }>('exposure', op);
    const adapter = this.mark<boolean>('adapter', op) === true;
    const wire = local ? undefined : this.wire(op, id);
    const signed = [...new Set(this.mark<Signature[]>('signed', op) ?? [])];
    const own = computedParams(wire ? wire.params : this.params(op, id, 'body'), signed);
    const stated = this.extras(op, id);
    const extras = [...stated, ...sessionExtras(signed, stated)];
    const extraNames = new Set(extras.map(extra => extra.name));
    const wireResult = this.wireResult(op, id);
    const returned = this.mark<TspType>('returns', op);
    const credentials = [...new Set(credentialNames(wireResult.type))];
    const result = returned ? this.type(returned, id) : wireResult.type;
    const givesCredential = credentialNames(result).length > 0 || (credentials.length > 0 && !returned);
    const level = this.level(id, exposure?.level, givesCredential);
    if (local && !adapter) this.problem(id, 'a call without a request needs an adapter (@@adapter)');
    if (stated.length > 0 && !adapter) this.problem(id, '@extra parameters need an adapter to take them');
    for (const param of own) {
      if (param.optional && !adapter)
        this.problem(id, `@optional ${param.name} needs an adapter to fill it in`);
    }
    const method = wire ? wire.method : 'LOCAL';
    return {
      id,
      platform,
      group,
      name: op.name,
      title,
      notes: rest.join('\n').trim(),
      en: this.mark('en', op),
      limit: this.mark('limit', op),
      enLimit: this.mark('enLimit', op),
      page: this.lib.openapi.getExternalDocs(this.program, op)?.url,
      deprecated: this.lib.compiler.getDeprecationDetails(this.program, op)?.message,
      removed: this.mark('removed', op),
      replacedBy: this.mark('replacedBy', op),
      confidence: this.mark('confidence', op) ?? 'high',
      method,
      path: wire?.path ?? '',
      origin: this.mark('origin', op),
      credential: wire?.credential ?? 'none',
      encoding: wire?.encoding ?? 'none',
      answer: wireResult.answer,
      params: local ? own.filter(param => param.own) : own,
      // What an adapter computes from, it takes itself: there is no request that would check it.
      extras: local ? [...own.filter(param => !param.own && !extraNames.has(param.name)), ...extras] : extras,
      signed,
      apiSigned: this.mark('apiSigned', op),
      adapter,
      rejects: this.mark<boolean>('rejects', op) === true,
      paged: this.mark<Paging>('paged', op),
      many: this.mark<boolean>('many', op) === true,
      repeatable: this.mark<boolean>('repeatable', op) ?? (method === 'GET' || wire?.credential === 'secret'),
      level,
      levelReason: exposure?.reason,
      credentials,
      aliases: names.filter(name => !name.includes('.')),
      elsewhere: names
        .filter(name => name.includes('.'))
        .flatMap(name => this.elsewhere(name, platform, group, id)),
      result,
      errors: this.errors(op, id),
    };
  }

  /** A whole name in another group: `weixin.logistics.traceWaybill`. */
  private elsewhere(whole: string, platform: string, group: string, id: string): Name[] {
    const parts = whole.startsWith(`${platform}.`) ? whole.slice(platform.length + 1).split('.') : [];
    const [other = '', name = ''] = parts;
    if (parts.length === 2 && other !== '' && name !== '' && other !== group) return [{ group: other, name }];
    this.problem(id, `${whole} is no name in another group of ${platform}`);
    return [];
  }

  /** `admin` unless decided; never below `server` for what gives a credential away. */
  private level(id: string, decided: Level | undefined, givesCredential: boolean): Level {
    if (!givesCredential) return decided ?? 'admin';
    if (decided !== undefined && decided !== 'server' && decided !== 'none') {
      this.problem(id, `its result holds a credential, so it cannot be "${decided}"`);
    }
    return decided === 'none' ? 'none' : 'server';
  }

  private wire(op: Operation, id: string) {
    const { http } = this.lib;
    const [operation] = http.getHttpOperation(this.program, op);
    const method = operation.verb.toUpperCase() as 'GET' | 'POST';
    if (method !== 'GET' && method !== 'POST')
      this.problem(id, `the platforms know GET and POST, not ${method}`);
    const contentTypes = operation.parameters.body?.contentTypes ?? [];
    const multipart = operation.parameters.body?.bodyKind === 'multipart';
    const params = this.params(op, id, method === 'GET' ? 'query' : 'body');
    const open = http.getAuthentication(this.program, op)?.options.some(o => o.schemes[0]?.type === 'noAuth');
    const credential: Call['credential'] = !open
      ? this.mark<boolean>('userToken', op)
        ? 'user'
        : 'token'
      : params.some(param => param.own === 'secret')
        ? 'secret'
        : 'none';
    const encoding: Call['encoding'] =
      method === 'GET'
        ? 'none'
        : multipart
          ? 'multipart'
          : contentTypes.some(t => !t.includes('json'))
            ? 'raw'
            : 'json';
    return { method, path: operation.path, params, credential, encoding };
  }

  private params(op: Operation, id: string, otherwise: Place): Param[] {
    const { http } = this.lib;
    const params: Param[] = [];
    for (const property of op.parameters.properties.values()) {
      if (http.isHeader(this.program, property) && property.name === 'contentType') continue;
      if (http.isMultipartBodyProperty(this.program, property)) {
        for (const part of (property.type as Model).properties.values())
          params.push(this.param(part, id, 'form'));
        continue;
      }
      const place: Place = http.isQueryParam(this.program, property)
        ? 'query'
        : http.isPathParam(this.program, property)
          ? 'path'
          : http.isHeader(this.program, property)
            ? 'header'
            : http.isBody(this.program, property)
              ? 'raw'
              : otherwise;
      if (place === 'query' && !http.isQueryParam(this.program, property)) {
        this.problem(id, `${property.name} of a GET goes in the query: write @query`);
      }
      params.push(this.param(property, id, place));
    }
    return params;
  }

  private extras(op: Operation, id: string): Param[] {
    const model = this.mark<Model>('extra', op);
    return model ? [...properties(model)].map(property => this.param(property, id, 'body')) : [];
  }

  private param(property: ModelProperty, id: string, place: Place): Param {
    const field = this.field(property, id, 0);
    const own = this.mark<'appid' | 'secret'>('own', property);
    const constant = field.type.kind === 'values' && field.type.values.length === 1;
    const sent = this.mark<boolean>('sent', property) === true;
    if (sent && field.default === undefined) this.problem(id, `@sent ${field.name} has no default to send`);
    return {
      ...field,
      place,
      fallback:
        constant && field.required && field.type.kind === 'values'
          ? field.type.values[0]
          : sent
            ? (field.default as Scalar)
            : undefined,
      own,
      computed: false,
      optional: this.mark<boolean>('optional', property) === true,
      aliases: this.mark<string[]>('alsoNamed', property) ?? [],
    };
  }

  private errors(op: Operation, id: string): CallError[] {
    const zh = this.mark<Map<number, string>>('means', op) ?? new Map<number, string>();
    const en = this.mark<Map<number, string>>('enMeans', op) ?? new Map<number, string>();
    for (const code of en.keys()) {
      if (!zh.has(code)) this.problem(id, `@@enMeans ${code} translates nothing`);
    }
    const codes = new Set([...(this.mark<number[]>('errors', op) ?? []), ...zh.keys()]);
    return [...codes].sort((a, b) => a - b).map(code => ({ code, zh: zh.get(code), en: en.get(code) }));
  }

  // ---- results

  private wireResult(op: Operation, id: string): { type: Type; answer: Call['answer'] } {
    const name = 'name' in op.returnType ? op.returnType.name : undefined;
    const empty: Type = { kind: 'object', doc: '', fields: [] };
    if (name === 'Image') return { type: { kind: 'file' }, answer: 'binary' };
    if (name === 'Xml') return { type: empty, answer: 'text' };
    const type = this.type(op.returnType, id);
    if (type.kind !== 'object') this.problem(id, 'answers an object, Image or Xml');
    return { type, answer: 'json' };
  }

  // ---- types

  private field(property: ModelProperty, id: string, depth: number): Field {
    const { compiler } = this.lib;
    const type = this.type(property.type, id, depth + 1);
    const pattern = compiler.getPattern(this.program, property);
    const chars = pattern === undefined ? undefined : CLASS.exec(pattern)?.[1];
    if (pattern !== undefined && chars === undefined) {
      this.problem(id, `the pattern of ${property.name} must be one character class: ^[...]*$`);
    }
    const doc = compiler.getDoc(this.program, property);
    if (!doc) this.problem(id, `${property.name} needs a /** comment */`);
    return {
      name: property.name,
      doc: doc ?? '',
      en: this.mark('en', property),
      type,
      required: !property.optional,
      default: property.defaultValue && plainValue(property.defaultValue),
      unit: this.mark('unit', property),
      maxLength: compiler.getMaxLength(this.program, property),
      min: compiler.getMinValue(this.program, property),
      max: compiler.getMaxValue(this.program, property),
      chars,
      maxBytes: this.mark('maxBytes', property),
      advisory: this.mark<boolean>('advisory', property) === true,
      credential: this.mark<boolean>('credential', property) === true,
      openid: this.mark<boolean>('openid', property) === true,
      bare: this.mark<boolean>('bare', property) === true,
    };
  }

  private type(type: TspType, id: string, depth = 0): Type {
    if (depth > MAX_DEPTH) {
      this.problem(id, 'is nested too deeply, or in itself');
      return { kind: 'unknown' };
    }
    switch (type.kind) {
      case 'Scalar':
        return { kind: this.scalar(type.name, id) };
      case 'Intrinsic':
        return { kind: 'unknown' };
      case 'String':
        return { kind: 'values', of: 'string', values: [type.value], integer: false };
      case 'Number':
        return { kind: 'values', of: 'number', values: [type.value], integer: Number.isInteger(type.value) };
      case 'Boolean':
        return { kind: 'values', of: 'boolean', values: [type.value], integer: false };
      case 'Union':
        return this.union([...type.variants.values()].map(variant => this.type(variant.type, id, depth + 1)));
      case 'Model':
        return this.model(type, id, depth);
      default:
        this.problem(id, `a ${type.kind} cannot be described here`);
        return { kind: 'unknown' };
    }
  }

  private scalar(name: string, id: string) {
    if (name === 'string' || name === 'boolean') return name;
    if (name === 'integer' || /^u?int\d+$/.test(name)) return 'integer' as const;
    if (name === 'numeric' || name === 'float' || name === 'decimal') return 'number' as const;
    if (name === 'bytes') return 'file' as const;
    this.problem(id, `the scalar ${name} is not used here: string, integer, numeric, boolean or bytes`);
    return 'unknown' as const;
  }

  private union(types: Type[]): Type {
    const first = types[0];
    if (first?.kind === 'values' && types.every(t => t.kind === 'values' && t.of === first.of)) {
      const values = types.flatMap(t => (t.kind === 'values' ? t.values : []));
      return { kind: 'values', of: first.of, values, integer: values.every(v => Number.isInteger(v)) };
    }
    return { kind: 'union', types };
  }

  private model(model: Model, id: string, depth: number): Type {
    const { compiler, http } = this.lib;
    const part = http.getHttpPart(this.program, model);
    if (part)
      return http.getHttpFileModel(this.program, part.type)
        ? { kind: 'file' }
        : this.type(part.type, id, depth);
    if (http.getHttpFileModel(this.program, model)) return { kind: 'file' };
    if (compiler.isArrayModelType(this.program, model)) {
      return { kind: 'array', items: this.type(model.indexer.value, id, depth + 1) };
    }
    if (compiler.isRecordModelType(this.program, model) && model.properties.size === 0) {
      const value = this.type(model.indexer.value, id, depth + 1);
      return value.kind === 'unknown' ? { kind: 'object', doc: '', fields: [] } : { kind: 'map', value };
    }
    const namespace = model.namespace && compiler.getNamespaceFullName(model.namespace);
    return {
      kind: 'object',
      name: model.name || undefined,
      namespace: model.name ? namespace : undefined,
      doc: compiler.getDoc(this.program, model) ?? '',
      fields: [...properties(model)]
        .filter(property => depth > 0 || !ENVELOPE.has(property.name))
        .map(property => this.field(property, id, depth)),
    };
  }

  // ---- the platforms' numbers

  private dictionary(platforms: string[], namespace: Namespace, actions: Map<string, string>): Dictionary {
    const seen = new Set<number>();
    const entries = [...namespace.enums.values()].flatMap((numbers: Enum) => {
      const action = this.mark<{ name: string; hint: string }>('action', numbers);
      if (!action) {
        this.problem(`${namespace.name}.${numbers.name}`, 'needs an @action');
        return [];
      }
      const known = actions.get(action.name);
      if (known !== undefined && known !== action.hint) {
        this.problem(
          `${namespace.name}.${numbers.name}`,
          `the action ${action.name} has two different hints`,
        );
      }
      actions.set(action.name, action.hint);
      return [...numbers.members.values()].map(member => {
        const where = `${namespace.name}.${numbers.name}.${member.name}`;
        const code = Number(member.value);
        if (!Number.isInteger(code)) this.problem(where, 'is not a number');
        if (seen.has(code)) this.problem(where, `${code} stands twice in the dictionary`);
        seen.add(code);
        const zh = this.lib.compiler.getDoc(this.program, member);
        if (!zh) this.problem(where, 'needs a /** comment */');
        const literal = this.mark<string>('literal', member);
        const en = literal ?? this.mark<string>('en', member) ?? '';
        return { code, zh: zh ?? '', en, literal: literal !== undefined, action: action.name };
      });
    });
    return { platforms, entries: entries.sort((a, b) => a.code - b.code) };
  }

  // ---- what TypeSpec itself does not forbid

  /** Two names that would be one for users, in a path or among the types, are an error. */
  private checkNames(calls: Call[]): void {
    const paths = new Map<string, string>();
    for (const call of calls) {
      const own = [call.name, ...call.aliases].map(name => ({ group: call.group, name }));
      for (const { group, name } of [...own, ...call.elsewhere]) {
        const key = `${call.platform}.${group}.${name}`.toLowerCase();
        const other = paths.get(key);
        // Another spelling of the same call's name misleads nobody.
        const same = other === call.id && name !== call.name;
        if (other !== undefined && !same) this.problem(call.id, `${name} already is the name of ${other}`);
        paths.set(key, call.id);
      }
      if (call.platform === 'weixin' && call.group === 'h5')
        this.problem(call.id, 'h5 is the name of a platform');
      if (call.group === 'request') this.problem(call.id, 'request is the name of the universal call');
      this.checkParamNames(call);
    }
  }

  private checkGroupAliases(calls: Call[], aliases: GroupAlias[]): void {
    const taken = new Set(['weixin.h5', 'weixin.request', 'weixin.h5.request', 'qq.request']);
    for (const call of calls) {
      for (const { group } of [call, ...call.elsewhere]) taken.add(`${call.platform}.${group}`.toLowerCase());
    }
    for (const { platform, name, group } of aliases) {
      const key = `${platform}.${name}`.toLowerCase();
      if (!/^[A-Za-z]\w*$/.test(name)) this.problem(`${platform}.${group}`, `${name} is no name of a group`);
      if (taken.has(key))
        this.problem(`${platform}.${group}`, `${name} already is the name of something else`);
      taken.add(key);
    }
  }

  private checkParamNames(call: Call): void {
    const names = new Set<string>();
    const add = (name: string) => {
      if (names.has(name)) this.problem(call.id, `the parameter ${name} stands twice`);
      names.add(name);
    };
    for (const param of call.params) add(param.name);
    const wire = new Set(names);
    for (const extra of call.extras) if (!wire.has(extra.name)) add(extra.name);
    for (const param of [...call.params, ...call.extras]) param.aliases.forEach(add);
  }

  private checkReferences(calls: Call[], dictionaries: Dictionary[]): void {
    const ids = new Set(calls.map(call => call.id));
    for (const call of calls) {
      [...pagingProblems(call), ...manyProblems(call)].forEach(what => this.problem(call.id, what));
      [...signedProblems(call), ...apiSignedProblems(call)].forEach(what => this.problem(call.id, what));
      if (call.replacedBy !== undefined && !ids.has(call.replacedBy)) {
        this.problem(call.id, `@replacedBy ${call.replacedBy} is not a call of the catalogue`);
      }
      const numbers = dictionaries.find(dictionary => dictionary.platforms.includes(call.platform));
      for (const error of call.errors) {
        if (error.zh === undefined && !numbers?.entries.some(entry => entry.code === error.code)) {
          this.problem(call.id, `${error.code} is in no dictionary: give it a meaning with @means`);
        }
      }
    }
  }
}

/** A model's own properties and those it inherits. */
function* properties(model: Model): Generator<ModelProperty> {
  if (model.baseModel) yield* properties(model.baseModel);
  yield* model.properties.values();
}

function credentialNames(type: Type): string[] {
  if (type.kind === 'array') return credentialNames(type.items);
  if (type.kind === 'map') return credentialNames(type.value);
  if (type.kind === 'union') return type.types.flatMap(credentialNames);
  if (type.kind !== 'object') return [];
  return type.fields.flatMap(field => [
    ...(field.credential ? [field.name] : []),
    ...credentialNames(field.type),
  ]);
}

/** A TypeSpec value as a JavaScript one. */
function plainValue(value: { valueKind: string; value?: unknown }): unknown {
  if (value.valueKind === 'NumericValue') return (value.value as { asNumber(): number | null }).asNumber();
  return value.value;
}
