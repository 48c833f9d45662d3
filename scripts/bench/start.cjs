/**
 * One measurement of one fresh process: `node start.cjs load <module>` or `node start.cjs call <origin> [<module>]`.
 * Prints nanoseconds.
 */
const [, , what, target, modulePath] = process.argv;

if (what === 'load') {
  const started = process.hrtime.bigint();
  require(target);
  console.log(String(process.hrtime.bigint() - started));
} else {
  const started = process.hrtime.bigint();
  const { bare, vkOpenapi } = require('./workload.cjs');
  const call = modulePath ? vkOpenapi(target, require(modulePath)) : bare(target);
  call().then(() => {
    console.log(String(process.hrtime.bigint() - started));
    process.exit();
  });
}
