'use strict';
// Not checked: `process` is unknown where no declarations of Node are installed.
require('./main.js')
  .main(process.argv[2])
  .then(outcome => console.log(JSON.stringify(outcome)));
