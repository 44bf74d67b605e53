#!/usr/bin/env node
// Read by any Node: an old one is told so, in place of an error in what it cannot read.
import * as nodeModule from 'node:module';
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`gatehouse-pools runs on Node 22.13 or later, and this is ${process.version}.\n`);
  process.exit(1);
}

// What was read once need not be compiled at each start. Where nothing can be written, it is.
nodeModule.enableCompileCache?.();
await import('../lib/main.js');
