/**
 * One instance: `node worker.cjs <client> <options>`, driven by its parent. Says `{ ready }` when it could call,
 * makes `{ calls }` calls at once when told, and answers `{ succeeded, failure }`, the first failure's text.
 */
const [, , client, options] = process.argv;

const text = error => String((error && error.message) || error);

async function main() {
  const call = await require(client).create(JSON.parse(options));
  process.on('message', async ({ calls }) => {
    const outcomes = await Promise.allSettled(Array.from({ length: calls }, call));
    const failed = outcomes.find(({ status }) => status === 'rejected');
    process.send({
      succeeded: outcomes.filter(({ status }) => status === 'fulfilled').length,
      failure: failed && text(failed.reason),
    });
  });
  process.send({ ready: true });
}

process.on('disconnect', () => process.exit());
main().catch(error => {
  console.error(text(error));
  process.exit(1);
});
