import base from './jest.config.mjs';

/** The slow part (`npm run test:slow`): old Nodes, long simulations, and again what is better with a real Redis. */
export default {
  ...base,
  testMatch: [
    '<rootDir>/test/slow/**/*.test.ts',
    '<rootDir>/test/stores/**/*.test.ts',
    '<rootDir>/test/others/**/*.test.ts',
  ],
  // Builds the whole documentation site, which takes minutes: `npm run test:site` (after `.ci/prepare-site`).
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/slow/docs/site.test.ts'],
  testTimeout: 600_000,
};
