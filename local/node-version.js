// Loaded before anything else, and by any Node: TypeScript is read by the Node that this asks for only.
import process from 'node:process';

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `Gatehouse runs on Node 24 or later and this is ${process.version}; npm has no Node 24 to install for ` +
      `${process.platform}-${process.arch}. Install Node 24 from https://nodejs.org and start again.\n`,
  );
  process.exit(1);
}
