import { now } from '#shared/config/clock.ts';
import type { Write } from '#shared/data/write.ts';
import { type Answered, nextStep } from '#shared/domain/sign-in/next-step.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Tokens } from '../tokens/tokens.ts';
import type { TextMap, Triggers } from '../triggers/triggers.ts';
import type { UserRecord } from '../users/users.ts';
import { newPasswordParameters } from './new-password-parameters.ts';
import type { Sessions } from './sessions.ts';
import type { SignInAnswer } from './sign-in.ts';

/** A sign-in that got something right. */
export interface Progress {
  readonly at: ClientRecord;
  readonly answered: Answered;
  readonly record: UserRecord;
  /** The user as the answer leaves it, where the answer changes it. */
  readonly user?: User;
  readonly signInId: string;
  /** Reaches the triggers that end a sign-in. */
  readonly clientMetadata: TextMap | undefined;
  /** Made together with the tokens, or at once where a challenge follows. */
  readonly writes: readonly Write[];
}

/** Goes on from a right answer: to the next challenge, to tokens, or to the refusal that the user's state asks for. */
export type GoOn = (progress: Progress) => Promise<SignInAnswer>;

interface Deps {
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly triggers: Triggers;
  readonly write: (writes: readonly Write[]) => Promise<void>;
}

export const createSteps =
  ({ sessions, tokens, triggers, write }: Deps): GoOn =>
  async ({ at, answered, record, user = record.user, signInId, clientMetadata, writes }) => {
    const temporaryUntil = record.password?.temporaryUntil;
    const step = nextStep(answered, {
      enabled: user.enabled,
      status: user.status,
      temporaryPasswordExpired: temporaryUntil !== undefined && temporaryUntil <= now(),
    });

    switch (step.kind) {
      case 'refuse':
        throw new CognitoException(step.exception, step.message);

      case 'challenge': {
        await write(writes);
        const session = { challenge: step.name, signInId, userKey: record.userKey, sub: user.sub };
        return {
          ChallengeName: step.name,
          Session: await sessions.seal(at, session),
          ChallengeParameters: newPasswordParameters(at.pool, user),
        };
      }

      case 'tokens': {
        const occasion = { pool: at.pool, clientId: at.client.id, clientMetadata };
        await triggers.postAuthentication({ ...occasion, user, newDeviceUsed: false });
        const request = { at, user, source: step.source, clientMetadata };
        const AuthenticationResult = await tokens.begin(request, record.userKey, signInId, writes);
        return { ChallengeParameters: {}, AuthenticationResult };
      }
    }
  };
