import { randomBytes, randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  ConfirmDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { hash as bcrypt } from 'bcryptjs';
import { Secret } from 'otpauth';
import { createVerifier } from '#shared/domain/srp/verifier.ts';
import { adminClient, publicClient, secretHash } from '#tests/support/clients.ts';
import { makeDevicePool, offeredDevice, signInOn, verifierOf } from '#tests/support/devices.ts';
import { decrypt, exportPool, importLines, makeExportKeys, makeRecordJob } from '#tests/support/exports.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { anEmail, makeClient, makePool, makeUser, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { confirmForgot, forgot } from '#tests/support/recovery.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { confirmSignUp, signUp } from '#tests/support/sign-up.ts';
import { beginSrp, signInBySrp } from '#tests/support/srp-sign-in.ts';
import { makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';
import { callWorker } from '#tests/support/workers.ts';

/** What a journey through a pool left behind, and every secret of it. */
export interface Journey {
  readonly pool: TestPool;
  /** Signs in with `password`. */
  readonly username: string;
  readonly password: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** The verifier of a device's secret. */
  readonly deviceVerifier: Uint8Array;
  /** Seeds of authenticator apps: an active one, and one that waits for its first code. */
  readonly seeds: readonly Uint8Array[];
  /** What came with imported users. */
  readonly bytes: Readonly<Record<string, Uint8Array>>;
  /** Codes that were used, and codes that still can be. */
  readonly codes: readonly string[];
}

const present = (value: string | undefined, what: string): string => {
  if (!value) throw new Error(`The answer has no ${what}.`);
  return value;
};

const newPassword = (): string => `Aa1!${randomBytes(12).toString('hex')}`;

const invite = async ({ poolId }: TestPool, TemporaryPassword?: string): Promise<string> => {
  const email = anEmail();
  await adminClient().send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: email.slice(0, 36),
      UserAttributes: [{ Name: 'email', Value: email }],
      TemporaryPassword,
    }),
  );
  return email;
};

const temporaryPasswords = async (pool: TestPool) => {
  const given = newPassword();
  const email = await invite(pool, given);
  const { Session } = await publicClient().send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email.slice(0, 36), PASSWORD: given },
    }),
  );
  const text = (await mailTo(await invite(pool))).at(-1)?.text ?? '';
  return {
    'temporary password, given': given,
    'temporary password, made up': present(/temporary password is (\S+?)\.?\n/.exec(text)?.[1], 'password'),
    session: present(Session, 'Session'),
  };
};

const clientSecrets = async ({ poolId }: TestPool, user: TestUser, password: string) => {
  const given = randomBytes(24).toString('hex');
  const clients = {
    'client secret, given': await makeClient(poolId, { ClientSecret: given }),
    'client secret, made up': await makeClient(poolId, { GenerateSecret: true }),
  };
  for (const client of Object.values(clients)) await signIn(client, user, { secret: password });
  return {
    ...Object.fromEntries(Object.entries(clients).map(([name, { clientSecret }]) => [name, clientSecret ?? given])),
    'secret hash': secretHash(user.username, clients['client secret, given'].clientId, given),
  };
};

const rotation = async ({ poolId }: TestPool, user: TestUser, password: string) => {
  const client = await makeClient(poolId, {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
  });
  const { RefreshToken } = await signIn(client, user, { secret: password });
  const { AuthenticationResult } = await publicClient().send(
    new GetTokensFromRefreshTokenCommand({ ClientId: client.clientId, RefreshToken }),
  );
  return {
    'refresh token, rotated': RefreshToken,
    'refresh token, its successor': present(AuthenticationResult?.RefreshToken, 'refresh token'),
  };
};

