/** How many ports after the wanted one are tried. */
const TRIES = 20;

const isTaken = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/**
 * Starts a server on a port. A port somebody asked for is the only one tried; from the usual one on, the first
 * that is free is taken.
 * @throws When the port asked for, or every port tried, is taken.
 */
export async function onPort<T>(
  asked: number | undefined,
  usual: number,
  start: (port: number) => Promise<T>,
): Promise<T> {
  const last = asked ?? usual + TRIES;
  for (let port = asked ?? usual; ; port++) {
    try {
      return await start(port);
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (port >= last)
        throw new Error(
          asked === undefined
            ? `端口 ${usual}–${last} 都已被占用。请用 --port 指定另一个。`
            : `端口 ${asked} 已被占用。请结束占用它的程序，或用 --port 指定另一个。`,
        );
    }
  }
}
