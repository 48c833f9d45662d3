/**
 * Signed and encrypted calls on one Node: `node signing.cjs <module> <simulator> <apps and keys as JSON>`. Written
 * in the JavaScript of Node 12. Prints the code of each call, an app a line of the answer.
 */
'use strict';

const [, , modulePath, url, given] = process.argv;
const { createOpenapi } = require(modulePath);

process.on('unhandledRejection', error => {
  throw error;
});

async function main() {
  const outcomes = {};
  for (const { name, appid, appsecret, keys } of JSON.parse(given)) {
    const openapi = createOpenapi({
      apps: { weixin: [{ appid, appsecret }] },
      endpoints: { weixin: url },
      keys: { [appid]: keys },
    });
    const city = await openapi.weixin.intracity.getCity({ service_trans_id: 'DADA' });
    const balance = await openapi.weixin.b2b.getMchBalance({ mchid: '1' });
    outcomes[name] = [city.code, balance.code];
  }
  console.log(JSON.stringify(outcomes));
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
