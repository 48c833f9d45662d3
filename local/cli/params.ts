import fs from 'fs';
import path from 'path';

/** npm runs scripts in the repository; paths are meant from where it was called. */
export const fromCaller = (file: string) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file);

function readFile(file: string, what: string): Buffer {
  try {
    return fs.readFileSync(fromCaller(file));
  } catch (error) {
    throw new Error(`${what}读不出来：${file}（${(error as NodeJS.ErrnoException).code}）`);
  }
}

export function readJsonFile(file: string, what: string): unknown {
  try {
    return JSON.parse(readFile(file, what).toString('utf8')) as unknown;
  } catch (error) {
    // The parser's own message would quote the file, and the file may hold secrets.
    if (error instanceof SyntaxError) throw new Error(`${what}不是合法的 JSON：${file}`);
    throw error;
  }
}

/** `{ "$file": "a.png" }` anywhere in the parameters is that file's bytes. */
function withFiles(_key: string, value: unknown): unknown {
  const isFile = typeof value === 'object' && value !== null && Object.keys(value).join() === '$file';
  return isFile ? readFile(String((value as { $file: unknown }).$file), '参数中的文件') : value;
}

/** A call's parameters: JSON, or `@` and the name of a file of it. */
export function readParams(text: string | undefined): object {
  if (text === undefined) return {};
  const source = text.startsWith('@') ? readFile(text.slice(1), '参数文件').toString('utf8') : text;
  let value: unknown;
  try {
    value = JSON.parse(source, withFiles);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's own message quotes what it read, which may be a secret; where it stopped says enough.
    const [place = ''] = /at position \d+/.exec(error.message) ?? [];
    throw new Error(
      `参数不是合法的 JSON（${place}）。\n参数要用引号括起来，例如：'{"scene":"a=1"}'；Windows 上可写入文件，用 @params.json 传入。`,
    );
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value) || Buffer.isBuffer(value))
    throw new Error(`参数必须是 JSON 对象，例如：'{"scene":"a=1"}'`);
  return value;
}
