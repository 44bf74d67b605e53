import { admin, app, http, type Leg, worker } from '../step.ts';
import { makePool, makeUser, signIn } from './common.ts';

const prefix = 'AWSCognitoIdentityProviderService';
const type = { 'content-type': 'application/x-amz-json-1.1' };
const post = (operation: string, body: string, headers: Readonly<Record<string, string>> = type) => ({
  method: 'POST',
  body,
  status: 400,
  headers: { ...headers, ...(operation && { 'x-amz-target': operation }) },
});

/**
 * Requests on the wire: requests that name no operation, requests that are not one of that operation, and who may ask.
 */
export const wire: Leg = {
  name: 'wire',
  clock: 'journey',
  steps: [
    ...makePool(),
    http('an operation that is not there', post(`${prefix}.CreateIdentityProvider`, '{}')),
    http('an operation that nobody has', post(`${prefix}.Nothing`, '{}')),
    http('no operation', post('', '{}')),
    http('another service', post('AWSCognitoIdentityService.GetId', '{}')),
    http('a body that is no JSON', post(`${prefix}.SignUp`, '{"ClientId":')),
    http('a list for a body', post(`${prefix}.SignUp`, '[]')),
    http('an empty body', post(`${prefix}.SignUp`, '')),
    http('half a surrogate pair', post(`${prefix}.SignUp`, '{"ClientId":"\\ud800"}')),
    http('a GET of nothing', { status: 400, url: '{{endpoint}}/nothing' }),
    http('a preflight', {
      method: 'OPTIONS',
      status: 204,
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-amz-target,x-amz-user-agent',
      },
    }),
    app(
      'InitiateAuth',
      'a page asks',
      { ClientId: '{{client}}', AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ada', PASSWORD: 'no' } },
      { refused: 'UserNotFoundException', headers: { origin: 'http://localhost:3000' } },
    ),
    app('SignUp', 'members are missing', {}, { refused: 'InvalidParameterException' }),
    app('SignUp', 'one member is missing', { ClientId: '{{client}}' }, { refused: 'InvalidParameterException' }),
    app('SignUp', 'a number for text', { ClientId: 7, Username: 'ada' }, { refused: 'SerializationException' }),
    app(
      'SignUp',
      'text for a list',
      { ClientId: '{{client}}', Username: 'ada', UserAttributes: 'email' },
      { refused: 'SerializationException' },
    ),
    app(
      'SignUp',
      'lengths and patterns',
      { ClientId: 'no client!', Username: '', Password: 'short', UserAttributes: [{ Name: '', Value: 'x' }] },
      { refused: 'InvalidParameterException' },
    ),
    app(
      'InitiateAuth',
      'a flow that is none',
      { ClientId: '{{client}}', AuthFlow: 'GUESS' },
      { refused: 'InvalidParameterException' },
    ),
    app(
      'SignUp',
      'a client that is not there',
      { ClientId: 'nobodysclient', Username: 'ada', Password: 'Correct-horse-1' },
      { refused: 'ResourceNotFoundException' },
    ),
    app('GetUser', 'a token that is none', { AccessToken: 'no.token.this' }, { refused: 'NotAuthorizedException' }),
    app('GetUser', 'no token', {}, { refused: 'InvalidParameterException' }),
    app('ListUserPools', 'no signature', { MaxResults: 1 }, { refused: 'MissingAuthenticationTokenException' }),
    admin('ListUserPools', 'a page too long', { MaxResults: 61 }, { refused: 'InvalidParameterException' }),
    admin('DescribeUserPool', 'an id that is none', { UserPoolId: 'pool' }, { refused: 'InvalidParameterException' }),
    admin(
      'DescribeUserPool',
      'a pool that is not there',
      { UserPoolId: 'us-east-1_Nowhere00' },
      { refused: 'ResourceNotFoundException' },
    ),
    admin(
      'ListUserPools',
      'an access key that nobody has',
      { MaxResults: 1 },
      {
        refused: 'UnrecognizedClientException',
        key: 'unknown',
        make: () => ({
          'unknown.accessKeyId': 'GATENOBODYNOBODY2345',
          'unknown.secretAccessKey': 'secret-of-nobody-secret-of-nobody-secret',
        }),
      },
    ),
    worker(
      'an access key for one operation',
      'CreateAccessKey',
      { actions: ['DescribeUserPool'], pools: ['{{pool}}'] },
      { keep: { 'limited.accessKeyId': 'accessKeyId', 'limited.secretAccessKey': 'secretAccessKey' } },
    ),
    admin('DescribeUserPool', 'what the key allows', { UserPoolId: '{{pool}}' }, { key: 'limited' }),
    admin(
      'DeleteUserPool',
      'what the key does not allow',
      { UserPoolId: '{{pool}}' },
      { key: 'limited', refused: 'AccessDeniedException' },
    ),
    ...makeUser('ada'),
    signIn('ada'),
    http('the keys of the pool', { url: '{{endpoint}}/{{pool}}/.well-known/jwks.json', unordered: true }),
    http('what verifiers are told', { url: '{{endpoint}}/{{pool}}/.well-known/openid-configuration' }),
    http('the keys of no pool', { url: '{{endpoint}}/us-east-1_Nowhere00/.well-known/jwks.json', status: 404 }),
    admin('RotateSigningKeys', 'new keys', { UserPoolId: '{{pool}}' }, { unordered: true }),
    http('both generations of keys', {
      url: '{{endpoint}}/{{pool}}/.well-known/jwks.json',
      after: 60,
      unordered: true,
    }),
    signIn('ada'),
  ],
};
