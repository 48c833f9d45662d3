import base from './jest.config.mjs';

/** The slow part (`npm run test:slow`): old Nodes, long simulations, and again what is better with a real Redis. */
export default {
  ...base,
  testMatch: [
    '<rootDir>/test/slow/**/*.test.ts',
    '<rootDir>/test/stores/**/*.test.ts',
    '<rootDir>/test/others/**/*.test.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
};
