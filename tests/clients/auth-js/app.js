// Not TypeScript: the library's types bring those of a browser along, in which some of the types of Node are others.
import { randomUUID } from 'node:crypto';
import { Auth } from '@auth/core';
import CognitoProvider from '@auth/core/providers/cognito';

export const Cognito = CognitoProvider;

export const newApp = (provider, heard = []) => {
  const config = {
    basePath: '/auth',
    trustHost: true,
    secret: randomUUID(),
    providers: [provider],
    logger: { error: ({ name }) => heard.push(name) },
    callbacks: {
      jwt: ({ token, account }) => ({ ...token, ...(account && { idToken: account.id_token }) }),
      session: ({ session, token: { idToken } }) => ({ ...session, idToken }),
    },
  };
  return (request) => Auth(request, config);
};
