/** A token kept in a file for several processes: what a user brings whose SDK leaves the sharing to him. */
const { promises: fs } = require('fs');
const { join } = require('path');

exports.sharedFile = folder => {
  const file = join(folder, 'token.json');
  return {
    /** What was written last; undefined at first. */
    async read() {
      try {
        return JSON.parse(await fs.readFile(file, 'utf8'));
      } catch (error) {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    /** Whole or not at all: readers never find half a file. */
    async write(value) {
      const half = `${file}.${process.pid}.${process.hrtime.bigint()}`;
      await fs.writeFile(half, JSON.stringify(value));
      await fs.rename(half, file);
    },
  };
};
