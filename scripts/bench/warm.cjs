/**
 * `node warm.cjs <origin> <rounds> <transport> [<module>]`: calls per second of every candidate, interleaved
 * in one process, so that whatever else the machine does strikes all alike. Prints JSON.
 */
const { bare, transport, vkOpenapi } = require('./workload.cjs');

const [, , origin, rounds, transportPath, modulePath] = process.argv;
const SEQUENTIAL = 1000;
const PARALLEL = 3000;
const AT_ONCE = 50;

const candidates = { bare: bare(origin), transport: transport(origin, require(transportPath)) };
if (modulePath) candidates.module = vkOpenapi(origin, require(modulePath));

const rate = async (count, run) => {
  const started = process.hrtime.bigint();
  await run();
  return (count * 1e9) / Number(process.hrtime.bigint() - started);
};

const oneAfterAnother = call =>
  rate(SEQUENTIAL, async () => {
    for (let i = 0; i < SEQUENTIAL; i++) await call();
  });

const atOnce = call =>
  rate(PARALLEL, () => {
    let left = PARALLEL;
    const worker = async () => {
      while (left-- > 0) await call();
    };
    return Promise.all(Array.from({ length: AT_ONCE }, worker));
  });

async function main() {
  const names = Object.keys(candidates);
  const results = {};
  for (const name of names) {
    results[name] = { oneAfterAnother: [], atOnce: [] };
    await oneAfterAnother(candidates[name]);
    await atOnce(candidates[name]);
  }
  for (let round = 0; round < Number(rounds); round++) {
    // Another one begins in each round: none always inherits the same neighbour's garbage.
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      results[name].oneAfterAnother.push(await oneAfterAnother(candidates[name]));
      results[name].atOnce.push(await atOnce(candidates[name]));
    }
  }
  console.log(JSON.stringify(results));
  process.exit();
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
