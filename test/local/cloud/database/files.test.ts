import fs from 'fs';
import path from 'path';
import { openDatabase, readDefinitions } from '../../../../local/cloud/database';
import { newFolder, newProject } from '../project';

const file = (dir: string) => path.join(dir, 'database.jsonl');

describe('a database in a folder', () => {
  it('is there again after it was closed, with its indexes', async () => {
    const dir = newFolder();
    const collections = {
      t: {
        indexes: [{ name: 'i', fields: ['a'], unique: true, sparse: true }],
        initial: [{ _id: 'first', a: 1 }],
      },
    };
    const one = openDatabase({ dir, collections });
    await one.collection('t').add({ _id: 'x', at: new Date(5) });
    await one.collection('t').add({ _id: 'y', b: 1 });
    await one.collection('t').doc('y').remove();
    await one.collection('t').doc('first').update({ a: 2 });
    await one.close();
    const two = openDatabase({ dir, collections });
    expect((await two.collection('t').get()).data).toEqual([
      { _id: 'first', a: 2 },
      { _id: 'x', at: new Date(5) },
    ]);
    await expect(two.collection('t').add({ a: 2 })).rejects.toThrow('E11000');
    await two.close();
  });

  it('loses a write that was cut off, and nothing else', async () => {
    const dir = newFolder();
    const one = openDatabase({ dir });
    await one.collection('t').add({ _id: 'whole' });
    await one.close();
    fs.appendFileSync(file(dir), '{"set":[["t","cut","{\\"_i');
    const two = openDatabase({ dir });
    await two.collection('t').add({ _id: 'after' });
    await two.close();
    const three = openDatabase({ dir });
    expect((await three.collection('t').get()).data).toEqual([{ _id: 'whole' }, { _id: 'after' }]);
    await three.close();
  });

  it('says which line of its file is damaged, and does not guess', async () => {
    const dir = newFolder();
    fs.writeFileSync(file(dir), '{"make":["t"]}\nnonsense\n{"make":["u"]}\n');
    expect(() => openDatabase({ dir })).toThrow(/line 2/);
    fs.rmSync(file(dir));
    await openDatabase({ dir }).close();
  });

  it('rewrites its file when that is mostly history', async () => {
    const dir = newFolder();
    const one = openDatabase({ dir });
    const text = 'x'.repeat(100_000);
    for (let i = 0; i < 100; i++) await one.collection('t').doc('x').set({ i, text });
    expect(fs.statSync(file(dir)).size).toBeLessThan(6_000_000);
    await one.close();
    const two = openDatabase({ dir });
    expect((await two.collection('t').doc('x').get()).data).toMatchObject([{ i: 99 }]);
    await two.close();
  });

  it('is for one process at a time; the lock of one that is gone does not hold', async () => {
    const dir = newFolder();
    const one = openDatabase({ dir });
    expect(() => openDatabase({ dir })).toThrow(`process ${process.pid}`);
    await one.close();
    fs.writeFileSync(path.join(dir, 'lock'), '999999999 1');
    await openDatabase({ dir }).close();
  });
});

describe('the files that describe collections', () => {
  it('make collections, unique indexes and first documents', async () => {
    const dir = newProject({
      'a/users.schema.json': { bsonType: 'object' },
      'a/users.index.json': [
        {
          IndexName: 'n',
          MgoKeySchema: { MgoIndexKeys: [{ Name: 'name', Direction: '1' }], MgoIsUnique: true },
        },
      ],
      'a/roles.init_data.json': [{ role_id: 'admin' }, { _id: 'r2', at: { $date: '2026-01-01T00:00:00Z' } }],
      'b/roles.init_data.json': [{ _id: 'from the second folder' }],
      'b/notes.txt': 'no collection',
    });
    const collections = readDefinitions([path.join(dir, 'a'), path.join(dir, 'b'), path.join(dir, 'none')]);
    const database = openDatabase({ provider: 'tencent', collections });
    await database.collection('users').add({ name: 'a' });
    await expect(database.collection('users').add({ name: 'a' })).rejects.toThrow('E11000');
    const { data } = await database.collection('roles').orderBy('role_id', 'desc').get();
    expect(data).toMatchObject([{ role_id: 'admin' }, { _id: 'r2', at: new Date('2026-01-01T00:00:00Z') }]);
    await database.close();
  });

  it('are named when they are broken', () => {
    const dir = newProject({ 'users.schema.json': '{' });
    expect(() => readDefinitions([dir])).toThrow('users.schema.json');
  });
});
