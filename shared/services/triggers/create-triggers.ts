import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createLambda, type Lambda } from '#shared/gateways/lambda.ts';
import { createCallTrigger } from './call.ts';
import { createAuthChallenge } from './create-auth-challenge.ts';
import { customMessage } from './custom-message.ts';
import { defineAuthChallenge } from './define-auth-challenge.ts';
import { postAuthentication } from './post-authentication.ts';
import { postConfirmation } from './post-confirmation.ts';
import { preAuthentication } from './pre-authentication.ts';
import { preSignUp } from './pre-sign-up.ts';
import { preTokenGeneration } from './pre-token-generation.ts';
import type { Triggers } from './triggers.ts';
import { userMigration } from './user-migration.ts';
import { verifyAuthChallengeResponse } from './verify-auth-challenge-response.ts';

interface Deps {
  readonly lambda: Lambda;
  /** As events tell it. */
  readonly region: string;
}

export const createTriggers = (deps: Deps): Triggers => {
  const call = createCallTrigger(deps);
  return {
    preSignUp: preSignUp(call),
    postConfirmation: postConfirmation(call),
    preAuthentication: preAuthentication(call),
    postAuthentication: postAuthentication(call),
    preTokenGeneration: preTokenGeneration(call),
    userMigration: userMigration(call),
    customMessage: customMessage(call),
    defineAuthChallenge: defineAuthChallenge(call),
    createAuthChallenge: createAuthChallenge(call),
    verifyAuthChallengeResponse: verifyAuthChallengeResponse(call),
  };
};

export const triggers = once(() => {
  const { region, endpoints } = environment();
  return createTriggers({ lambda: createLambda({ region, endpoint: endpoints.lambda }), region });
});
