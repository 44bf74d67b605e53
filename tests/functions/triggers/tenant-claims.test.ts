import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

const claims = { tenant: 'acme' };

describe('tenantClaims', () => {
  it('names the tenant of its sample event for both tokens', async () => {
    expect(await invoke('tenantClaims', sampleEvent('tenant-claims'))).toMatchObject({
      outcome: 'answered',
      payload: {
        response: {
          claimsAndScopeOverrideDetails: {
            idTokenGeneration: { claimsToAddOrOverride: claims },
            accessTokenGeneration: { claimsToAddOrOverride: claims, scopesToAdd: [] },
          },
        },
      },
    });
  });

  it('puts the tenant into the tokens of a sign-in', async () => {
    const pool = await makePool({
      Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: true }],
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaArn: functionArn('tenantClaims'), LambdaVersion: 'V2_0' },
      },
    });
    const user = await makeUser(pool, { attributes: [{ Name: 'custom:tenant', Value: 'acme' }] });
    const { AccessToken, IdToken } = await signIn(pool, user);

    expect(decodeJwt(AccessToken)).toMatchObject(claims);
    expect(decodeJwt(IdToken)).toMatchObject(claims);
  });

  it('changes nothing for users without a tenant', async () => {
    const pool = await makePool({
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaArn: functionArn('tenantClaims'), LambdaVersion: 'V2_0' },
      },
    });
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    expect(decodeJwt(AccessToken)).not.toHaveProperty('tenant');
  });
});
