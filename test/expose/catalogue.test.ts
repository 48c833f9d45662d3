import { callNamesOf, findCall, groupsOf, platforms } from '../../src/call/table';
import { createExpose } from '../../src/expose';
import { CLIENT } from './support';

const IDS = platforms.flatMap(platform =>
  groupsOf(platform).flatMap(group =>
    callNamesOf(platform, group).map(name => `${platform}.${group}.${name}`),
  ),
);

function real() {
  const made: string[] = [];
  const expose = createExpose({
    findCall,
    clientApps: () => [],
    invoke: async id => {
      made.push(id);
      return { code: 0, msg: '成功', errcode: 0, errmsg: 'ok' };
    },
  });
  return { expose, made };
}

const scopeOf = (id: string): string => (id.startsWith('qq.') ? 'qq' : 'weixin');

describe('every call of the catalogue', () => {
  it('is refused to clients, but for the public ones', async () => {
    const open: string[] = [];
    for (const id of IDS) {
      const { expose, made } = real();
      const { code } = await expose(scopeOf(id))({ action: id, params: {} }, CLIENT);
      if (code === 0) open.push(id);
      else expect([id, code, made]).toEqual([id, 'vk-openapi-forbidden', []]);
    }
    expect(open.sort()).toEqual([
      'qq.auth.code2Session',
      'weixin.auth.code2Session',
      'weixin.decrypt.getPhoneNumber',
    ]);
  });

  it.each(['function', 'timing', 'server'])('is made for %s', async SOURCE => {
    const { expose, made } = real();
    for (const id of IDS) await expose(scopeOf(id))({ action: id, params: {} }, { SOURCE });
    expect(made).toEqual(IDS.map(id => findCall(id)!.id));
  });

  it('is no function’s that is for another platform', async () => {
    const { expose, made } = real();
    for (const id of IDS) {
      const foreign = scopeOf(id) === 'qq' ? 'weixin' : 'qq';
      const { code } = await expose(foreign)({ action: id }, { SOURCE: 'server' });
      expect(code).toBe('vk-openapi-unknown-api');
    }
    expect(made).toEqual([]);
  });
});
