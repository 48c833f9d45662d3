'use strict';
/**
 * One process of the fleet: the built module over a `uniCloud` global whose database is another process's, as cloud
 * instances have it. Does what it is told over IPC, one instance of the module after another.
 */
require('../../local/cloud/register.cjs');
const { connect } = require('../../local/cloud/database/socket-client');
const { Database } = require('../../local/cloud/database/client');
const { createOpenapi } = require('../../uniCloud/cloudfunctions/common/vk-openapi');

let instance;

/** The machine's clock, wrong by `skew`, and moved forward where the simulator's is. */
function clockOf(skew) {
  const time = { passed: 0 };
  const clock = {
    now: () => Date.now() + time.passed + skew,
    monotonic: () => Number(process.hrtime.bigint() / 1000000n) + time.passed,
    sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
  };
  return { time, clock };
}

function makeCalls(name, params, count) {
  const call = name.split('.').reduce((node, part) => node[part], instance.openapi);
  return Array.from({ length: count }, async () => {
    const { code, msg } = await call(params);
    return { code, msg };
  });
}

const tasks = {
  /** A fresh instance: nothing in memory, as a process that has just begun. */
  async begin({ address, endpoint, apps, skew, options }) {
    if (instance) instance.connection.close();
    const connection = await connect(address);
    const database = new Database(connection.send, connection.provider);
    globalThis.uniCloud = { database: () => database };
    const { time, clock } = clockOf(skew);
    const warnings = [];
    const openapi = createOpenapi({
      apps,
      endpoints: { weixin: endpoint, qq: endpoint },
      clock,
      // How fast a busy machine answers decides nothing here.
      http: { timeout: 60_000 },
      logger: { warn: message => warnings.push(message), debug: () => undefined },
      ...options,
    });
    instance = { openapi, connection, time, warnings };
  },

  /** Makes calls at once, and answers with how each ended. */
  calls: ({ name, params, count }) => Promise.all(makeCalls(name, params, count)),
  /** The same without waiting for them. */
  start({ name, params, count }) {
    const calls = makeCalls(name, params, count);
    const over = [];
    for (const one of calls) one.then(() => over.push(one)).catch(() => undefined);
    instance.started = { over, all: Promise.all(calls) };
    // Whoever asks for the answers is told.
    instance.started.all.catch(() => undefined);
  },
  /** How many of them are over. */
  over: () => instance.started.over.length,
  /** How they ended, when all have. */
  endings: () => instance.started.all,
  passed({ ms }) {
    instance.time.passed += ms;
  },
  warnings: () => instance.warnings,
};

process.on('message', async ({ id, task, ...details }) => {
  try {
    process.send({ id, result: await tasks[task](details) });
  } catch (error) {
    process.send({ id, error: String((error && error.stack) || error) });
  }
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
