import { CognitoException } from '#shared/errors/exception.ts';
import type { AppClient, ClientSecret } from './app-client.ts';

const most = 2;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** What a secret is called, to list and to delete it by. */
export const secretId = ({ id }: Pick<AppClient, 'id'>, { createdAt }: ClientSecret): string => `${id}--${createdAt}`;

/**
 * When a secret that is added now counts as made: later than any other of the client, which it is told from by that.
 * Throws InvalidParameterException for a client that has none, LimitExceededException for one that has two.
 */
export const timeOfNextSecret = ({ id, secrets }: Pick<AppClient, 'id' | 'secrets'>, now: number): number => {
  if (secrets.length === 0) throw invalid(`Client ${id} is not configured with a secret.`);
  if (secrets.length >= most) {
    throw new CognitoException('LimitExceededException', `Client ${id} has ${most} secrets already.`);
  }
  return Math.max(now, ...secrets.map(({ createdAt }) => createdAt + 1));
};

/** The secrets without one. Throws ResourceNotFoundException, or InvalidParameterException for the last one. */
export const withoutSecret = (client: Pick<AppClient, 'id' | 'secrets'>, wanted: string): readonly ClientSecret[] => {
  const left = client.secrets.filter((secret) => secretId(client, secret) !== wanted);
  if (left.length === client.secrets.length) {
    throw new CognitoException('ResourceNotFoundException', `Client secret ${wanted} does not exist.`);
  }
  if (left.length === 0) throw invalid('The last secret of a client can not be deleted.');
  return left;
};
