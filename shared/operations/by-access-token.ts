import * as v from 'valibot';
import { type Authenticator, type Call, define, type Stated } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type TokenCaller, tokenCaller } from '#shared/services/callers/access-token.ts';

const bearing = v.object({ AccessToken: v.optional(v.string()) });

// Some operations state the member as optional, but can do nothing without it.
const missing = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null",
  );

const findCaller = async (request: object): Promise<TokenCaller | undefined> => {
  const { AccessToken } = v.parse(bearing, request);
  return AccessToken === undefined ? undefined : tokenCaller(AccessToken);
};

const accessToken: Authenticator<TokenCaller> = {
  identify: async () => async (request) => {
    const caller = await findCaller(request);
    if (!caller) throw missing();
    return caller;
  },
};

const accessTokenIfGiven: Authenticator<TokenCaller | undefined> = { identify: async () => findCaller };

interface By<Caller, Schema extends v.GenericSchema, Response extends object> extends Stated<Schema> {
  readonly run: (request: v.InferOutput<Schema>, caller: Caller, call: Call<Caller>) => Promise<Response>;
}

const by =
  <Caller>(authenticator: Authenticator<Caller>) =>
  <Schema extends v.GenericSchema, Response extends object>({ run, ...stated }: By<Caller, Schema, Response>) => {
    const definition = define<Schema, Response, Caller>({
      ...stated,
      caller: 'accessToken',
      run: (request, call) => run(request, call.caller, call),
    });
    return { definition, handler: operation(definition, authenticator) };
  };

/** An operation for the bearer of the access token in the request's AccessToken. Throws NotAuthorizedException. */
export const byAccessToken = by(accessToken);

/**
 * The same, but without an AccessToken the request proves itself by something else: that is for the operation to check.
 */
export const byAccessTokenOrSession = by(accessTokenIfGiven);
