import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { randomText } from '../../state/random';
import { official, type PlayGroup } from '../play';

const MAX_TEMPLATES = 25;
const MONTH = 30 * 86_400_000;

/** The industries the simulator knows by number; the others are called by their number. */
const INDUSTRIES: Readonly<Record<string, readonly [string, string]>> = {
  '1': ['IT科技', '互联网/电子商务'],
  '2': ['IT科技', 'IT软件与服务'],
  '5': ['金融业', '银行'],
};

function industry(id: string): { first_class: string; second_class: string } {
  const [first_class, second_class] = INDUSTRIES[id] ?? ['其它', `行业 ${id}`];
  return { first_class, second_class };
}

/** The templates and industries of an official account. */
export const templateAccount: PlayGroup = world => {
  const industries = new Map<string, { ids: [string, string]; at: number }>();
  const idsOf = (appid: string) => industries.get(appid)?.ids ?? ['1', '2'];

  return [
    official.post('/cgi-bin/template/api_set_industry', call => {
      const body = call.json();
      const ids: [string, string] = [body.text('industry_id1'), body.text('industry_id2')];
      if (!ids.every(id => Number(id) >= 1 && Number(id) <= 41)) refuse(40102);
      const before = industries.get(call.app.appid);
      if (before && world.clock.now() - before.at < MONTH) refuse(43100);
      industries.set(call.app.appid, { ids, at: world.clock.now() });
      return ok();
    }),
    official.get('/cgi-bin/template/get_industry', call => {
      const [first, second] = idsOf(call.app.appid);
      return ok({ primary_industry: industry(first!), secondary_industry: industry(second!) });
    }),
    official.post('/cgi-bin/template/api_add_template', call => {
      const { app } = call;
      const body = call.json();
      const short = body.text('template_id_short');
      if (!/^((OPEN)?TM\w+|\d+)$/.test(short)) refuse(40165, 'invalid template_id_short');
      if (app.templates.length >= MAX_TEMPLATES) refuse(45026);
      const names = body.list('keyword_name_list') ?? [];
      const keys = (names.length ? names : ['', '']).map((_, i) => `keyword${i + 1}`);
      const template_id = randomText(43);
      const templates = [...app.templates, { id: template_id, title: `模板 ${short}`, keys }];
      world.apps.change(app.appid, { templates });
      return ok({ template_id });
    }),
    official.get('/cgi-bin/template/get_all_private_template', call => {
      const [first, second] = idsOf(call.app.appid);
      const template_list = call.app.templates.map(({ id, title, keys }) => ({
        template_id: id,
        title,
        primary_industry: industry(first!).first_class,
        deputy_industry: industry(second!).second_class,
        content: keys.map(key => `{{${key}.DATA}}`).join('\n'),
        example: '',
      }));
      return ok({ template_list });
    }),
    official.post('/cgi-bin/template/del_private_template', call => {
      const { app } = call;
      const id = call.json().text('template_id');
      if (!app.templates.some(template => template.id === id)) refuse(40037);
      world.apps.change(app.appid, { templates: app.templates.filter(template => template.id !== id) });
      return ok();
    }),
  ];
};
