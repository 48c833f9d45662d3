import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vkOpenapi } from './world';

/** Calls the platform advises against, and those it has taken back. */

let server: Server;
let answer: unknown;
let warnings: string[];
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as users look at answers
let openapi: any;

const create = (warn = (message: string): void => void warnings.push(message)) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return vkOpenapi.createOpenapi({ endpoints: { weixin: url, qq: url }, logger: { warn } });
};
const GIVEN = { access_token: 'a token of the caller’s own' };
const LEGACY = { openid: 'o1', cloudid_list: ['c1'] };

beforeAll(done => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1', done);
});
afterAll(done => {
  server.closeAllConnections();
  server.close(done);
});
beforeEach(() => {
  answer = { errcode: 0, errmsg: 'ok' };
  warnings = [];
  openapi = create();
});

describe('a deprecated call', () => {
  it('works, and says once what to use now', async () => {
    for (let i = 0; i < 3; i++) {
      expect(await openapi.weixin.cloudbase.getOpenDataLegacy(LEGACY, GIVEN)).toMatchObject({ code: 0 });
    }
    expect(warnings).toEqual([
      '[vk-openapi] weixin.cloudbase.getOpenDataLegacy 已被平台弃用，请改用 weixin.cloudbase.getOpenData',
    ]);
  });

  it('says so of each call and in each instance', async () => {
    await openapi.weixin.cloudbase.getOpenDataLegacy(LEGACY, GIVEN);
    await openapi.weixin.h5.templateMessage.getIndustry({}, GIVEN);
    await create().weixin.cloudbase.getOpenDataLegacy(LEGACY, GIVEN);
    expect(warnings).toHaveLength(3);
    expect(warnings[1]).toMatch(/^\[vk-openapi\] weixin\.h5\.templateMessage\.getIndustry 已被平台弃用，/);
  });

  it('says it also when its parameters are wrong, and a logger that throws stops nothing', async () => {
    expect((await openapi.weixin.cloudbase.getOpenDataLegacy({}, GIVEN)).code).toBe(
      'vk-openapi-param-invalid',
    );
    expect(warnings).toHaveLength(1);
    const deaf = create(() => {
      throw new Error('no log today');
    });
    expect(await deaf.weixin.cloudbase.getOpenDataLegacy(LEGACY, GIVEN)).toMatchObject({ code: 0 });
  });

  it('is told what to do about its number, not to go elsewhere', async () => {
    answer = { errcode: 45009, errmsg: 'reach max api daily quota limit' };
    const { code, msg } = await openapi.weixin.cloudbase.getOpenDataLegacy(LEGACY, GIVEN);
    expect(code).toBe(45009);
    expect(msg).not.toContain('请改用');
  });

  it('is the only kind that warns', async () => {
    await openapi.weixin.cloudbase.getOpenData(LEGACY, GIVEN);
    expect(warnings).toEqual([]);
  });
});

describe('a withdrawn call', () => {
  it('answers the platform’s number, and names what to use now', async () => {
    answer = { errcode: 45109, errmsg: 'api is offline' };
    const params = { touser: 'o1', template_id: 't1', form_id: 'f1', data: {} };
    const result = await openapi.weixin.templateMessage.send(params, GIVEN);
    expect(result).toMatchObject({ code: 45109, errcode: 45109, errmsg: 'api is offline' });
    expect(result.msg).toContain('平台已收回此接口，请改用 weixin.subscribeMessage.send');
    expect(warnings).toEqual([]);
  });

  it('says that there is nothing instead, where there is nothing', async () => {
    answer = { errcode: 48001, errmsg: 'api unauthorized' };
    const result = await openapi.weixin.h5.shortUrl.create({ long_url: 'https://example.com' }, GIVEN);
    expect(result.code).toBe(48001);
    expect(result.msg).toContain('平台已收回此接口，没有可替代的调用');
  });
});

describe('a call whose answer says in base_resp how it ended', () => {
  const params = { start_date: '2026-11-01', end_date: '2026-11-02', page: '1', page_size: '10' };

  it('fails with the number in there', async () => {
    answer = { base_resp: { err_msg: 'not a publisher', ret: 2009 } };
    const result = await openapi.weixin.h5.publisher.getAdposGeneral(params, GIVEN);
    expect(result).toMatchObject({ code: 2009, errcode: 2009, errmsg: 'not a publisher' });
    expect(result.msg).toContain('不是有效流量主');
  });

  it('succeeds with 0', async () => {
    answer = { base_resp: { err_msg: 'ok', ret: 0 }, list: [], total_num: 0 };
    const result = await openapi.weixin.h5.publisher.getAdposGeneral(params, GIVEN);
    expect(result).toMatchObject({ code: 0, errcode: 0, errmsg: 'ok', total_num: 0 });
  });
});
