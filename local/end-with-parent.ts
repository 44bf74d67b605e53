// Loaded into the process of the functions. Its standard input is a pipe that closes when the stack's process ends,
// even when that was killed and could stop nothing.
process.stdin.once('close', () => process.exit());
process.stdin.resume();
