import { openDatabase } from '../../../../local/cloud/database';

const database = openDatabase();
const { command } = database;
let n = 0;
const fresh = () => database.collection(`c${++n}`);

afterAll(() => database.close());

describe('add', () => {
  it('gives a document an _id, or keeps the one it has', async () => {
    const things = fresh();
    expect((await things.add({ a: 1 })).id).toMatch(/^[0-9a-f]{24}$/);
    expect(await things.add({ _id: 'uni-id:x', a: 1 })).toMatchObject({ id: 'uni-id:x' });
    expect((await things.add([{ a: 1 }, { a: 2 }])).ids).toHaveLength(2);
  });

  it('refuses an _id that is taken, as MongoDB does, and stores nothing of that batch', async () => {
    const things = fresh();
    await things.add({ _id: 'x', a: 1 });
    await expect(things.add([{ _id: 'y' }, { _id: 'x' }])).rejects.toThrow(/E11000 duplicate key/);
    await expect(things.add([{ _id: 'z' }, { _id: 'z' }])).rejects.toThrow(/E11000/);
    expect(await things.count()).toMatchObject({ total: 1 });
  });

  it('lets one of a hundred at once take an _id', async () => {
    const things = fresh();
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) => things.add({ _id: 'lock', i })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('keeps every kind of value', async () => {
    const things = fresh();
    const date = new Date('2026-01-02T03:04:05.678Z');
    const value = {
      date,
      n: 1.5,
      big: 9007199254740991,
      text: '中文 \u2028',
      no: null,
      list: [[1], { a: [] }],
      yes: true,
    };
    await things.add({ _id: 'x', ...value, gone: undefined });
    expect((await things.doc('x').get()).data).toEqual([{ _id: 'x', ...value }]);
    await things.doc('x').update({ at: database.serverDate() });
    expect((await things.doc('x').get()).data[0].at).toBeInstanceOf(Date);
  });
});

describe('get', () => {
  const things = database.collection('numbers');
  beforeAll(() =>
    things.add(Array.from({ length: 150 }, (_, i) => ({ _id: `n${i}`, i, tag: i % 2 ? 'odd' : 'even' }))),
  );

  it('gives at most 100 unless asked for more', async () => {
    expect((await things.get()).data).toHaveLength(100);
    expect((await things.limit(1000).get()).data).toHaveLength(150);
  });

  it('finds by equality, by commands and by patterns', async () => {
    const found = async (query: object) =>
      (await things.where(query).orderBy('i', 'asc').get()).data.map((d: { i: number }) => d.i);
    expect(await found({ _id: 'n7' })).toEqual([7]);
    expect(await found({ _id: command.in(['n1', 'n2', 'n1', 'zz']) })).toEqual([1, 2]);
    expect(await found({ _id: 'n7', i: 8 })).toEqual([]);
    expect(await found({ i: command.gte(3).and(command.lt(5)) })).toEqual([3, 4]);
    expect(await found({ i: command.lt(4), tag: 'odd' })).toEqual([1, 3]);
    expect(await found({ _id: /^n14[01]$/ })).toEqual([140, 141]);
    expect(await found({ missing: command.exists(false), i: 5 })).toEqual([5]);
  });

  it('orders, skips, limits and projects', async () => {
    const { data } = await things.orderBy('i', 'desc').skip(1).limit(2).field({ i: true, _id: false }).get();
    expect(data).toEqual([{ i: 148 }, { i: 147 }]);
  });

  it('groups by aggregation', async () => {
    const { data } = await things
      .aggregate()
      .match({ i: command.lt(10) })
      .group({ _id: '$tag', sum: command.aggregate.sum('$i') })
      .sort({ _id: 1 })
      .end();
    expect(data).toEqual([
      { _id: 'even', sum: 20 },
      { _id: 'odd', sum: 25 },
    ]);
  });

  it('refuses a query it does not understand, and one that would run a script', async () => {
    await expect(things.where({ a: { $nonsense: 1 } }).get()).rejects.toMatchObject({
      code: 'INVALID_PARAM',
    });
    await expect(things.where({ $where: 'process.exit()' }).get()).rejects.toMatchObject({
      code: 'INVALID_PARAM',
    });
  });
});

describe('update', () => {
  it('counts the documents that became different', async () => {
    const things = fresh();
    await things.add([
      { _id: 'a', v: 1 },
      { _id: 'b', v: 1 },
    ]);
    expect(await things.where({ v: 1 }).update({ v: 2 })).toMatchObject({ updated: 2 });
    expect(await things.where({ v: 1 }).update({ v: 3 })).toMatchObject({ updated: 0 });
    expect(await things.where({ v: 2 }).update({ v: 2 })).toMatchObject({ updated: 0 });
    expect(await things.doc('a').update({ v: 9 })).toMatchObject({ updated: 1 });
    expect(await things.doc('none').update({ v: 9 })).toMatchObject({ updated: 0 });
  });

  it('is indivisible: of a hundred that compare and set, one does', async () => {
    const things = fresh();
    await things.add({ _id: 'lease', holder: 'nobody' });
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        things.where({ _id: 'lease', holder: 'nobody' }).update({ holder: `h${i}` }),
      ),
    );
    expect(results.filter(({ updated }) => updated === 1)).toHaveLength(1);
  });

  it('knows the commands for numbers, lists and fields', async () => {
    const things = fresh();
    await things.add({ _id: 'x', n: 1, l: [1, 2], o: { keep: 1, a: 1 }, gone: 1 });
    await things.doc('x').update({
      n: command.inc(2),
      l: command.push([3]),
      o: { a: 2 },
      gone: command.remove(),
      'deep.er': command.set({ y: 1 }),
    });
    expect((await things.doc('x').get()).data).toEqual([
      { _id: 'x', n: 3, l: [1, 2, 3], o: { keep: 1, a: 2 }, deep: { er: { y: 1 } } },
    ]);
    expect(await things.where({ _id: 'x' }).updateAndReturn({ n: command.mul(5) })).toMatchObject({
      updated: 1,
      doc: { n: 15 },
    });
    expect(await things.where({ _id: 'no' }).updateAndReturn({ n: 1 })).toMatchObject({
      updated: 0,
      doc: null,
    });
  });

  it('by set replaces a document, or makes it', async () => {
    const things = fresh();
    expect(await things.doc('x').set({ a: 1, b: 1 })).toMatchObject({ updated: 0, upsertedId: 'x' });
    expect(await things.doc('x').set({ a: 1 })).toMatchObject({ updated: 1 });
    expect(await things.doc('x').set({ a: 1 })).toMatchObject({ updated: 1 });
    expect((await things.doc('x').get()).data).toEqual([{ _id: 'x', a: 1 }]);
  });

  it('never changes an _id', async () => {
    const things = fresh();
    await things.add({ _id: 'x' });
    await expect(things.doc('x').update({ _id: 'y' })).rejects.toMatchObject({ code: 'INVALID_PARAM' });
  });
});

