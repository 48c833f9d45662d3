import {
  type Call,
  type Catalogue,
  CatalogueError,
  type Dictionary,
  type Field,
  type GroupAlias,
  namespaceOf,
  type Param,
  type Type,
  upperFirst,
} from './catalogue';
import { callerParams, isRequired } from './caller-params';
import { callComment, comment, fieldComment } from './comments';
import { itemType, pageParams } from './paging';

/*
 * `src/generated/types.ts`: what editors and compilers know of the calls. Namespaces mirror the path a user
 * writes, so `weixin.h5.templateMessage.send` takes `Weixin.H5.TemplateMessage.Send.Params`.
 */

const PRELUDE = `import type { OwnCode } from '../result/error';
import type { CallOptions } from '../special/adapter';

export type { CallOptions };

/** What every successful answer has. */
export interface Success {
  /** 0: it worked. */
  code: 0;
  /** Chinese. */
  msg: string;
  errcode: 0;
  /** The platform's own text, or \`ok\`. */
  errmsg: string;
}

/** What every failed answer has; the platform's other fields may be there too. */
export interface Failure<Code extends number> {
  /** The platform's number, or a code of this module (\`vk-openapi-…\`). */
  code: Code | OwnCode;
  /** Chinese: what is wrong and what to do. */
  msg: string;
  errcode: Code | OwnCode;
  /** The platform's own text, or an English one. */
  errmsg: string;
}

/** The answer of a call: \`if (res.code !== 0) return res\` leaves the successful one. */
export type Answer<Fields, Code extends number> = (Success & Fields) | (Failure<Code> & Partial<Fields>);

/** The bytes of a picture; \`code\` is never there, so \`if (res.code) return res\` leaves the picture. */
export type Picture = Buffer & { readonly code?: undefined };

/** A picture with \`responseType: 'base64'\`. */
export interface Base64Picture {
  code: 0;
  /** A data URI. */
  base64: string;
  contentType: string;
}

/** A picture with \`cloudPath\`. */
export interface StoredPicture {
  code: 0;
  /** Where it is in cloud storage. */
  fileID: string;
  contentType: string;
}

/** Options may stand among the parameters, unless the call has a parameter of that name. */
export type WithOptions<Params> = Params & Omit<CallOptions, keyof Params>;

/** A call with required parameters. */
export type Call<Params, Result> = (params: WithOptions<Params>, options?: CallOptions) => Promise<Result>;

/** A call that can be made without parameters. */
export type FreeCall<Params, Result> = (params?: WithOptions<Params>, options?: CallOptions) => Promise<Result>;

/** A file: its bytes, a data URI, a stream, or where it is. Paths, streams and fileIDs from server code only. */
export type FileInput = Uint8Array | ArrayBuffer | \`data:\${string}\` | AsyncIterable<Uint8Array> | FileSource;

/** A file, and what it is called. Never hand a client's object on as it is: it could name a file of the server's. */
export type FileSource = FileLabel &
  (
    | { /** A file of this machine. */ path: string }
    | { /** Its base64, bare or a data URI. */ base64: string }
    | { /** A file in uniCloud's cloud storage. */ fileID: string }
    | { value: Uint8Array | ArrayBuffer | \`data:\${string}\` | AsyncIterable<Uint8Array> }
    | { buffer: Uint8Array | ArrayBuffer }
  );

/** What a file is called, where its own name and its first bytes do not say it. */
export interface FileLabel {
  filename?: string;
  contentType?: string;
}

/** Walks a paged list, item by item: \`for await (const item of call.pages(params))\`. */
export interface Pages<Params, Item> {
  /**
   * A page is a call, made when its first item is asked for. A page that fails throws an \`OpenapiError\` with the
   * fields of its envelope.
   */
  pages(params: WithOptions<Params>, options?: CallOptions): AsyncIterableIterator<Item>;
}

/** As \`Pages\`, of a call that can be made without parameters. */
export interface FreePages<Params, Item> {
  /** A page is a call, made when its first item is asked for; one that fails throws an \`OpenapiError\`. */
  pages(params?: WithOptions<Params>, options?: CallOptions): AsyncIterableIterator<Item>;
}

/** \`Params\` without \`Left\`; where a page begins and how long it is need not be said. */
export type PageParams<Params, Position extends string, Left extends string = never> = Omit<Params, Position | Left> &
  Partial<Pick<Params, Extract<keyof Params, Position>>>;

/** How far \`many\` has come. */
export interface Progress {
  done: number;
  total: number;
  failed: number;
}

/** The options of \`many\`: those of the calls, and how they are made. */
export interface ManyOptions extends CallOptions {
  /** How many at a time: 1 to 100; 10 unless said otherwise. */
  concurrency?: number;
  /** Told after each. What it throws stops nobody's message. */
  onProgress?: (progress: Progress) => void;
}

/** One call for each of many. */
export interface Many<Params, Result> {
  /** Resolves to an envelope each, in the order of the list; one that fails stops no other. */
  many(list: readonly WithOptions<Params>[], options?: ManyOptions): Promise<Result[]>;
}

/** A call that answers bytes. */
export interface PictureCall<Params, Code extends number> {
  (params: WithOptions<Params> & { responseType: 'base64' }, options?: CallOptions): Promise<Base64Picture | Failure<Code>>;
  (params: WithOptions<Params>, options: CallOptions & { responseType: 'base64' }): Promise<Base64Picture | Failure<Code>>;
  (params: WithOptions<Params> & { cloudPath: string }, options?: CallOptions): Promise<StoredPicture | Failure<Code>>;
  (params: WithOptions<Params>, options: CallOptions & { cloudPath: string }): Promise<StoredPicture | Failure<Code>>;
  (params: WithOptions<Params>, options?: CallOptions): Promise<Picture | Failure<Code>>;
}

/** A call that answers bytes and can be made without parameters. */
export interface FreePictureCall<Params, Code extends number> extends PictureCall<Params, Code> {
  (): Promise<Picture | Failure<Code>>;
}

/** What the universal call takes. */
export interface RequestParams {
  /** Absent: GET when \`data\` is empty, else POST. */
  method?: 'GET' | 'POST' | 'get' | 'post';
  /** A path, or a whole URL on the platform's own hosts. */
  url: string;
  /** GET: the query; POST: the JSON body. */
  data?: unknown;
  headers?: Record<string, string>;
  /** The body as it is sent, instead of \`data\`. */
  content?: string | Uint8Array;
  /** \`json\` unless said otherwise. */
  dataType?: string;
}

/** The universal call: \`request<{ openlink: string }>({ url: '/wxa/generatescheme', data })\`. */
export type Request<Code extends number> = <Fields = Record<string, unknown>>(
  params: WithOptions<RequestParams>,
  options?: CallOptions,
) => Promise<Answer<Fields, Code>>;
`;

