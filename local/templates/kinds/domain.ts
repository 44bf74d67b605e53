import { Refusal } from '../../cli/failures.ts';
import { type Identity, isValues, type Kind, pick, textIn, type Values, within } from './kind.ts';

const key = ['UserPoolId', 'Domain'] as const;

const identityFrom = (properties: Values, answer: Values): Identity => ({
  ...Object.fromEntries(key.map((name) => [name, textIn(properties, name)])),
  Ref: textIn(properties, 'Domain'),
  CloudFrontDistribution: textIn(answer, 'CloudFrontDomain'),
});

/** Domains of pools. */
export const domain: Kind = {
  make: async ({ properties, call }) => identityFrom(properties, await call('CreateUserPoolDomain', properties)),
  change: async ({ properties, call }) => identityFrom(properties, await call('UpdateUserPoolDomain', properties)),
  remove: async (identity, call) => {
    await call('DeleteUserPoolDomain', pick(identity, key));
  },
  read: async (identity, call) => {
    const answer = await call('DescribeUserPoolDomain', pick(identity, ['Domain']));
    const { UserPoolId } = isValues(answer.DomainDescription) ? within(answer, 'DomainDescription') : {};
    // The operation has an empty answer for none.
    if (UserPoolId !== identity.UserPoolId) throw new Refusal('ResourceNotFoundException', 'There is no such domain.');
  },
  before: {
    Ref: 'not-yet-made',
    UserPoolId: 'us-east-1_NotYetMade',
    Domain: 'not-yet-made',
    CloudFrontDistribution: '',
  },
};
