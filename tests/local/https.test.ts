import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { fetchKeys } from '#tests/support/discovery.ts';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const https = () => {
  const { https: served } = stack();
  if (!served) throw new Error('The stack has no HTTPS.');
  return served;
};

const fetchingIn = async (url: string, env: Readonly<Record<string, string>>): Promise<string> => {
  const program = `fetch('${url}').then((answer) => answer.text(), (error) => error.cause.code).then(console.log)`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], {
    env: { ...ownEnvironment(), ...env },
  });
  return stdout.trim();
};

describe('HTTPS on the laptop', () => {
  it('gives what the same path gives over HTTP, to clients that trust the authority, and only to them', async () => {
    const { poolId } = await makePool();
    const { endpoint, certificateAuthority } = https();
    const url = `${endpoint}/${poolId}/.well-known/jwks.json`;

    const given = await fetchingIn(url, { NODE_EXTRA_CA_CERTS: certificateAuthority });
    expect(JSON.parse(given)).toEqual({ keys: await fetchKeys(poolId) });
    expect(await fetchingIn(url, {})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it("is at a pool's domain, too", async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);
    const { endpoint, certificateAuthority } = https();
    const { port } = new URL(endpoint);
    const host = `${prefix}.localhost`;

    const body = await new Promise<string>((resolve, reject) => {
      const asking = request({
        host: '127.0.0.1',
        port,
        servername: host,
        path: '/.well-known/jwks.json',
        headers: { host: `${host}:${port}` },
        ca: readFileSync(certificateAuthority),
        agent: false,
      });
      asking.once('error', reject).once('response', (answer) => resolve(text(answer)));
      asking.end();
    });

    expect(JSON.parse(body)).toEqual({ keys: await fetchKeys(poolId) });
  });

  it('takes operations, with the host that was signed', async () => {
    const { endpoint, certificateAuthority } = https();
    const { region, accessKeyId, secretAccessKey } = stack();
    const requestHandler = { httpsAgent: new Agent({ ca: readFileSync(certificateAuthority) }) };
    const credentials = { accessKeyId, secretAccessKey };
    const admin = new CognitoIdentityProviderClient({ endpoint, region, credentials, requestHandler });

    expect((await admin.send(new ListUserPoolsCommand({ MaxResults: 1 }))).$metadata.httpStatusCode).toBe(200);
    admin.destroy();
  });
});
