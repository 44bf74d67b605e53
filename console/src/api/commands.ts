import { isOwn } from './own/names.ts';

/** Where the deployment is, as commands name it. */
export interface Place {
  readonly endpoint: string;
  readonly region: string;
}

// Members whose values nobody is to see or to copy. Page tokens are no secrets, and are needed to go on.
const secret =
  /^(?:.*Password|.*Secret|.*SecretValue|client_secret|private_key|AccessToken|RefreshToken|IdToken|Token|SessionToken|Session|Code|ConfirmationCode|SecretHash|SecretAccessKey|.*PrivateKey)$/;

/** A request as it may be shown: a placeholder stands for each secret in it. */
export const withoutSecrets = (value: unknown, name = ''): unknown => {
  if (secret.test(name) && typeof value === 'string') return `<${name}>`;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutSecrets(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, key)]));
};

/** The name that the AWS CLI gives to an operation: list-users for ListUsers. */
export const kebab = (operation: string): string =>
  operation
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();

/** One word of a shell, whatever it holds. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * The command that does the same as a call. For operations that Cognito has, it is one of the AWS CLI. For those of
 * Gatehouse's own, it is one of curl, which takes an access key from the environment as docs/administration.md says.
 */
export const commandOf = (operation: string, request: object, { endpoint, region }: Place): string => {
  const json = JSON.stringify(withoutSecrets(request));
  if (!isOwn(operation)) {
    const input = json === '{}' ? [] : [`--cli-input-json ${quoted(json)}`];
    return [
      `aws cognito-idp ${kebab(operation)}`,
      `--endpoint-url ${quoted(endpoint)}`,
      `--region ${quoted(region)}`,
      ...input,
    ].join(' \\\n  ');
  }
  return [
    `curl -sS --aws-sigv4 ${quoted(`aws:amz:${region}:cognito-idp`)}`,
    '-K <(echo "user = $AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY") -H "x-amz-security-token: $AWS_SESSION_TOKEN"',
    `-H 'content-type: application/x-amz-json-1.1' -H 'x-amz-target: Gatehouse.${operation}'`,
    `-d ${quoted(json)} ${quoted(endpoint)}`,
  ].join(' \\\n  ');
};
