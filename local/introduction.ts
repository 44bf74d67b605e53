import { inFolder } from './data-folder/data-folder.ts';
import type { LocalFacts } from './seed.ts';

/** What the console shows of a stack that is ready. `ending` says what Ctrl-C does. */
export const introduction = (facts: LocalFacts, ending: string): string => `
Gatehouse is ready at ${facts.endpoint}

  user pool     ${facts.userPoolId}
  app client    ${facts.clientId}
  issuer        ${facts.issuer}
  user          ${facts.username} / ${facts.password}
  access key    ${facts.accessKeyId} / ${facts.secretAccessKey}
  mailbox       ${facts.mailboxUrl}
  for scripts   ${inFolder('local.json')}

Sign in with the AWS CLI:

  aws cognito-idp initiate-auth --endpoint-url ${facts.endpoint} --region ${facts.region} --no-sign-request \\
    --client-id ${facts.clientId} --auth-flow USER_PASSWORD_AUTH \\
    --auth-parameters USERNAME=${facts.username},PASSWORD=${facts.password}

Sign in with the SDK:

  import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
  const client = new CognitoIdentityProviderClient({ endpoint: '${facts.endpoint}', region: '${facts.region}' });
  await client.send(new InitiateAuthCommand({
    ClientId: '${facts.clientId}',
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: '${facts.username}', PASSWORD: '${facts.password}' },
  }));

Ctrl-C stops ${ending}
`;
