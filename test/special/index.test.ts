import { readdirSync } from 'fs';
import { join } from 'path';
import { adapters } from '../../src/special';

test.each([
  ['weixin', 'weixin'],
  ['weixin.h5', 'weixin-h5'],
  ['weixin.app', 'weixin-app'],
  ['qq', 'qq'],
] as const)(
  'every adapter file of %s is registered under its own name, and nothing else is',
  (platform, folder) => {
    const files = readdirSync(join(__dirname, '../../src/special', folder));
    expect(Object.keys(adapters[platform]).sort()).toEqual(
      files.map(file => file.replace(/\.ts$/, '')).sort(),
    );
  },
);
