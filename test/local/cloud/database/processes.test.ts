import { execFile, spawn } from 'child_process';
import path from 'path';
import { promisify } from 'util';
import { connectDatabase, openDatabase } from '../../../../local/cloud/database';
import { newFolder } from '../project';

const run = promisify(execFile);
const register = path.resolve(__dirname, '../../../../local/cloud/register.cjs');

describe('several processes on one database', () => {
  it('never both take a lock, and lose no update', async () => {
    const database = openDatabase({ dir: newFolder() });
    await database.collection('rows').add({ _id: 'counter', n: 0 });
    const address = await database.listen();
    const worker = () =>
      run(process.execPath, ['--require', register, path.join(__dirname, 'worker.ts'), address, '50']);
    const outputs = await Promise.all([worker(), worker(), worker(), worker()]);
    expect(outputs.reduce((sum, { stdout }) => sum + Number(stdout), 0)).toBe(50);
    expect((await database.collection('rows').doc('counter').get()).data).toMatchObject([{ n: 200 }]);
    await database.close();
  });

  it('are refused without the right word, and told when the database ends', async () => {
    const database = openDatabase();
    const address = await database.listen();
    await expect(connectDatabase(address.replace(/#.*/, '#wrong'))).rejects.toMatchObject({
      code: 'DATABASE_CONNECTION_LOST',
    });
    await expect(connectDatabase('/nowhere#x')).rejects.toThrow();
    const remote = await connectDatabase(address);
    await remote.collection('t').add({ _id: 'x' });
    await expect(remote.collection('t').add({ _id: 'x' })).rejects.toMatchObject({
      message: expect.stringContaining('E11000'),
    });
    database.setFaults({ hang: true });
    const waiting = remote.collection('t').get();
    await Promise.all([
      database.close(),
      expect(waiting).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' }),
    ]);
    await expect(remote.collection('t').get()).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });
  });

  it('find everything again that was answered before the owner was killed', async () => {
    const dir = newFolder();
    const owner = `
      const { openDatabase } = require(${JSON.stringify(path.resolve(__dirname, '../../../../local/cloud/database'))});
      const rows = openDatabase({ dir: ${JSON.stringify(dir)} }).collection('rows');
      (async () => { for (let i = 0; ; i++) { await rows.add({ _id: 'r' + i }); if (i % 10 === 0) console.log(i); } })();`;
    const child = spawn(process.execPath, ['--require', register, '--eval', owner], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let answered = -1;
    await new Promise<void>(resolve => {
      child.stdout.on('data', (text: Buffer) => {
        answered = Math.max(
          answered,
          ...text.toString().split('\n').filter(Boolean).map(Number).slice(0, -1),
        );
        if (answered > 200) child.kill('SIGKILL');
      });
      child.on('exit', () => resolve());
    });
    const database = openDatabase({ dir });
    expect((await database.collection('rows').doc(`r${answered}`).get()).data).toHaveLength(1);
    const { total } = await database.collection('rows').count();
    expect(total).toBeGreaterThan(answered);
    await database.close();
  });
});
