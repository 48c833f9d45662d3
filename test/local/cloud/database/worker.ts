import { connectDatabase } from '../../../../local/cloud/database';

/** A process of its own that counts up a shared row, and tries to take every one of a list of locks. */
async function main(): Promise<void> {
  const [address = '', rounds = '0'] = process.argv.slice(2);
  const database = await connectDatabase(address);
  const rows = database.collection('rows');
  let taken = 0;
  for (let i = 0; i < Number(rounds); i++) {
    taken += await rows.add({ _id: `lock-${i}` }).then(
      () => 1,
      () => 0,
    );
    for (;;) {
      const { n } = (await rows.doc('counter').get()).data[0] as { n: number };
      const { updated } = await rows.where({ _id: 'counter', n }).update({ n: n + 1 });
      if (updated === 1) break;
    }
  }
  console.log(taken);
}

void main();
