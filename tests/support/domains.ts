import { randomUUID } from 'node:crypto';
import {
  CreateUserPoolDomainCommand,
  type CreateUserPoolDomainCommandInput,
  type CreateUserPoolDomainCommandOutput,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import { issuerOrigin, stack } from './stack.ts';

/** A prefix that no other test has. */
export const aPrefix = (): string => `prefix-${randomUUID()}`;

/** The host of a prefix domain of the stack. */
export const hostOf = (prefix: string): string => `${prefix}.${new URL(stack().endpoint).host}`;

/** The origin of a prefix domain, as the stack publishes it. */
export const originOf = (prefix: string): string => {
  const { protocol, host } = new URL(issuerOrigin());
  return `${protocol}//${prefix}.${host}`;
};

/** What a request says of a custom domain. */
export const certificate = (name = 'first') => ({
  CertificateArn: `arn:aws:acm:us-east-1:123456789012:certificate/${name}`,
});

/** Gives a pool a domain. */
export const createDomain = (
  UserPoolId: string,
  Domain: string,
  more: Partial<CreateUserPoolDomainCommandInput> = {},
): Promise<CreateUserPoolDomainCommandOutput> =>
  adminClient().send(new CreateUserPoolDomainCommand({ ...more, UserPoolId, Domain }));

/** Takes a domain from a pool. */
export const deleteDomain = (UserPoolId: string, Domain: string): Promise<unknown> =>
  adminClient().send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain }));

/** The domains that a pool's description tells. */
export const domainsOf = async (UserPoolId: string) => {
  const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }));
  return { Domain: UserPool?.Domain, CustomDomain: UserPool?.CustomDomain };
};
