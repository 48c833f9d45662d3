import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { CATEGORIES, TITLES, type LibraryTitle } from '../../rules/template-library';
import type { App } from '../../state/apps';
import { randomText } from '../../state/random';
import type { Fields } from '../call';
import { weixin, type PlayGroup } from '../play';

const MAX_TEMPLATES = 50;
const MAX_KEYWORDS = 5;
const MAX_SCENE = 15;

/** An added template: what the list shows of it, beside what the app can send. */
interface Listed {
  priTmplId: string;
  title: string;
  content: string;
  example: string;
  type: 2 | 3;
}

const titleOf = (tid: string): LibraryTitle =>
  TITLES.find(title => String(title.tid) === tid) ?? refuse(200014);

function chosenKeywords(title: LibraryTitle, body: Fields) {
  const kids = body.list('kidList') ?? refuse(200020);
  const chosen = kids.map(kid => title.keywords.find(keyword => keyword.kid === kid) ?? refuse(200020));
  if (chosen.length < 2 || chosen.length > MAX_KEYWORDS || new Set(kids).size !== kids.length) refuse(200020);
  return chosen;
}

/** The public template library, and the templates an app has chosen from it: a mini program's, or an account's. */
export const templateLibrary: PlayGroup = world => {
  const added = new Map<string, Listed[]>();

  const setTemplates = (app: App, templates: App['templates']) => world.apps.change(app.appid, { templates });

  const add = (app: App, title: LibraryTitle, body: Fields): string => {
    const keywords = chosenKeywords(title, body);
    const scene = body.text('sceneDesc');
    if (!scene || [...scene].length > MAX_SCENE) refuse(200021);
    if (app.templates.length >= MAX_TEMPLATES) refuse(200012);
    const keys = keywords.map(({ rule, kid }) => `${rule}${kid}`);
    if (app.templates.some(other => other.title === title.title && String(other.keys) === String(keys)))
      refuse(200022);
    const priTmplId = randomText(43);
    const line = (value: (index: number) => string) => keywords.map((_, i) => value(i)).join('');
    const listed: Listed = {
      priTmplId,
      title: title.title,
      content: line(i => `${keywords[i]!.name}:{{${keys[i]}.DATA}}\n`),
      example: line(i => `${keywords[i]!.name}:${keywords[i]!.example}\n`),
      type: title.type,
    };
    setTemplates(app, [
      ...app.templates,
      { id: priTmplId, title: title.title, keys, longTerm: title.type === 3 },
    ]);
    added.set(app.appid, [...(added.get(app.appid) ?? []), listed]);
    return priTmplId;
  };

  const listOf = (app: App): Listed[] =>
    app.templates.map(({ id, title, keys, longTerm }) => {
      const content = keys.map(key => `{{${key}.DATA}}\n`).join('');
      const plain: Listed = { priTmplId: id, title, content, example: '', type: longTerm ? 3 : 2 };
      return added.get(app.appid)?.find(({ priTmplId }) => priTmplId === id) ?? plain;
    });

  return [
    weixin.get('/wxaapi/newtmpl/getcategory', () => ok({ data: CATEGORIES })),
    weixin.get('/wxaapi/newtmpl/getpubtemplatetitles', call => {
      const ids = call.query('ids').split(',').filter(Boolean);
      const start = Number(call.query('start') || NaN);
      const limit = Number(call.query('limit') || NaN);
      if (!ids.length) refuse(200018);
      if (!ids.every(id => CATEGORIES.some(category => String(category.id) === id))) refuse(200019);
      if (!(start >= 0)) refuse(200016);
      if (!(limit >= 1 && limit <= 30)) refuse(200017);
      const found = TITLES.filter(({ categoryId }) => ids.includes(categoryId));
      const data = found
        .slice(start, start + limit)
        .map(({ tid, title, type, categoryId }) => ({ tid, title, type, categoryId }));
      return ok({ count: found.length, data });
    }),
    weixin.get('/wxaapi/newtmpl/getpubtemplatekeywords', call => {
      const { keywords } = titleOf(call.query('tid'));
      return ok({ count: keywords.length, data: keywords });
    }),
    weixin.post('/wxaapi/newtmpl/addtemplate', call => {
      const body = call.json();
      return ok({ priTmplId: add(call.app, titleOf(body.text('tid')), body) });
    }),
    weixin.get('/wxaapi/newtmpl/gettemplate', call => ok({ data: listOf(call.app) })),
    weixin.post('/wxaapi/newtmpl/deltemplate', call => {
      const { app } = call;
      const id = call.json().text('priTmplId') || refuse(200002);
      if (!app.templates.some(template => template.id === id)) refuse(200014);
      setTemplates(
        app,
        app.templates.filter(template => template.id !== id),
      );
      return ok();
    }),
  ];
};
