// Loaded into the process of the functions. Its standard input is a pipe that closes when the stack's process ends,
// even when that was killed and could stop nothing. Then the functions end, and the database with them.
const end = (): void => {
  try {
    const database = Number(process.env.GATEHOUSE_DATABASE_PID);
    if (database > 0) process.kill(database);
  } finally {
    process.exit();
  }
};

process.stdin.once('close', end);
process.stdin.resume();
