import { GetProvisionedLimitCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { limitOf, unlimited } from '#tests/support/limits.ts';
import { makePool } from '#tests/support/pools.ts';

describe('GetProvisionedLimit', () => {
  it('tells of no limit by the greatest number', async () => {
    const { clientId: ClientId } = await makePool();
    const none = { ProvisionedLimitValue: unlimited, FreeLimitValue: unlimited };
    expect(await limitOf('UserFederation')).toEqual({
      LimitDefinition: { LimitClass: 'API_CATEGORY', Attributes: { Category: 'UserFederation' } },
      ...none,
    });
    expect(await limitOf('UserCreation', ClientId)).toEqual({
      LimitDefinition: { LimitClass: 'API_CATEGORY', Attributes: { Category: 'UserCreation', ClientId } },
      ...none,
    });
  });

  it.each<readonly [string, Record<string, string>, string, string]>([
    ['no category', {}, 'InvalidParameterException', 'LimitDefinition.Attributes has no Category.'],
    [
      'a category that there is not',
      { Category: 'UserSleep' },
      'InvalidParameterException',
      'LimitDefinition.Attributes.Category is no category of operations.',
    ],
    [
      'a category that is in every object',
      { Category: 'constructor' },
      'InvalidParameterException',
      'LimitDefinition.Attributes.Category is no category of operations.',
    ],
    [
      'another attribute',
      { Category: 'UserRead', UserPoolId: 'us-east-1_A' },
      'InvalidParameterException',
      'LimitDefinition.Attributes is to have Category and, for one app client, ClientId.',
    ],
    [
      'a client id that is too long',
      { Category: 'UserRead', ClientId: 'a'.repeat(3000) },
      'InvalidParameterException',
      'LimitDefinition.Attributes.ClientId is no id of an app client.',
    ],
    [
      'a client that there is not',
      { Category: 'UserRead', ClientId: 'nobody' },
      'ResourceNotFoundException',
      'User pool client nobody does not exist.',
    ],
  ])('refuses %s', async (_what, Attributes, name, message) => {
    const asked = { LimitDefinition: { LimitClass: 'API_CATEGORY' as const, Attributes } };
    await expect(adminClient().send(new GetProvisionedLimitCommand(asked))).rejects.toMatchObject({ name, message });
  });
});
