import base from './jest.config.mjs';

/** The slow part (`npm run test:slow`): old Nodes, a browser, fuzzing. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/slow/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
};