export function emitTypes(catalogue: Catalogue): string {
  const platforms = [...new Set(catalogue.calls.map(call => call.platform))];
  const writers = new Map<string, GroupWriter>();
  for (const call of catalogue.calls) {
    const key = `${call.platform}.${call.group}`;
    const writer = writers.get(key) ?? new GroupWriter(call.platform, call.group, catalogue.dictionaries);
    writers.set(key, writer);
    writer.call(call);
  }
  for (const call of catalogue.calls) {
    for (const { group, name } of call.elsewhere) {
      const key = `${call.platform}.${group}`;
      const writer = writers.get(key) ?? new GroupWriter(call.platform, group, catalogue.dictionaries);
      writers.set(key, writer);
      writer.otherName(call, name);
    }
  }
  resolveModels(writers);
  const codes = platforms.map(platform => platformCodes(catalogue, platform)).filter(text => text !== '');
  return [
    PRELUDE,
    ...codes,
    ...[...writers.values()].map(writer => writer.namespace()).filter(text => text !== ''),
    openapiInterface(platforms, [...writers.values()], catalogue.groupAliases),
  ].join('\n');
}

/** `WeixinCode`: the numbers a platform may answer, for narrowing and completion. */
function platformCodes({ dictionaries, calls }: Catalogue, platform: string): string {
  const dictionary = dictionaries.find(d => d.platforms[0] === platform);
  if (!dictionary) return '';
  const codes = new Set(dictionary.entries.map(entry => entry.code));
  for (const call of calls) {
    if (dictionary.platforms.includes(call.platform)) call.errors.forEach(error => codes.add(error.code));
  }
  codes.delete(0);
  const list = [...codes].sort((a, b) => a - b).join(' | ');
  return `/** The numbers a failed call of ${dictionary.platforms.join(' or ')} may carry; \`msg\` says what they mean. */\nexport type ${codeType(dictionary.platforms[0]!)} =\n  ${list};\n`;
}

