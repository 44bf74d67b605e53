import { deviceProof, verifierOf } from '#tests/support/devices.ts';
import { admin, app, type Facts, type Leg } from '../step.ts';
import { answer, beginSignIn, makePool, makeUser, ofUser, signIn, tokens } from './common.ts';
import { srpOf, srpOffer, startSrp } from './srp.ts';

const bearer = { AccessToken: '{{access}}' };
const device = { ...bearer, DeviceKey: '{{key}}' };
const ofAda = { ...ofUser('ada'), DeviceKey: '{{key}}' };
const notFound = { refused: 'ResourceNotFoundException' } as const;
const nowhere = 'us-east-1_00000000-0000-4000-8000-000000000000';
const secret = Buffer.alloc(40, 7).toString('base64');
const offered = {
  ...tokens(),
  key: 'AuthenticationResult.NewDeviceMetadata.DeviceKey',
  groupKey: 'AuthenticationResult.NewDeviceMetadata.DeviceGroupKey',
};

const kept = ({ key, groupKey }: Facts) => ({ key: String(key), groupKey: String(groupKey), secret });

const proveDevice = (facts: Facts, at: number): Facts => {
  const { SALT, SRP_B, SECRET_BLOCK } = facts;
  const parameters = { SALT: String(SALT), SRP_B: String(SRP_B), SECRET_BLOCK: String(SECRET_BLOCK) };
  const proof = deviceProof(srpOf(facts), kept(facts), parameters, { ahead: at - Date.now() });
  return { proof: { USERNAME: 'ada', ...proof } };
};

/** Remembered devices. */
export const devices: Leg = {
  name: 'devices',
  clock: 'journey',
  steps: [
    ...makePool({
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
    }),
    ...makeUser('ada'),
    beginSignIn('ada', 'ada signs in on a device', { keep: offered }),
    app(
      'ConfirmDevice',
      'a key that was not offered',
      { ...bearer, DeviceKey: nowhere, DeviceSecretVerifierConfig: '{{verifier}}' },
      { make: (facts) => ({ verifier: verifierOf(kept(facts)) }), refused: 'InvalidParameterException' },
    ),
    app('ConfirmDevice', 'the device is confirmed', {
      ...device,
      DeviceSecretVerifierConfig: '{{verifier}}',
      DeviceName: 'laptop',
    }),
    app('ConfirmDevice', 'and again', { ...device, DeviceSecretVerifierConfig: '{{verifier}}', DeviceName: 'laptop' }),
    app('GetDevice', 'the device', device),
    app('ListDevices', 'devices', bearer),
    app('UpdateDeviceStatus', 'it is remembered', { ...device, DeviceRememberedStatus: 'remembered' }),
    admin('AdminGetDevice', 'as administrators see it', ofAda),
    admin('AdminListDevices', 'as administrators list it', ofUser('ada')),
    admin('AdminUpdateDeviceStatus', 'it is not remembered', { ...ofAda, DeviceRememberedStatus: 'not_remembered' }),
    beginSignIn('ada', 'a device that is not there', notFound, { DEVICE_KEY: nowhere }),
    beginSignIn('ada', 'the device is to prove itself', { keep: { session: 'Session' } }, { DEVICE_KEY: '{{key}}' }),
    answer(
      'DEVICE_SRP_AUTH',
      'it begins',
      { USERNAME: 'ada', DEVICE_KEY: '{{key}}', SRP_A: '{{srpA}}' },
      { make: startSrp, keep: { SALT: srpOffer.SALT, SRP_B: srpOffer.SRP_B, SECRET_BLOCK: srpOffer.SECRET_BLOCK } },
    ),
    app(
      'RespondToAuthChallenge',
      'it proves itself',
      { ClientId: '{{client}}', ChallengeName: 'DEVICE_PASSWORD_VERIFIER', ChallengeResponses: '{{proof}}' },
      { make: proveDevice, keep: tokens() },
    ),
    app('InitiateAuth', 'new tokens on the device', {
      ClientId: '{{client}}',
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: '{{refresh}}', DEVICE_KEY: '{{key}}' },
    }),
    app('GetDevice', 'one that is not there', { ...bearer, DeviceKey: nowhere }, notFound),
    app('ForgetDevice', 'it is forgotten', device),
    app('ForgetDevice', 'and again', device, notFound),
    app('ListDevices', 'none is left', bearer),
    beginSignIn('ada', 'on another device', { keep: offered }),
    app(
      'ConfirmDevice',
      'which is confirmed',
      { ...device, DeviceSecretVerifierConfig: '{{verifier}}' },
      { make: (facts) => ({ verifier: verifierOf(kept(facts)) }) },
    ),
    admin('AdminForgetDevice', 'an administrator forgets it', ofAda),
    admin('AdminForgetDevice', 'and again', ofAda, notFound),
    admin('AdminGetDevice', 'it is gone', ofAda, notFound),
    ...makePool(),
    ...makeUser('ben'),
    signIn('ben'),
    app('ListDevices', 'a pool without devices', bearer),
  ],
};

/** Sessions of users, where the pool tracks them. */
export const sessions: Leg = {
  name: 'sessions',
  clock: 'journey',
  steps: [
    ...makePool(),
    ...makeUser('ada'),
    signIn('ada'),
    app('ListUserSessions', 'they are not tracked', bearer, { refused: 'OperationNotEnabledException' }),
    admin('SetUserPoolSessionConfiguration', 'they are tracked', {
      UserPoolId: '{{pool}}',
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser: 2 },
    }),
    signIn('ada', 'first'),
    app(
      'ListUserSessions',
      'the first one',
      { AccessToken: '{{firstaccess}}' },
      { after: 60, keep: { first: 'Sessions.0.SessionId' } },
    ),
    signIn('ada'),
    app('ListUserSessions', 'both', bearer),
    admin('AdminListUserSessions', 'as administrators see them', ofUser('ada')),
    admin('AdminListUserSessions', 'of nobody', ofUser('nobody'), { refused: 'UserNotFoundException' }),
    app(
      'RevokeUserSession',
      'its own',
      { AccessToken: '{{firstaccess}}', SessionId: '{{first}}' },
      { refused: 'InvalidParameterException' },
    ),
    app('RevokeUserSession', 'the first one ends', { ...bearer, SessionId: '{{first}}' }),
    app('RevokeUserSession', 'it is over', { ...bearer, SessionId: '{{first}}' }, notFound),
    app('GetUser', 'its token, too', { AccessToken: '{{firstaccess}}' }, { refused: 'NotAuthorizedException' }),
    signIn('ada', 'second'),
    signIn('ada', 'third'),
    app('GetUser', 'one too many ends the oldest', bearer, { refused: 'NotAuthorizedException' }),
    app(
      'ListUserSessions',
      'the latest two',
      { AccessToken: '{{thirdaccess}}' },
      { keep: { latest: 'Sessions.0.SessionId' } },
    ),
    admin('AdminRevokeUserSession', 'an administrator ends one', { ...ofUser('ada'), SessionId: '{{latest}}' }),
    admin('AdminRevokeUserSession', 'it is over already', { ...ofUser('ada'), SessionId: '{{latest}}' }, notFound),
  ],
};
