import { refuse } from '../../answers/refusal';
import type { Call } from '../call';
import { perApp, type Story } from './story';

interface Tag {
  name: string;
  users: Set<string>;
}

/** The tag every account has from the beginning; it cannot be changed. */
const STARRED = 2;
const FIRST_OWN = 100;
const MAX_TAGS = 100;
const MAX_NAME = 30;
const MAX_TAGS_OF_A_USER = 20;

/** Tags of an official account's followers: create → give → list the users → take away → delete. */
export const tags: Story = world => {
  const of = perApp(() => ({
    tags: new Map<number, Tag>([[STARRED, { name: '星标组', users: new Set() }]]),
    next: FIRST_OWN,
  }));
  const book = (call: Call) => of(call.app.appid).tags;
  const need = (call: Call, id: number | undefined): Tag => book(call).get(id ?? -1) ?? refuse(45159);
  const tagOf = (call: Call) => call.json().object('tag') ?? refuse(40035);

  /** A name nobody else's tag has. */
  const nameOf = (call: Call, id?: number): string => {
    const name = tagOf(call).text('name');
    if (!name || [...book(call)].some(([other, tag]) => other !== id && tag.name === name)) refuse(45157);
    return [...name].length > MAX_NAME ? refuse(45158) : name;
  };
  const own = (call: Call): number => {
    const id = tagOf(call).number('id') ?? -1;
    need(call, id);
    return id === STARRED ? refuse(45058) : id;
  };
  const members = (call: Call): string[] => {
    const list = (call.json().list('openid_list') ?? []) as string[];
    if (!list.length || list.length > 50) refuse(40035);
    return list.map(openid => world.users.check(call.app, openid));
  };
  const tagsOf = (call: Call, openid: string) =>
    [...book(call)].filter(([, tag]) => tag.users.has(openid)).map(([id]) => id);

  return {
    '/cgi-bin/tags/create': call => {
      if (book(call).size >= MAX_TAGS) refuse(45056);
      const name = nameOf(call);
      const id = of(call.app.appid).next++;
      book(call).set(id, { name, users: new Set() });
      return { tag: { id, name } };
    },
    '/cgi-bin/tags/get': call => ({
      tags: [...book(call)].map(([id, { name, users }]) => ({ id, name, count: users.size })),
    }),
    '/cgi-bin/tags/update': call => {
      const id = own(call);
      need(call, id).name = nameOf(call, id);
      return {};
    },
    '/cgi-bin/tags/delete': call => {
      book(call).delete(own(call));
      return {};
    },
    '/cgi-bin/tags/members/batchtagging': call => {
      const { users } = need(call, call.json().number('tagid'));
      const list = members(call);
      if (list.some(openid => !users.has(openid) && tagsOf(call, openid).length >= MAX_TAGS_OF_A_USER))
        refuse(45059);
      list.forEach(openid => users.add(openid));
      return {};
    },
    '/cgi-bin/tags/members/batchuntagging': call => {
      const { users } = need(call, call.json().number('tagid'));
      members(call).forEach(openid => users.delete(openid));
      return {};
    },
    '/cgi-bin/user/tag/get': call => {
      const openid = [...need(call, call.json().number('tagid')).users];
      return openid.length
        ? { count: openid.length, data: { openid }, next_openid: openid[openid.length - 1] }
        : { count: 0 };
    },
    '/cgi-bin/tags/getidlist': call => ({
      tagid_list: tagsOf(call, world.users.check(call.app, call.json().text('openid'))),
    }),
  };
};
