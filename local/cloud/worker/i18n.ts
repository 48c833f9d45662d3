interface Options {
  locale: string;
  fallbackLocale?: string;
  messages: Record<string, Record<string, unknown>>;
}

const at = (messages: Record<string, unknown> | undefined, key: string): unknown =>
  messages?.[key] ??
  key
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        value && typeof value === 'object' ? (value as Record<string, unknown>)[part] : undefined,
      messages,
    );

/** `uniCloud.initI18n`: texts by locale, `{name}` filled in. */
export function initI18n({ locale, fallbackLocale, messages }: Options) {
  let current = locale;
  const find = (wanted: string) =>
    Object.keys(messages).find(name => name.toLowerCase() === wanted.toLowerCase());
  const tableOf = (wanted: string) => {
    const exact = find(wanted) ?? find(wanted.split('-')[0]!);
    return exact === undefined ? undefined : messages[exact];
  };
  return {
    getLocale: () => current,
    setLocale: (next: string) => {
      current = next;
    },
    t(key: string, values: Record<string, unknown> = {}): string {
      const text =
        at(tableOf(current), key) ?? (fallbackLocale ? at(tableOf(fallbackLocale), key) : undefined);
      if (typeof text !== 'string') return key;
      return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
        name in values ? String(values[name]) : whole,
      );
    },
  };
}
