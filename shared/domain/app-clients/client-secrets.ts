import { CognitoException } from '#shared/errors/exception.ts';
import type { AppClient, ClientSecret } from './app-client.ts';

const most = 2;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** The id of a secret, for lists and for deletion. */
export const secretId = ({ id }: Pick<AppClient, 'id'>, { createdAt }: ClientSecret): string => `${id}--${createdAt}`;

/**
 * The creation time for a secret that is added now: later than that of the client's other secret, so that the two can
 * be told apart. Throws InvalidParameterException for a client without a secret, LimitExceededException for one with
 * two.
 */
export const timeOfNextSecret = ({ id, secrets }: Pick<AppClient, 'id' | 'secrets'>, now: number): number => {
  if (secrets.length === 0) throw invalid(`Client ${id} is not configured with a secret.`);
  if (secrets.length >= most) {
    throw new CognitoException('LimitExceededException', `Client ${id} has ${most} secrets already.`);
  }
  return Math.max(now, ...secrets.map(({ createdAt }) => createdAt + 1));
};

/**
 * The client's secrets without that one. Throws ResourceNotFoundException, or InvalidParameterException for the last
 * one.
 */
export const withoutSecret = (client: Pick<AppClient, 'id' | 'secrets'>, wanted: string): readonly ClientSecret[] => {
  const left = client.secrets.filter((secret) => secretId(client, secret) !== wanted);
  if (left.length === client.secrets.length) {
    throw new CognitoException('ResourceNotFoundException', `Client secret ${wanted} does not exist.`);
  }
  if (left.length === 0) throw invalid('The last secret of a client can not be deleted.');
  return left;
};
