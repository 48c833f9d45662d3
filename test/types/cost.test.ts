/**
 * What the types cost whoever uses them, in what the compiler counts: numbers that are the same on every machine.
 * At these numbers a small consumer takes TypeScript 5.9 about a second and a half, most of it for its own files.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { compileText, problemsOf, STRICT } from './compile';

const USE = `import { openapi } from 'vk-openapi';
export async function main() {
  const res = await openapi.weixin.urlscheme.generate({ jump_wxa: { path: 'pages/index/index' } });
  if (res.code !== 0) return res;
  const sent = await openapi.weixin.subscribeMessage.send({ touser: 'o', template_id: 't', data: { thing1: 'x' } });
  const picture = await openapi.weixin.wxacode.getUnlimited({ scene: 'a' });
  return [res.openlink, sent.code, picture.code];
}
`;
const NOTHING = 'export const nothing = Buffer.alloc(0);\n';

interface Cost {
  types: number;
  instantiations: number;
}

function cost(text: string): Cost {
  return compileText(
    text,
    program => {
      expect(problemsOf(program)).toEqual([]);
      return { types: program.getTypeCount(), instantiations: program.getInstantiationCount() };
    },
    // As `tsc --init` and the templates of frameworks have it.
    { ...STRICT, skipLibCheck: true },
  );
}

it('is what was used, not what there is', () => {
  const [some, none] = [cost(USE), cost(NOTHING)];
  expect(some.types - none.types).toBeLessThan(4_000);
  expect(some.instantiations - none.instantiations).toBeLessThan(2_000);
}, 300_000);

it('is one file of less than two megabytes', () => {
  const file = resolve(__dirname, '../../uniCloud/cloudfunctions/common/vk-openapi/index.d.ts');
  expect(statSync(file).size).toBeLessThan(2_000_000);
});
