import type { TokenRow, TokenStore } from '../../src/token/store';

const row = (value: string, expired = Date.now() + 7_200_000): TokenRow => ({ value, expired });

/**
 * What every store must do. `sameEnd`: how far off `expired` may come back, in milliseconds (a store that keeps
 * a remaining life instead of a time).
 */
export function describeStore(name: string, open: () => TokenStore, { sameEnd = 0 } = {}): void {
  describe(name, () => {
    let store: TokenStore;
    let key: string;
    let count = 0;
    beforeEach(() => {
      store = open();
      key = `uni-id:weixin-mp:wx${(count += 1)}:access-token`;
    });
    const expectRow = (found: TokenRow | undefined, wanted: TokenRow): void => {
      expect(found!.value).toBe(wanted.value);
      expect(Math.abs(found!.expired - wanted.expired)).toBeLessThanOrEqual(sameEnd);
    };

    test('has no row before there is one', async () => {
      expect(await store.get(key)).toBeUndefined();
    });

    test('gives back what was stored, text of any kind', async () => {
      for (const value of [
        '{"access_token":"a"}',
        '',
        '中文 😀 "\\\n',
        'x'.repeat(2_000),
        '{"$set":{"a.b":1}}',
      ]) {
        const next = row(value);
        expect(await store.compareAndSet(key, await store.get(key), next)).toBe(true);
        expectRow(await store.get(key), next);
      }
    });

    test('keeps -1 as it is', async () => {
      await store.compareAndSet(key, undefined, row('for ever', -1));
      expect(await store.get(key)).toEqual({ value: 'for ever', expired: -1 });
    });

    test('adds only where there is no row', async () => {
      const [first, second] = [row('first'), row('second')];
      expect(await store.compareAndSet(key, undefined, first)).toBe(true);
      expect(await store.compareAndSet(key, undefined, second)).toBe(false);
      expectRow(await store.get(key), first);
    });

    test('changes only what still is as expected', async () => {
      const [first, second, third] = [row('first'), row('second'), row('third')];
      await store.compareAndSet(key, undefined, first);
      const read = await store.get(key);
      expect(await store.compareAndSet(key, read, second)).toBe(true);
      expect(await store.compareAndSet(key, read, third)).toBe(false);
      expectRow(await store.get(key), second);
    });

    test('takes what was written for what was read', async () => {
      const [first, second] = [row('first'), row('second')];
      await store.compareAndSet(key, undefined, first);
      expect(await store.compareAndSet(key, first, second)).toBe(true);
    });

    test('does not change a row that is not there', async () => {
      expect(await store.compareAndSet(key, row('gone'), row('next'))).toBe(false);
      expect(await store.get(key)).toBeUndefined();
    });

    test('says that a row was written which already was the same', async () => {
      const same = row('same');
      await store.compareAndSet(key, undefined, same);
      expect(await store.compareAndSet(key, same, { ...same })).toBe(true);
    });

    test('removes only what still is as expected', async () => {
      const first = row('first');
      await store.compareAndSet(key, undefined, first);
      expect(await store.remove(key, row('another'))).toBe(false);
      const read = await store.get(key);
      expect(await store.remove(key, read!)).toBe(true);
      expect(await store.remove(key, read!)).toBe(false);
      expect(await store.get(key)).toBeUndefined();
    });

    test('of many who add or change at once, exactly one succeeds', async () => {
      const adding = await Promise.all(
        Array.from({ length: 30 }, (_, i) => store.compareAndSet(key, undefined, row(`a${i}`))),
      );
      expect(adding.filter(Boolean)).toHaveLength(1);
      const read = await store.get(key);
      expect(read!.value).toBe(`a${adding.indexOf(true)}`);
      const changing = await Promise.all(
        Array.from({ length: 30 }, (_, i) => store.compareAndSet(key, read, row(`b${i}`))),
      );
      expect(changing.filter(Boolean)).toHaveLength(1);
      expect((await store.get(key))!.value).toBe(`b${changing.indexOf(true)}`);
    });

    test('does not mix up two keys', async () => {
      await store.compareAndSet(key, undefined, row('one'));
      await store.compareAndSet(`${key}:lease`, undefined, row('two'));
      expect((await store.get(key))!.value).toBe('one');
      expect((await store.get(`${key}:lease`))!.value).toBe('two');
    });

    test('hands out rows that are the caller’s own', async () => {
      await store.compareAndSet(key, undefined, row('one'));
      const read = await store.get(key);
      read!.value = 'changed';
      expect((await store.get(key))!.value).toBe('one');
    });
  });
}
