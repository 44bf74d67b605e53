import { inFolder } from './data-folder/data-folder.ts';
import { demoRedirect, demoScopes } from './demo-oauth.ts';
import type { LocalFacts } from './seed.ts';
import { doneInWords, type Told } from './templates/words.ts';

const https = ({ httpsEndpoint, certificateAuthority: file }: LocalFacts): string =>
  httpsEndpoint === undefined || file === undefined
    ? ''
    : `
The same is at ${httpsEndpoint}, for clients that insist on HTTPS. To trust its certificates, which are good for this machine alone:

  macOS         security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db "${file}"
  Windows       certutil -user -addstore Root "${file}"
  Linux         sudo cp "${file}" /usr/local/share/ca-certificates/gatehouse.crt && sudo update-ca-certificates
                (Chromium has a list of its own: certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n gatehouse -i "${file}")
  Firefox       Settings, Privacy & Security, View Certificates, Authorities, Import: ${file}
  Node          export NODE_EXTRA_CA_CERTS="${file}"
`;

const hostIn = ({ endpoint, domain }: LocalFacts): string => endpoint.replace('://', `://${domain}.`);

/** What the console shows of a stack that is ready. `ending` says what Ctrl-C does. */
export const introduction = (facts: LocalFacts & { readonly from?: Told }, ending: string): string => `
Gatehouse is ready at ${facts.endpoint}

  user pool     ${facts.userPoolId}
  app client    ${facts.clientId}
  identity pool ${facts.identityPoolId}
  issuer        ${facts.issuer}
  user          ${facts.username} / ${facts.password}
  domain        ${hostIn(facts)}, in browsers
  machine       ${facts.machineClientId} / ${facts.machineClientSecret}
  access key    ${facts.accessKeyId} / ${facts.secretAccessKey}
  mailbox       ${facts.mailboxUrl}
  for scripts   ${inFolder('local.json')}

Sign in on a page, which then leads to ${demoRedirect} with a code:

  ${facts.signInUrl}

Get a token for the machine:

  curl -u ${facts.machineClientId}:${facts.machineClientSecret} \\
    -d 'grant_type=client_credentials&scope=${demoScopes[0]}' ${facts.endpoint}/oauth2/token

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
${https(facts)}${facts.from ? doneInWords(facts.from) : ''}
Ctrl-C stops ${ending}
`;