/** A custom sign-in that waits for its answer. */
const customChallenge = async () => {
  const magicLink = 'arn:aws:lambda:us-east-1:000000000000:function:gatehouse-local-magicLink';
  const { poolId, clientId } = await makePool(
    { LambdaConfig: { DefineAuthChallenge: magicLink, CreateAuthChallenge: magicLink } },
    { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
  );
  const { username: USERNAME, email } = await makeUser({ poolId });
  await publicClient().send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME } }),
  );
  const body = (await mailTo(email)).at(-1)?.body ?? '';
  return { 'private challenge parameter': present(/#secret=([\w-]+)/.exec(body)?.[1], 'secret') };
};

/** The verifier of a device that is remembered. */
const deviceVerifier = async (): Promise<Uint8Array> => {
  const pool = await makeDevicePool();
  const { AuthenticationResult } = await signInOn(pool, await makeUser(pool));
  const device = offeredDevice(AuthenticationResult);
  const DeviceSecretVerifierConfig = verifierOf(device);
  const { AccessToken } = AuthenticationResult ?? {};
  await publicClient().send(
    new ConfirmDeviceCommand({ AccessToken, DeviceKey: device.key, DeviceSecretVerifierConfig }),
  );
  return Buffer.from(DeviceSecretVerifierConfig.PasswordVerifier, 'base64');
};

/** An active authenticator app, another one that waits, and recovery codes. */
const secondFactors = async () => {
  const { secret, AccessToken } = await makeTotpUser(await makeTotpPool());
  const waiting = await publicClient().send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const told = { 'secret of an app': secret, 'secret that waits': present(waiting.SecretCode, 'SecretCode') };
  const { RecoveryCodes } = await callOwnUnsigned<{ RecoveryCodes: string[] }>('CreateRecoveryCodes', { AccessToken });
  const typed = RecoveryCodes.flatMap((code) => [code, code.replaceAll('-', '')]);
  return {
    secrets: { ...told, ...Object.fromEntries(typed.map((code) => [`recovery code ${code}`, code])) },
    seeds: Object.values(told).map((secretCode) => Secret.fromBase32(secretCode).bytes),
  };
};

/** A user with everything that a record file can hold, who signed in with a password that came as a hash. */
const imported = async (pool: TestPool) => {
  const [foreign, unused] = [newPassword(), newPassword()];
  const [former, device] = [`user-${randomUUID()}`, `us-east-1_${randomUUID()}`];
  const poolName = pool.poolId.slice(pool.poolId.indexOf('_') + 1);
  const proof = createVerifier({ poolName, userId: former, password: unused });
  const proofOfDevice = createVerifier({ poolName: '-abcdefgh', userId: device, password: unused });
  const [seed, key] = [new Secret({ size: 20 }), randomBytes(32)];
  const at = new Date().toISOString();
  const times = { createdAt: at, updatedAt: at, authenticatedAt: at };
  const srp = {
    poolName,
    userId: former,
    salt: proof.salt.toString('hex'),
    verifier: proof.verifier.toString('base64'),
  };
  const salt = proofOfDevice.salt.toString('hex');
  const verifier = proofOfDevice.verifier.toString('base64');
  const records = [
    { type: 'user', username: `user-${randomUUID()}`, password: { hash: await bcrypt(foreign, 4) } },
    {
      type: 'user',
      username: former,
      password: { hash: await bcrypt(unused, 4), srp, history: [await bcrypt(unused, 4)] },
      softwareToken: { seed: seed.base32 },
      devices: [{ key: device, groupKey: '-abcdefgh', remembered: true, salt, verifier, ...times }],
      recoveryCodes: { key: key.toString('base64'), codes: { digest: true }, createdAt: at },
    },
  ];
  const job = await makeRecordJob(pool.poolId);
  const lines = records.map((record) => JSON.stringify(record));
  const { ImportedUsers, JobId = '' } = await importLines(pool.poolId, lines, job);
  if (ImportedUsers !== records.length) throw new Error('The users were not imported.');
  await signIn(pool, { username: records[0]?.username ?? '' }, { secret: foreign });
  return {
    bytes: {
      'SRP verifier that came along': proof.verifier,
      'SRP verifier of a device that came along': proofOfDevice.verifier,
      'seed that came along': seed.bytes,
      'key of recovery codes that came along': key,
    },
    secrets: {
      'password of a hash from elsewhere': foreign,
      'password of a hash that nobody used': unused,
      'signature of an upload': present(/Signature=(\w+)/.exec(job.UserImportJob.PreSignedUrl ?? '')?.[1], JobId),
    },
  };
};

/** A pool with an app client that came with its secret. */
const restored = async (pool: TestPool) => {
  const keys = await makeExportKeys();
  const [manifest] = await decrypt(await exportPool(pool.poolId, keys.publicKey), keys);
  const secret = randomBytes(24).toString('hex');
  const clients = [{ id: `restored${randomBytes(8).toString('hex')}`, name: 'web', settings: {}, secrets: [secret] }];
  const createdAt = new Date().toISOString();
  await callOwn('RestoreUserPool', {
    Manifest: { ...manifest, clients: clients.map((client) => ({ ...client, createdAt })) },
  });
  return { 'client secret, restored': secret };
};

/** Signs up, in and out in every way, with secrets that nobody else has. */
export const travel = async (): Promise<Journey> => {
  const pool = await makePool({
    AutoVerifiedAttributes: ['email'],
    AliasAttributes: ['email'],
    Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } },
  });
  const passwords = { first: newPassword(), second: newPassword(), third: newPassword() };

  const person = await signUp(pool, { username: `user-${randomUUID()}`, Password: passwords.first });
  const signUpCode = await codeFor(person.email);
  await confirmSignUp(pool, person, { ConfirmationCode: signUpCode });
  const tokens = await signIn(pool, person, { secret: passwords.first });
  await publicClient().send(
    new ChangePasswordCommand({
      AccessToken: tokens.AccessToken,
      PreviousPassword: passwords.first,
      ProposedPassword: passwords.second,
    }),
  );
  await forgot(pool, person.username);
  const resetCode = await codeFor(person.email);
  await confirmForgot(pool, person.username, resetCode, { Password: passwords.third });
  const { parameters } = await beginSrp(pool, { username: person.username, password: passwords.third });
  const { AuthenticationResult: bySrp } = await signInBySrp(pool, { ...person, password: passwords.third });

  // Codes that can still be used, one of each purpose.
  const applicant = await signUp(pool);
  await forgot(pool, person.username);
  const outstanding = [await codeFor(applicant.email), await codeFor(person.email)];
  const verifying = await makeUser(pool);
  const { AccessToken } = await signIn(pool, verifying);
  await publicClient().send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }));
  outstanding.push(await codeFor(verifying.email));

  const user = { ...person, sub: present(person.answer.UserSub, 'sub') };
  const { seeds, ...ofSecondFactors } = await secondFactors();
  const { secretAccessKey } = await callWorker('CreateAccessKey', {});
  const { bytes, secrets: ofImport } = await imported(pool);
  return {
    pool,
    username: person.username,
    password: passwords.third,
    codes: [signUpCode, resetCode, ...outstanding],
    deviceVerifier: await deviceVerifier(),
    seeds,
    bytes,
    secrets: {
      ...ofImport,
      ...(await restored(pool)),
      'first password': passwords.first,
      'second password': passwords.second,
      'password in force': passwords.third,
      'access token': tokens.AccessToken,
      'ID token': tokens.IdToken,
      'refresh token': tokens.RefreshToken,
      'refresh token of SRP': present(bySrp?.RefreshToken, 'refresh token'),
      'secret block': present(parameters.SECRET_BLOCK, 'SECRET_BLOCK'),
      'access key': String(secretAccessKey),
      ...ofSecondFactors.secrets,
      ...(await customChallenge()),
      ...(await temporaryPasswords(pool)),
      ...(await clientSecrets(pool, user, passwords.third)),
      ...(await rotation(pool, user, passwords.third)),
    },
  };
};
