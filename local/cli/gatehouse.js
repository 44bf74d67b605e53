#!/usr/bin/env node
// Started by any Node. What it starts is TypeScript, which the Node that npm has installed beside the rest reads.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { constants } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const inModules = (place) => fileURLToPath(new URL(`../../node_modules/${place}`, import.meta.url));

const bundledNode = () => {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const program = `bin/node${system === 'win' ? '.exe' : ''}`;
  return inModules(`node-${system}-${process.arch}/${program}`);
};

const startAnew = (program) => {
  const child = spawn(program, process.argv.slice(1), { stdio: 'inherit' });
  // The child says what becomes of the work, and this waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // An npm that was killed passes nothing on. Whoever else started this may end before it, and the child knows.
  const parent = process.ppid;
  const watch = () => process.ppid === parent || child.kill('SIGTERM');
  if (process.env.npm_lifecycle_event !== undefined) setInterval(watch, 500).unref();
  child.once('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
};

const isOld = Number.parseInt(process.versions.node, 10) < 24;
if (isOld && existsSync(bundledNode())) {
  startAnew(bundledNode());
} else {
  // What was read once need not be read and compiled at each start, which then takes half as long. Where nothing can be
  // written, it is.
  nodeModule.enableCompileCache?.(inModules('.cache/gatehouse-cli'));
  await import('../node-version.js');
  await import('./main.ts');
}
