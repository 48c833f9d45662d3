/** Loaded before a client whose redirection is yet to be proved: no connection leaves this machine. */
const net = require('net');

const connect = net.Socket.prototype.connect;
const LOOPBACK = /^(localhost|127\.[\d.]+|::1)$/;

/** The arguments of `connect` come as they were given, or packed into an array by `net.connect`. */
function targetOf(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (first && typeof first === 'object') return first;
  return typeof first === 'number' || /^\d+$/.test(first) ? { host: second } : { path: first };
}

net.Socket.prototype.connect = function (...args) {
  const { host, path } = targetOf(args);
  if (path || !host || typeof host !== 'string' || LOOPBACK.test(host)) return connect.apply(this, args);
  // As a refused connection would be: told when whoever asked for it listens.
  setImmediate(() => this.destroy(new Error(`not redirected: it asked for ${host}`)));
  return this;
};
