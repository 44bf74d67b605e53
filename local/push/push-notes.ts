import type { IdentityProviderType } from '@aws-sdk/client-cognito-identity-provider';
import { type Note, triggersOf } from '../pull/notes.ts';
import type { PoolFacts } from '../pull/pool-facts.ts';
import type { PushState } from './push-state.ts';

const some = (note: Note): readonly Note[] => (note.names?.length === 0 ? [] : [note]);

const counted = (users: number, what: string, todo: string, about: string): readonly Note[] =>
  users === 0 ? [] : [{ about, what: `${what}: ${users}.`, todo }];

const providersOf = ({ providers }: PoolFacts, fits: (provider: IdentityProviderType) => boolean): readonly string[] =>
  [...providers.values()].filter(fits).map(({ ProviderName = '' }) => ProviderName);

const userNotes = ({ passwords, invited, apps, left }: PushState['users'], usersFile: string): readonly Note[] => [
  ...counted(
    passwords,
    'Users with a password that nobody knows, as Cognito takes no hashes',
    'They choose a new one by ForgotPassword, which needs a verified address.',
    'passwords',
  ),
  ...counted(
    invited,
    'Users who never used their temporary password, and have another one now that nobody knows',
    'Invite them again: AdminCreateUser with MessageAction RESEND.',
    'passwords',
  ),
  ...counted(
    apps,
    'Users with an authenticator app whose seed Cognito does not take',
    'They register it again. Until then they are not asked for it.',
    'second factors',
  ),
  ...counted(
    left,
    'Users who were not made',
    `${usersFile} says of each why. Who never confirmed the sign-up signs up again. Who comes through a provider is made at the next sign-in there.`,
    'users',
  ),
];

const factorNotes = ({ pool }: PoolFacts): readonly Note[] => [
  ...(pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors?.includes('WEB_AUTHN')
    ? [{ about: 'passkeys', what: 'Passkeys are not taken.', todo: 'Users register them again.' }]
    : []),
  ...(pool.DeviceConfiguration
    ? [{ about: 'devices', what: 'Remembered devices are not taken.', todo: 'They are remembered again.' }]
    : []),
];

const settingNotes = (facts: PoolFacts): readonly Note[] => [
  ...some({
    about: 'triggers',
    what: 'The pool names these functions.',
    todo: 'They have to be there in the new account, and cognito-idp.amazonaws.com needs the right to call them: lambda add-permission.',
    names: triggersOf(facts.pool),
  }),
  ...some({
    about: 'providers',
    what: 'Providers send people back to the address of the pool, which is another one there.',
    todo: 'Register the new /oauth2/idpresponse with them; with SAML providers /saml2/idpresponse and urn:amazon:cognito:sp:<new pool id>.',
    names: providersOf(facts, () => true),
  }),
  ...some({
    about: 'clients',
    what: 'App clients with a second secret, of which nobody is told the value.',
    todo: 'Add it there with AddUserPoolClientSecret if an app still uses it.',
    names: [...facts.secrets].filter(([, many]) => many > 1).map(([id]) => id),
  }),
  ...(facts.pool.EmailConfiguration?.SourceArn
    ? [
        {
          about: 'settings',
          what: `Mails are sent from ${facts.pool.EmailConfiguration.SourceArn}.`,
          todo: 'The identity has to be there in the new account, with a policy that lets Cognito send from it.',
        },
      ]
    : []),
];

/** What of a pool is not taken along, or needs a look. */
export const pushNotes = (facts: PoolFacts, state: Pick<PushState, 'users'>, usersFile: string): readonly Note[] => [
  ...userNotes(state.users, usersFile),
  ...factorNotes(facts),
  ...settingNotes(facts),
  {
    about: 'tokens',
    what: 'The new pool has another id, and so another issuer and other keys; every user has another sub.',
    todo: `Point apps to the new ids. ${usersFile} tells the new sub of each user.`,
  },
];
