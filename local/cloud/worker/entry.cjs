'use strict';
// Where a function's process begins: TypeScript can be loaded from here on, and nothing else is changed.
require('../register.cjs');
require('./main.ts');
