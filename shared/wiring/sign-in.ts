import { newPasswordRequiredChallenge } from '#shared/services/sign-in/challenges/new-password-required.ts';
import { passwordVerifierChallenge } from '#shared/services/sign-in/challenges/password-verifier.ts';
import { createSignIn } from '#shared/services/sign-in/dispatch.ts';
import { refreshTokenFlow } from '#shared/services/sign-in/flows/refresh-token.ts';
import { userPasswordFlow } from '#shared/services/sign-in/flows/user-password.ts';
import { userSrpFlow } from '#shared/services/sign-in/flows/user-srp.ts';
import { createSessions } from '#shared/services/sign-in/sessions.ts';
import { createSteps } from '#shared/services/sign-in/steps.ts';
import { attempts } from './attempts.ts';
import { clientSecrets } from './client-secrets.ts';
import { migration } from './migration.ts';
import { once } from './once.ts';
import { passwords } from './passwords.ts';
import { sealing } from './sealing.ts';
import { table } from './store.ts';
import { refresh, tokens } from './tokens.ts';
import { triggers } from './triggers.ts';
import { userChanges, users } from './users.ts';

export const signIn = once(() => {
  const sessions = createSessions({ sealing: sealing() });
  const goOn = createSteps({ sessions, tokens: tokens(), triggers: triggers(), write: table().write });
  const deps = {
    attempts: attempts(),
    clientSecrets: clientSecrets(),
    goOn,
    migration: migration(),
    passwords: passwords(),
    refresh: refresh(),
    sealing: sealing(),
    sessions,
    triggers: triggers(),
    userChanges: userChanges(),
    users: users(),
  };
  return createSignIn(
    {
      USER_SRP_AUTH: userSrpFlow(deps),
      USER_PASSWORD_AUTH: userPasswordFlow('USER_PASSWORD_AUTH')(deps),
      ADMIN_USER_PASSWORD_AUTH: userPasswordFlow('ADMIN_USER_PASSWORD_AUTH')(deps),
      REFRESH_TOKEN_AUTH: refreshTokenFlow(deps),
    },
    {
      PASSWORD_VERIFIER: passwordVerifierChallenge(deps),
      NEW_PASSWORD_REQUIRED: newPasswordRequiredChallenge(deps),
    },
  );
});
