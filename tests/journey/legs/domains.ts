import { admin, type Leg } from '../step.ts';
import { makePool } from './common.ts';

const pool = { UserPoolId: '{{pool}}' };
const domain = (Domain: string, more: object = {}) => ({ ...pool, Domain, ...more });
const custom = { CustomDomainConfig: { CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/first' } };
const badParameter = { refused: 'InvalidParameterException' } as const;

/** A prefix of a pool, which nothing but its deletion makes free again. */
export const domains: Leg = {
  name: 'domains',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('CreateUserPoolDomain', 'a prefix', domain('journey-shop')),
    admin('CreateUserPoolDomain', 'the same again', domain('journey-shop'), badParameter),
    admin('CreateUserPoolDomain', 'a reserved word', domain('journey-cognito'), badParameter),
    admin('CreateUserPoolDomain', 'a name that is not served', domain('auth.shop.example.com', custom), badParameter),
    admin(
      'DescribeUserPoolDomain',
      'the prefix',
      { Domain: 'journey-shop' },
      { leaves: ['DomainDescription.Version'] },
    ),
    admin('DescribeUserPoolDomain', 'none', { Domain: 'journey-nobody' }),
    admin('UpdateUserPoolDomain', 'other pages', domain('journey-shop', { ManagedLoginVersion: 2 })),
    admin('UpdateUserPoolDomain', 'none', domain('journey-nobody', { ManagedLoginVersion: 2 }), badParameter),
    admin('DescribeUserPool', 'the pool with its domain', pool),
    admin('DeleteUserPool', 'the pool has a domain', pool, badParameter),
    admin('DeleteUserPoolDomain', 'no prefix', domain('journey-shop')),
    admin('DeleteUserPoolDomain', 'none', domain('journey-shop'), badParameter),
    admin('DeleteUserPool', 'the pool has none', pool),
  ],
};
