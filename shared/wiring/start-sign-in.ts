import { customAuthFlow } from '#shared/services/sign-in/flows/custom-auth.ts';
import { refreshTokenFlow } from '#shared/services/sign-in/flows/refresh-token.ts';
import { userAuthFlow } from '#shared/services/sign-in/flows/user-auth.ts';
import { userPasswordFlow } from '#shared/services/sign-in/flows/user-password.ts';
import { userSrpFlow } from '#shared/services/sign-in/flows/user-srp.ts';
import { createStartSignIn } from '#shared/services/sign-in/start-sign-in.ts';
import { migration } from './migration.ts';
import { once } from './once.ts';
import { signInSteps } from './sign-in-steps.ts';
import { refresh } from './tokens.ts';

/** Begins sign-ins, by flow. */
export const startSignIn = once(() => {
  const deps = { ...signInSteps(), migration: migration(), refresh: refresh() };
  return createStartSignIn({
    USER_SRP_AUTH: userSrpFlow(deps),
    USER_PASSWORD_AUTH: userPasswordFlow('USER_PASSWORD_AUTH')(deps),
    ADMIN_USER_PASSWORD_AUTH: userPasswordFlow('ADMIN_USER_PASSWORD_AUTH')(deps),
    CUSTOM_AUTH: customAuthFlow(deps),
    USER_AUTH: userAuthFlow(deps),
    REFRESH_TOKEN_AUTH: refreshTokenFlow(deps),
  });
});
