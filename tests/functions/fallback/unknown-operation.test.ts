import {
  CreateUserPoolReplicaCommand,
  DeleteUserPoolReplicaCommand,
  UpdateUserPoolReplicaCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { stack } from '#tests/support/stack.ts';

const call = (headers: Record<string, string>): Promise<Response> =>
  fetch(stack().endpoint, { method: 'POST', headers, body: '{}' });

describe('a request for no operation that is there', () => {
  it.each([
    'AWSCognitoIdentityProviderService.NoSuchOperation',
    'Gatehouse.NoSuchOperation',
    'AnotherService.GetUser',
    'nonsense',
  ])('is told so: %s', async (target) => {
    const answer = await call({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target });

    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe('UnknownOperationException:');
    expect(await answer.json()).toEqual({
      __type: 'UnknownOperationException',
      message: 'The request names no operation that is there.',
    });
  });

  it('may lack a target, or be for a path', async () => {
    expect((await call({})).status).toBe(400);
    expect((await fetch(`${stack().endpoint}/no/such/path`)).status).toBe(400);
  });

  it('is told why there are no replicas, by the name of the operation', async () => {
    const there = { UserPoolId: 'us-east-1_Somewhere', RegionName: 'eu-west-1' };
    const refusalOf = (name: string) => ({
      name: 'OperationNotEnabledException',
      message: `${name} is not supported: a user pool of this deployment is in one Region and has no replicas.`,
      $metadata: expect.objectContaining({ httpStatusCode: 400 }),
    });

    await expect(adminClient().send(new CreateUserPoolReplicaCommand(there))).rejects.toMatchObject(
      refusalOf('CreateUserPoolReplica'),
    );
    await expect(
      adminClient().send(new UpdateUserPoolReplicaCommand({ ...there, Status: 'INACTIVE' })),
    ).rejects.toMatchObject(refusalOf('UpdateUserPoolReplica'));
    await expect(adminClient().send(new DeleteUserPoolReplicaCommand(there))).rejects.toMatchObject(
      refusalOf('DeleteUserPoolReplica'),
    );
  });

  it('is not told so by the target of another service', async () => {
    const answer = await call({ 'x-amz-target': 'AWSCognitoIdentityService.CreateUserPoolReplica' });
    expect(answer.headers.get('x-amzn-errortype')).toBe('UnknownOperationException:');
  });
});
