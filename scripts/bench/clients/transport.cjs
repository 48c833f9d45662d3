/** The module's transport with its retry policies, without anything above it. */
const { body, path } = require('./bare.cjs');
const { TIMEOUT } = require('./message.cjs');

/** `transport` is the file that `bundle-transport.mjs` has written. */
exports.create = ({ origin, transport }) => {
  const { createTransports, exchange } = require(transport);
  const transports = createTransports(() => ({}));
  const clock = { now: Date.now };
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return () =>
    exchange(
      transports.for('weixin', 'api'),
      { method: 'POST', origin, path, headers, body, timeout: TIMEOUT },
      { repeatable: false, clock },
    );
};