describe('remove', () => {
  it('takes what matches, and says how many', async () => {
    const things = fresh();
    await things.add([
      { _id: 'a', v: 1 },
      { _id: 'b', v: 1 },
      { _id: 'c', v: 2 },
    ]);
    expect(await things.where({ v: 1 }).remove()).toMatchObject({ deleted: 2 });
    expect(await things.doc('c').remove()).toMatchObject({ deleted: 1 });
    expect(await things.doc('c').remove()).toMatchObject({ deleted: 0 });
  });
});

describe('a transaction', () => {
  it('shows its writes to itself at once and to others at its end', async () => {
    const things = fresh();
    await things.add({ _id: 'x', n: 1 });
    const transaction = await database.startTransaction();
    await transaction.collection(things.name).doc('x').update({ n: 2 });
    await transaction.collection(things.name).add({ _id: 'new' });
    expect((await transaction.collection(things.name).doc('x').get()).data).toMatchObject({ n: 2 });
    expect((await transaction.collection(things.name).doc('none').get()).data).toBeNull();
    expect((await things.doc('x').get()).data).toMatchObject([{ n: 1 }]);
    await transaction.commit();
    expect((await things.doc('x').get()).data).toMatchObject([{ n: 2 }]);
    expect(await things.count()).toMatchObject({ total: 2 });
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_NOT_EXIST' });
  });

  it('that is rolled back has never been', async () => {
    const things = fresh();
    await things.add({ _id: 'x', n: 1 });
    const transaction = await database.startTransaction();
    await transaction.collection(things.name).doc('x').remove();
    await transaction.rollback('no');
    expect(await things.count()).toMatchObject({ total: 1 });
  });

  it('fails at its end when somebody else changed what it read', async () => {
    const things = fresh();
    await things.add({ _id: 'x', n: 1 });
    const transaction = await database.startTransaction();
    await transaction.collection(things.name).doc('x').update({ n: 2 });
    await things.doc('x').update({ n: 3 });
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_CONFLICT' });
    expect((await things.doc('x').get()).data).toMatchObject([{ n: 3 }]);
  });

  it('by runTransaction loses no count, and is not to be had on aliyun', async () => {
    const tencent = openDatabase({
      provider: 'tencent',
      collections: { t: { indexes: [], initial: [{ _id: 'x', n: 0 }] } },
    });
    const once = () =>
      tencent.runTransaction(async (transaction: Awaited<ReturnType<typeof tencent.startTransaction>>) => {
        const { data } = await transaction.collection('t').doc('x').get();
        await transaction
          .collection('t')
          .doc('x')
          .update({ n: (data as unknown as { n: number }).n + 1 });
      });
    await Promise.all([once(), once(), once()]);
    expect((await tencent.collection('t').doc('x').get()).data).toMatchObject([{ n: 3 }]);
    await tencent.close();
    await expect(database.runTransaction(() => undefined)).rejects.toThrow('aliyun');
  });
});