/** Both WeChat platforms share their numbers. */
const codeType = (platform: string): string => `${namespaceOf(platform.split('.')[0]!)}Code`;

/** Models of one group that another names must be declared where they belong. */
function resolveModels(writers: Map<string, GroupWriter>): void {
  for (let wanted = true; wanted;) {
    wanted = false;
    for (const writer of writers.values()) {
      for (const [path, type] of writer.takeWanted()) {
        wanted = true;
        const owner = [...writers.values()].find(other => other.path === path);
        if (!owner) throw new CatalogueError([`${path}.${type.name} is named, but its group has no call`]);
        owner.model(type);
      }
    }
  }
}

type ObjectType = Extract<Type, { kind: 'object' }>;

/** The TypeScript namespace of a TypeSpec one: `WeixinH5.TemplateMessage` → `Weixin.H5.TemplateMessage`. */
function groupPath(namespace: string): string | undefined {
  const [root = '', group] = namespace.split('.');
  const platform = { Weixin: 'Weixin', WeixinH5: 'Weixin.H5', WeixinApp: 'Weixin.App', Qq: 'Qq' }[
    root.replace(/Local$/, '')
  ];
  return platform && group ? `${platform}.${group}` : undefined;
}

/** Writes the types of one group. */
class GroupWriter {
  readonly path: string;
  private readonly declared = new Map<string, string>();
  private readonly models = new Map<string, ObjectType>();
  private wanted: [string, ObjectType][] = [];
  readonly members: string[] = [];

  constructor(
    readonly platform: string,
    readonly group: string,
    private readonly dictionaries: Dictionary[],
  ) {
    this.path = `${namespaceOf(platform)}.${upperFirst(group)}`;
  }

  takeWanted(): [string, ObjectType][] {
    const { wanted } = this;
    this.wanted = [];
    return wanted;
  }

  model(type: ObjectType): void {
    const name = type.name!;
    const known = this.models.get(name);
    if (known) return;
    this.models.set(name, type);
    this.declare(
      name,
      `${comment([type.doc || name], 2)}  export interface ${name} ${this.object(type, 1)}\n`,
    );
  }

  call(call: Call): void {
    const name = upperFirst(call.name);
    const params = this.params(call);
    const code = codeType(call.platform);
    const errors = call.errors.map(error => error.code).filter(c => c !== 0);
    const result = this.result(call, code);
    this.declare(
      name,
      `  export namespace ${name} {\n${params}${this.item(call)}` +
        `    /** What ${call.id} resolves to. */\n    export type Result = ${result};\n` +
        `${this.errorComment(call)}    export type ErrorCode = ${errors.join(' | ') || 'never'};\n  }\n`,
    );
    this.members.push(`${callComment(call)}${call.name}: ${callType(call)};`);
    for (const alias of call.aliases) this.alias(call, alias, call.name);
  }

  /** A call of another group that has a name in this one too. */
  otherName(call: Call, name: string): void {
    this.alias(call, name, call.id);
  }

  private alias(call: Call, alias: string, of: string): void {
    const what = `\`${of}\` 的别名 / another name of \`${of}\``;
    this.members.push(`${comment([what], 0)}${alias}: ${callType(call)};`);
  }

  /** What each number means: the call's own meaning, or the platform's. */
  private errorComment({ platform, errors }: Call): string {
    const dictionary = this.dictionaries.find(({ platforms }) => platforms.includes(platform));
    const meanings = errors
      .filter(({ code }) => code !== 0)
      .map(({ code, zh }) => {
        const meaning = zh ?? dictionary?.entries.find(entry => entry.code === code)?.zh;
        return meaning === undefined ? `- ${code}` : `- ${code} ${meaning}`;
      });
    const what = '文档列出的错误码 / the numbers documented for this call';
    return comment([what, meanings.join('\n')], 4);
  }

