import { admin, app, type Leg } from '../step.ts';
import { makePool, makeUser, ofUser, signIn } from './common.ts';

const configuration = (more: object = {}) => ({
  OperatorConfiguration: {
    UserPoolId: '{{pool}}',
    ClientIds: ['{{client}}'],
    Groups: [{ GroupName: 'auditors', Role: 'READER' }],
    ...more,
  },
});
const byKeys = { key: 'keys' } as const;

/** Users of one pool administer the deployment, by keys that they get for a token. */
export const operators: Leg = {
  name: 'operators',
  clock: 'machine',
  steps: [
    ...makePool(),
    ...makeUser('ada'),
    admin('CreateGroup', 'auditors', { UserPoolId: '{{pool}}', GroupName: 'auditors' }),
    admin('GetOperatorConfiguration', 'none', {}),
    admin('SetOperatorConfiguration', 'auditors read', configuration()),
    admin('SetOperatorConfiguration', 'no client', configuration({ ClientIds: [] }), {
      refused: 'InvalidParameterException',
    }),
    admin('GetOperatorConfiguration', 'auditors read', {}),
    app('GetOperatorSignIn', 'auditors read', {}),
    signIn('ada'),
    app('CreateOperatorSession', 'of nobody', { AccessToken: '{{access}}' }, { refused: 'NotAuthorizedException' }),
    admin('AdminAddUserToGroup', 'ada audits', { ...ofUser('ada'), GroupName: 'auditors' }),
    app(
      'CreateOperatorSession',
      'of ada',
      { AccessToken: '{{access}}' },
      {
        keep: {
          'keys.accessKeyId': 'Credentials.AccessKeyId',
          'keys.secretAccessKey': 'Credentials.SecretAccessKey',
          'keys.sessionToken': 'Credentials.SessionToken',
        },
      },
    ),
    admin('AdminGetUser', 'who administers is seen by nobody who reads', ofUser('ada'), {
      ...byKeys,
      refused: 'AccessDeniedException',
    }),
    admin('ListUserPools', 'by ada', { MaxResults: 1 }, { ...byKeys, leaves: ['UserPools', 'NextToken'] }),
    admin('SetOperatorConfiguration', 'nobody operates', {}),
    app('GetOperatorSignIn', 'nobody operates', {}),
  ],
};
