/**
 * The peer of the warm measurements, in a process of its own: answers as little and as fast as it can, so
 * that the client's work decides. It understands just the HTTP that the clients here speak.
 */
import net from 'node:net';

const answer = json =>
  Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json; encoding=utf-8\r\nContent-Length: ${json.length}\r\n\r\n${json}`,
  );

const TOKEN = answer(`{"access_token":"${'A'.repeat(136)}","expires_in":7200}`);
const OK = answer('{"errcode":0,"errmsg":"ok"}');

const server = net.createServer(socket => {
  let unread = '';
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', piece => {
    unread += piece.toString('latin1');
    for (;;) {
      const headEnd = unread.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const head = unread.slice(0, headEnd);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head);
      const end = headEnd + 4 + (length ? Number(length[1]) : 0);
      if (unread.length < end) return;
      unread = unread.slice(end);
      socket.write(/^\w+ \/cgi-bin\/(stable_)?token\b/.test(head) ? TOKEN : OK);
    }
  });
});

server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