  namespace(): string {
    if (this.declared.size === 0) return '';
    return `export namespace ${this.path} {\n${[...this.declared.values()].join('\n')}}\n`;
  }

  private declare(name: string, text: string): void {
    if (this.declared.has(name)) throw new CatalogueError([`${this.path}.${name} would be declared twice`]);
    this.declared.set(name, text);
  }

  private params(call: Call): string {
    const params = callerParams(call);
    // A required parameter with another name: one of the two must be there.
    const either = params.filter(param => isRequired(param) && param.aliases.length > 0);
    const fields = [
      ...params.flatMap(param => this.paramFields(param, either.includes(param))),
      // Other spellings of what is an option everywhere (\`appId\`).
      ...call.params.filter(param => param.own).flatMap(param => this.aliasFields(param, 'string')),
    ];
    const body = fields.length > 0 ? `{\n${fields.join('')}    }` : '{}';
    if (either.length === 0) return `    /** ${call.title} */\n    export interface Params ${body}\n`;
    const choices = either.map(param => {
      const type = this.tsType(param.type, 2, param);
      return `(${[param.name, ...param.aliases].map(name => `{ ${name}: ${type} }`).join(' | ')})`;
    });
    return `    /** ${call.title} */\n    export type Params = ${body} & ${choices.join(' & ')};\n`;
  }

  private item(call: Call): string {
    if (!call.paged) return '';
    return `    /** What \`pages\` walks over. */\n    export type Item = ${this.tsType(itemType(call), 2)};\n`;
  }

  private paramFields(param: Param, optional: boolean): string[] {
    const mark = optional || !isRequired(param) ? '?' : '';
    const type = this.tsType(param.type, 3, param);
    const field = `${fieldComment(param, 6)}      ${key(param.name)}${mark}: ${type};\n`;
    return [field, ...this.aliasFields(param, type)];
  }

  private aliasFields(param: Param, type: string): string[] {
    const what = `\`${param.name}\` 的别名 / another name of \`${param.name}\``;
    return param.aliases.map(alias => `${comment([what], 6)}      ${key(alias)}?: ${type};\n`);
  }

  private result(call: Call, code: string): string {
    if (call.answer === 'binary') return `Picture | Failure<${code}>`;
    if (call.answer === 'text') return `Answer<{ /** 平台返回的原文 */ data: string }, ${code}>`;
    if (call.result.kind !== 'object') return this.tsType(call.result, 2);
    return `Answer<${this.object(call.result, 2)}, ${code}>`;
  }

  private object(type: ObjectType, depth: number): string {
    if (type.fields.length === 0) return depth <= 2 ? '{}' : 'Record<string, unknown>';
    const pad = '  '.repeat(depth + 1);
    const fields = type.fields.map(
      field =>
        `${fieldComment(field, pad.length)}${pad}${key(field.name)}${field.required ? '' : '?'}: ${this.tsType(field.type, depth + 1, field)};\n`,
    );
    return `{\n${fields.join('')}${'  '.repeat(depth)}}`;
  }

  private tsType(type: Type, depth: number, field?: Pick<Field, 'bare'>): string {
    switch (type.kind) {
      case 'string':
      case 'number':
      case 'boolean':
      case 'unknown':
        return type.kind;
      case 'integer':
        return 'number';
      case 'file':
        return 'FileInput';
      case 'values':
        return type.values.map(value => JSON.stringify(value)).join(' | ');
      case 'union':
        return type.types.map(t => this.tsType(t, depth)).join(' | ');
      case 'array': {
        const items = this.tsType(type.items, depth);
        return items.includes(' ') ? `(${items})[]` : `${items}[]`;
      }
      case 'map':
        return this.mapType(type.value, depth, field?.bare === true);
      case 'object':
        return this.objectType(type, depth);
    }
  }