describe('a missing collection', () => {
  it('is made by add on aliyun, and read as empty', async () => {
    expect((await fresh().get()).data).toEqual([]);
    await fresh().add({ a: 1 });
  });

  it.each(['tencent', 'alipay'] as const)('is refused on %s by everything, naming it', async provider => {
    const other = openDatabase({ provider });
    for (const attempt of [other.collection('nope').get(), other.collection('nope').add({ a: 1 })])
      await expect(attempt).rejects.toMatchObject({
        code: 'DATABASE_COLLECTION_NOT_EXIST',
        message: expect.stringContaining('nope'),
      });
    await other.createCollection('nope');
    await other.collection('nope').add({ a: 1 });
    await other.close();
  });
});

describe('a unique index', () => {
  const index = { name: 'by-no', fields: ['no', 'deep.er'], unique: true, sparse: false };
  const indexed = openDatabase({ collections: { t: { indexes: [index], initial: [] } } });
  const things = indexed.collection('t');
  afterAll(() => indexed.close());

  it('keeps two documents from having the same values, however they come to them', async () => {
    await things.add([
      { _id: 'a', no: 1 },
      { _id: 'b', no: 2 },
    ]);
    await expect(things.add({ no: 1 })).rejects.toThrow(/E11000.*by-no/);
    await expect(things.doc('b').update({ no: 1 })).rejects.toThrow(/E11000/);
    await expect(things.add([{ no: 5 }, { no: 5 }])).rejects.toThrow(/E11000/);
    await expect(things.where({}).update({ no: 7 })).rejects.toThrow(/E11000/);
    expect((await things.orderBy('no', 'asc').get()).data).toMatchObject([{ no: 1 }, { no: 2 }]);
    await things.add({ no: 1, deep: { er: 1 } });
    await things.doc('a').remove();
    await things.add({ no: 1 });
  });
});

describe('faults on demand', () => {
  const faulty = openDatabase();
  const things = faulty.collection('t');
  afterEach(() => faulty.setFaults({}));
  afterAll(() => faulty.close());

  it('fail the next operations, or a share of them', async () => {
    faulty.setFaults({ failNext: 1 });
    await expect(things.get()).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' });
    await things.get();
    const failures = async (seed: number) => {
      faulty.setFaults({ failRate: 0.5, seed });
      const results = await Promise.allSettled(Array.from({ length: 40 }, () => things.get()));
      return results.map(({ status }) => status === 'rejected');
    };
    const first = await failures(3);
    expect(new Set(first).size).toBe(2);
    expect(await failures(3)).toEqual(first);
  });

  it('lose writes that were answered as done', async () => {
    faulty.setFaults({ loseWrites: 1, collections: ['t'] });
    expect(await things.add({ _id: 'lost' })).toHaveProperty('id');
    expect((await things.doc('lost').get()).data).toEqual([]);
    await things.add({ _id: 'lost' });
  });

  it('make a collection missing, slow, or silent, for reads or writes alone', async () => {
    faulty.setFaults({ missing: ['t'], only: 'writes' });
    await things.get();
    await expect(things.add({})).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' });
    faulty.setFaults({ hang: true });
    const silent = things.get().then(() => 'answered');
    faulty.setFaults({ delay: 1 });
    await things.get();
    expect(await Promise.race([silent, 'silent'])).toBe('silent');
  });

  it('and every operation can be counted', async () => {
    const before = faulty.operations.length;
    await things.doc('x').get();
    expect(faulty.operations.slice(before)).toEqual([{ action: 'getDocument', collection: 't' }]);
  });
});
