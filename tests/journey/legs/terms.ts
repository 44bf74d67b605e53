import { admin, type Leg } from '../step.ts';
import { makePool, makeUser, ofUser } from './common.ts';

const pool = { UserPoolId: '{{pool}}' };
const links = (path: string) => ({ Links: { 'cognito:default': `https://example.com/${path}` } });
const terms = (TermsName: string, more: object = {}) => ({
  ...pool,
  ClientId: '{{client}}',
  TermsName,
  TermsSource: 'LINK',
  Enforcement: 'NONE',
  ...links('terms'),
  ...more,
});
const use = { ...pool, TermsId: '{{use}}' };
const byName = (TermsName: string) => ({ ...pool, ClientId: '{{client}}', TermsName });
const notFound = { refused: 'ResourceNotFoundException' } as const;
const badParameter = { refused: 'InvalidParameterException' } as const;
const exists = { refused: 'TermsExistsException' } as const;
const keepUse = { keep: { use: 'Terms.TermsId' } };

/** What people are told of at sign-up: an app's terms of use and its privacy policy. */
export const termsOfApps: Leg = {
  name: 'terms',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('CreateTerms', 'terms of use', terms('terms-of-use'), keepUse),
    admin('CreateTerms', 'the terms of use again', terms('terms-of-use'), exists),
    admin('CreateTerms', 'without a default', terms('privacy-policy', { Links: {} }), badParameter),
    admin('CreateTerms', 'of no client', terms('privacy-policy', { ClientId: 'nobody' }), notFound),
    admin('CreateTerms', 'a privacy policy', terms('privacy-policy', links('privacy'))),
    admin('DescribeTerms', 'the terms of use', use),
    admin('DescribeTermsByClient', 'the privacy policy', byName('privacy-policy')),
    admin('UpdateTerms', 'other links', { ...use, ...links('new') }),
    admin('UpdateTerms', 'a name that is taken', { ...use, TermsName: 'privacy-policy' }, exists),
    admin('ListTerms', 'all', pool),
    admin('ListTerms', 'a page', { ...pool, MaxResults: 1 }, { keep: { page: 'NextToken' } }),
    admin('ListTerms', 'the next page', { ...pool, MaxResults: 1, NextToken: '{{page}}' }),
    ...makeUser('ada'),
    admin('AdminListAcceptedTerms', 'of a user who was shown none', ofUser('ada')),
    admin('AdminListAcceptedTerms', 'of nobody', ofUser('nobody'), { refused: 'UserNotFoundException' }),
    admin('DeleteTerms', 'no terms of use', use),
    admin('DeleteTerms', 'none', use, notFound),
    admin('DescribeTerms', 'none', use, notFound),
    admin('DescribeTermsByClient', 'none', byName('terms-of-use'), notFound),
    admin('DeleteUserPoolClient', 'their client is deleted', { ...pool, ClientId: '{{client}}' }),
    admin('ListTerms', 'none are left', pool),
  ],
};