  /** A template's data: what its values may be only the template knows. */
  private mapType(value: Type, depth: number, bare: boolean): string {
    if (value.kind !== 'object') return `Record<string, ${this.tsType(value, depth)}>`;
    const fields = value.fields.map(({ name, required, type }) => {
      const loose = name === 'value' ? 'string | number | boolean' : this.tsType(type, depth);
      return `${key(name)}${required ? '' : '?'}: ${loose}`;
    });
    const plain = bare ? ' | string | number | boolean' : '';
    return `Record<string, { ${fields.join('; ')} }${plain}>`;
  }

  private objectType(type: ObjectType, depth: number): string {
    const path = type.namespace === undefined ? undefined : groupPath(type.namespace);
    if (path === undefined || type.name === undefined) {
      return type.fields.length === 0 ? 'Record<string, unknown>' : this.object(type, depth);
    }
    this.wanted.push([path, type]);
    return `${path}.${type.name}`;
  }
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** The type of the function. */
function callType(call: Call): string {
  const path = `${namespaceOf(call.platform)}.${upperFirst(call.group)}.${upperFirst(call.name)}`;
  if (call.answer === 'binary') {
    return `${needsParams(call) ? 'PictureCall' : 'FreePictureCall'}<${path}.Params, ${codeType(call.platform)}>`;
  }
  return `${needsParams(call) ? 'Call' : 'FreeCall'}<${path}.Params, ${path}.Result>${helpers(call, path)}`;
}

/** What a call has beside itself. */
function helpers(call: Call, path: string): string {
  let type = '';
  if (call.paged) {
    const position = pageParams(call.paged);
    // A limit without a size of ours is the caller's to say, unless an adapter knows one.
    const filled =
      call.paged.size === undefined ? position.filter(name => name !== call.paged!.limit) : position;
    const union = (names: readonly string[]) => names.map(name => `'${name}'`).join(' | ');
    const left = call.paged.without ?? [];
    const params = `PageParams<${path}.Params, ${union([...filled])}${left.length > 0 ? `, ${union(left)}` : ''}>`;
    const needed = callerParams(call).some(
      param => isRequired(param) && !filled.includes(param.name) && !left.includes(param.name),
    );
    type += ` & ${needed ? 'Pages' : 'FreePages'}<${params}, ${path}.Item>`;
  }
  if (call.many) type += ` & Many<${path}.Params, ${path}.Result>`;
  return type;
}

const needsParams = (call: Call): boolean => callerParams(call).some(isRequired);

/** `interface Openapi`: platforms, groups and calls as they are written. */
function openapiInterface(platforms: string[], writers: GroupWriter[], aliases: GroupAlias[]): string {
  const block = (platform: string, pad: string): string => {
    const groups = writers.filter(writer => writer.platform === platform);
    const inner = `${pad}  `;
    const members = groups.map(
      ({ group, members: calls }) =>
        `${inner}${group}: {\n${calls.map(call => indent(call, `${inner}  `)).join('\n')}\n${inner}};`,
    );
    const others = aliases
      .filter(alias => alias.platform === platform)
      .map(({ name, group }) => {
        const what = `分组 \`${group}\` 的别名 / another name of the group \`${group}\``;
        const path = [...platform.split('.'), group].map(part => `['${part}']`).join('');
        return `${indent(comment([what], 0), inner)}${inner}${name}: Openapi${path};`;
      });
    const nested = platforms
      .filter(other => other.startsWith(`${platform}.`))
      .map(other => `${inner}${other.slice(platform.length + 1)}: ${block(other, inner)};`);
    // Mobile apps have no token that a request could be made with.
    if (platform === 'weixin.app') return `{\n${[...members, ...others].join('\n')}\n${pad}}`;
    const request = `${inner}/** 通用请求：目录里没有的接口也能调用 / any call of the platform. */\n${inner}request: Request<${codeType(platform)}>;`;
    return `{\n${[...members, ...others, ...nested, request].join('\n')}\n${pad}}`;
  };
  const roots = platforms.filter(platform => !platform.includes('.'));
  return `/** All calls, by platform, group and name. */\nexport interface Openapi {\n${roots
    .map(root => `  ${root}: ${block(root, '  ')};`)
    .join('\n')}\n}\n`;
}

const indent = (text: string, pad: string): string => text.replace(/^(?=.)/gm, pad);
