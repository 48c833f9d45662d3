/**
 * `node warm.cjs <rounds> <clients>`, `clients` JSON, `{ name: { client, options } }`: calls per second of each,
 * interleaved in one process, so that whatever else the machine does strikes all alike. Prints JSON.
 */
const [, , rounds, clients] = process.argv;
const SEQUENTIAL = 1000;
const PARALLEL = 3000;
const AT_ONCE = 50;

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
  const candidates = {};
  const results = {};
  for (const [name, { client, options }] of Object.entries(JSON.parse(clients))) {
    const call = await require(client).create(options);
    candidates[name] = call;
    results[name] = { oneAfterAnother: [], atOnce: [] };
    await oneAfterAnother(call);
    await atOnce(call);
  }
  const names = Object.keys(candidates);
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
