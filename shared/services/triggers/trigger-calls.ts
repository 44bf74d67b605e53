import { createAuthChallenge } from './create-auth-challenge.ts';
import { customMessage } from './custom-message.ts';
import { defineAuthChallenge } from './define-auth-challenge.ts';
import { inboundFederation } from './inbound-federation.ts';
import { postAuthentication } from './post-authentication.ts';
import { postConfirmation } from './post-confirmation.ts';
import { preAuthentication } from './pre-authentication.ts';
import { preSignUp } from './pre-sign-up.ts';
import { clientCredentials, preTokenGeneration } from './pre-token-generation.ts';
import { userMigration } from './user-migration.ts';
import { verifyAuthChallengeResponse } from './verify-auth-challenge-response.ts';

/** How each trigger is called, for pools that name a function for it. */
export const triggerCalls = {
  preSignUp,
  inboundFederation,
  postConfirmation,
  preAuthentication,
  postAuthentication,
  preTokenGeneration,
  clientCredentials,
  userMigration,
  customMessage,
  defineAuthChallenge,
  createAuthChallenge,
  verifyAuthChallengeResponse,
};
