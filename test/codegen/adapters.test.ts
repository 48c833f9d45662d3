import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Generated } from './generator';
import { ROOT } from './generator';

const SPECIAL = join(ROOT, 'src', 'special');
const FOLDERS: Record<string, string> = {
  weixin: 'weixin',
  'weixin.h5': 'weixin-h5',
  'weixin.app': 'weixin-app',
  qq: 'qq',
};

const { calls } = JSON.parse(
  readFileSync(join(ROOT, 'src', 'generated', 'catalogue.json'), 'utf8'),
) as Generated;

describe.each(Object.entries(FOLDERS))('adapters of %s', (platform, folder) => {
  const declared = calls
    .filter(call => call.platform === platform && call.adapter)
    .map(call => `${call.group}.${call.name}.ts`)
    .sort();

  it('are exactly those that the facade declares', () => {
    expect(readdirSync(join(SPECIAL, folder)).sort()).toEqual(declared);
  });
});

it('has an adapter for every call that is computed here', () => {
  expect(calls.filter(call => call.method === 'LOCAL' && !call.adapter)).toEqual([]);
});
