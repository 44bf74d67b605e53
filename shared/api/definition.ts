import type * as v from 'valibot';
import type { SignedService } from '#shared/domain/signature-v4/verify.ts';
import type { ExceptionName } from '#shared/errors/exception.ts';
import type { HttpRequest, ViewerLocation } from './json-protocol.ts';
import type { Bounds } from './validation.ts';

/**
 * Who may call: anyone, anyone who names an app client, the holder of a session, of an access token, or of an access
 * key.
 */
export type CallerKind = 'anyone' | 'client' | 'session' | 'accessToken' | 'signed';

/** What an operation may know about a request in addition to its members. */
export interface Call<Caller = undefined> {
  readonly caller: Caller;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly location: ViewerLocation | undefined;
  readonly requestId: string;
}

/**
 * Identifies a caller in two steps. First, before the members are read: what the request itself proves. Then: whether
 * that caller may do this to what the members name.
 */
export interface Authenticator<Caller> {
  readonly identify: (http: HttpRequest, operation: string) => Promise<(request: object) => Promise<Caller>>;
}

/** The work of an operation: the request in, the response out. */
export type Run<Schema extends v.GenericSchema, Response extends object, Caller = undefined> = (
  request: v.InferOutput<Schema>,
  call: Call<Caller>,
) => Promise<Response>;

/** What an operation states about itself: its name, what it takes and what it may answer. */
export interface Stated<Schema extends v.GenericSchema> {
  readonly name: string;
  /** The API that it is of: that of user pools by default. */
  readonly service?: SignedService;
  readonly request: Schema;
  /** Where a request may be larger than others. */
  readonly bounds?: Bounds;
  /** The exceptions that it may answer, in addition to those common to its caller kind. */
  readonly throws: readonly ExceptionName[];
}

/** One operation of the API: what it states about itself, who may call it, and what it does. */
export interface Definition<Schema extends v.GenericSchema, Response extends object, Caller> extends Stated<Schema> {
  readonly caller: CallerKind;
  readonly run: Run<Schema, Response, Caller>;
}

/** States an operation; the types of its parts are held against each other. */
export const define = <Schema extends v.GenericSchema, Response extends object, Caller = undefined>(
  definition: Definition<Schema, Response, Caller>,
): Definition<Schema, Response, Caller> => definition;

const always: readonly ExceptionName[] = [
  'ForbiddenException',
  'InternalErrorException',
  'InvalidParameterException',
  'RequestEntityTooLargeException',
  'SerializationException',
  'TooManyRequestsException',
];

const byCaller: Readonly<Record<CallerKind, readonly ExceptionName[]>> = {
  anyone: ['NotAuthorizedException', 'ResourceNotFoundException'],
  client: ['NotAuthorizedException', 'ResourceNotFoundException'],
  session: ['NotAuthorizedException', 'ResourceNotFoundException'],
  accessToken: ['NotAuthorizedException', 'ResourceNotFoundException'],
  signed: [
    'AccessDeniedException',
    'IncompleteSignatureException',
    'InvalidSignatureException',
    'MissingAuthenticationTokenException',
    'NotAuthorizedException',
    'ResourceNotFoundException',
    'UnrecognizedClientException',
  ],
};

/** The name of the operation's function, path and metrics. Both APIs have some operations by the same name. */
export const functionKey = ({ name, service }: { readonly name: string; readonly service?: SignedService }): string =>
  service === 'cognito-identity' ? `Identity${name}` : name;

/** Every exception that an operation may answer. */
export const statedExceptions = (definition: {
  readonly caller: CallerKind;
  readonly throws: readonly ExceptionName[];
}): ReadonlySet<ExceptionName> => new Set([...always, ...byCaller[definition.caller], ...definition.throws]);
