// @ts-check
/**
 * The catalogue's own decorators, as the TypeSpec compiler loads them (`catalog/decorators.tsp` declares
 * them, `catalog/README.md` says what each means). They only write down what they are given: everything
 * that follows from it is decided in `read.ts`.
 */
import { $summary, $tag, getDoc, isService } from '@typespec/compiler';
import { $decorators as openapi } from '@typespec/openapi';

/** @param {string} name */
const key = name => Symbol.for(`vk-openapi.${name}`);

/**
 * A decorator that remembers one value.
 * @param {string} name
 * @param {unknown} [absent] What stands for an argument that was left out.
 */
const value =
  (name, absent = true) =>
  /** @type {(context: any, target: any, given?: unknown) => void} */
  (context, target, given) => {
    context.program.stateMap(key(name)).set(target, given === undefined ? absent : given);
  };

/**
 * A decorator that may be repeated, and takes several arguments at a time.
 * @param {string} name
 */
const list =
  name =>
  /** @type {(context: any, target: any, ...given: unknown[]) => void} */
  (context, target, ...given) => {
    const map = context.program.stateMap(key(name));
    // Decorators run from the last to the first; the catalogue's order is the order people read.
    map.set(target, [...given, ...(map.get(target) ?? [])]);
  };

/**
 * A decorator that gives one number a text; may be repeated for others.
 * @param {string} name
 */
const textByCode =
  name =>
  /** @type {(context: any, target: any, code: number, text: string) => void} */
  (context, target, code, text) => {
    const map = context.program.stateMap(key(name));
    if (!map.has(target)) map.set(target, new Map());
    const texts = map.get(target);
    if (texts.has(code)) {
      context.program.reportDiagnostic({
        code: 'vk-openapi/twice',
        severity: 'error',
        message: `${code} is given a text twice here.`,
        target: context.decoratorTarget,
      });
    }
    texts.set(code, text);
  };

/** @param {any} context @param {any} target @param {string} name @param {string} hint */
const action = (context, target, name, hint) =>
  context.program.stateMap(key('action')).set(target, { name, hint });

/** @param {any} context @param {any} target @param {string} level @param {string} reason */
const exposure = (context, target, level, reason) =>
  context.program.stateMap(key('exposure')).set(target, { level, reason });

/** @param {any} context @param {any} target @param {string} items @param {object} how */
const paged = (context, target, items, how) =>
  context.program.stateMap(key('paged')).set(target, { items, ...how });

export const $decorators = {
  Catalog: {
    platform: value('platform'),
    noRequest: value('noRequest'),
    dictionary: list('dictionary'),
    limit: value('limit'),
    errors: list('errors'),
    means: textByCode('means'),
    repeatable: value('repeatable'),
    userToken: value('userToken'),
    origin: value('origin'),
    removed: value('removed'),
    replacedBy: value('replacedBy'),
    confidence: value('confidence'),
    own: value('own'),
    openid: value('openid'),
    advisory: value('advisory'),
    maxBytes: value('maxBytes'),
    unit: value('unit'),
    signed: list('signed'),
    apiSigned: value('apiSigned'),
    credential: value('credential'),
    action,
    literal: value('literal'),
    adapter: value('adapter'),
    rejects: value('rejects'),
    extra: value('extra'),
    optional: value('optional'),
    sent: value('sent'),
    alsoNamed: list('alsoNamed'),
    bare: value('bare'),
    returns: value('returns'),
    paged,
    many: value('many'),
    exposure,
    en: value('en'),
    enLimit: value('enLimit'),
    enMeans: textByCode('enMeans'),
  },
};

/**
 * The first line of a call's comment is its title and the namespace its group: OpenAPI has words of its own
 * for both, and tools name and sort the calls by them.
 * @param {import('@typespec/compiler').Program} program
 */
export function $onValidate(program) {
  for (const platform of program.stateMap(key('platform')).keys()) {
    if (platform.kind !== 'Namespace' || !isService(program, platform)) continue;
    for (const group of platform.namespaces.values()) {
      const tag = group.name.charAt(0).toLowerCase() + group.name.slice(1);
      const about = /** @type {any} */ ({ program, getArgumentTarget: () => group });
      const description = getDoc(program, group);
      if (description) openapi['TypeSpec.OpenAPI'].tagMetadata(about, platform, tag, { description });
      for (const op of group.operations.values()) {
        const context = /** @type {any} */ ({ program, decoratorTarget: op.node });
        const [title = ''] = (getDoc(program, op) ?? '').split('\n');
        if (title !== '') $summary(context, op, title);
        $tag(context, op, tag);
      }
    }
  }
}
