/**
 * One measurement of one fresh process: `node start.cjs load <module>`, or `node start.cjs call <client> <options>`
 * for a client's first call with its `require`: prints nanoseconds. `node start.cjs memory <module>` prints the bytes
 * in use after its `require`, rubbish not counted.
 */
const fs = require('fs');
const path = require('path');

const [, , what, target, given] = process.argv;

/** A client may keep its token in files: every process gets an empty folder below the one given. */
function optionsOf(text) {
  const options = JSON.parse(text);
  if (options.folder) options.folder = fs.mkdtempSync(path.join(options.folder, 'first-'));
  return options;
}

const options = given && optionsOf(given);
const started = process.hrtime.bigint();
const done = () => console.log(String(process.hrtime.bigint() - started));

function bytesInUse() {
  require('v8').setFlagsFromString('--expose-gc');
  const collect = require('vm').runInNewContext('gc');
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function main() {
  const loaded = require(target);
  if (what === 'memory') {
    console.log(String(bytesInUse()));
    process.exit();
  }
  if (what === 'call') {
    const call = await loaded.create(options);
    await call();
  }
  done();
  process.exit();
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
