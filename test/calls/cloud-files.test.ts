/** A file of cloud storage is checked by a function, as the local cloud runs it. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { newCloud, newProject } from '../local/cloud/project';
import { appsOf, PNG, startWorld, WX, type World } from './world';

const F = 'uniCloud-aliyun/cloudfunctions';
const MODULE = resolve(__dirname, '../../uniCloud/cloudfunctions/common/vk-openapi');

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.sim.close());

it('a file that was uploaded to cloud storage is sent by its fileID', async () => {
  const options = { apps: appsOf(world.sim), endpoints: world.sim.endpoints, tokenStore: 'memory' };
  const project = newProject({
    [`${F}/check/index.js`]: `
      const openapi = require('vk-openapi').createOpenapi(${JSON.stringify(options)});
      exports.main = async ({ picture }) => {
        const fileContent = Buffer.from(picture, 'base64');
        const { fileID } = await uniCloud.uploadFile({ cloudPath: 'dir/pic.png', fileContent });
        const found = await openapi.weixin.security.imgSecCheck({ media: { fileID } });
        const missing = await openapi.weixin.security.imgSecCheck({ media: { fileID: fileID + '.gone' } });
        return { found, missing };
      };`,
    [`${F}/check/package.json`]: {
      name: 'check',
      dependencies: { 'vk-openapi': 'file:../common/vk-openapi' },
    },
  });
  cpSync(MODULE, join(project, F, 'common/vk-openapi'), { recursive: true });
  const cloud = await newCloud({ project, workers: 1 });
  const { found, missing } = (await cloud.callFunction('check', {
    picture: PNG.toString('base64'),
  })) as Record<string, object>;
  expect(found).toMatchObject({ code: 0 });
  expect(missing).toMatchObject({ code: 'vk-openapi-param-invalid' });
  const sent = world.sim.requests.filter(({ path }) => path === '/wxa/img_sec_check');
  expect(sent).toHaveLength(1);
  expect(sent[0]!.form!.files.media).toMatchObject({ filename: 'pic.png', data: PNG });
  expect(world.sim.tokenRequests(WX)).toBe(1);
});
