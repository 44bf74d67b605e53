import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { databaseProgram } from '#local/dynamodb.ts';
import { assertFree, freePort } from '#local/ports.ts';

describe('a laptop that lacks something', () => {
  it('is told how to get a database for its platform', () => {
    expect(() => databaseProgram('plan9-mips')).toThrow('npm i --no-save @dynoxide/plan9-mips');
    expect(() => databaseProgram('plan9-mips')).toThrow('DYNAMODB_ENDPOINT=http://127.0.0.1:8000');
  });

  it('is told which setting moves what listens at a busy port', async () => {
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await expect(assertFree(port, 'the API', 'GATEHOUSE_PORT')).rejects.toThrow(
      `Port ${port}, for the API, is in use. End what uses it, or set GATEHOUSE_PORT to another port.`,
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(assertFree(port, 'the API', 'GATEHOUSE_PORT')).resolves.toBeUndefined();
  });
});
