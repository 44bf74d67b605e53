import type { InboundAttributes } from '#shared/domain/federation/external-identity.ts';
import type { ProviderType } from '#shared/domain/federation/identity-provider.ts';
import type { PastChallenge } from '#shared/domain/sign-in/past-challenge.ts';
import type { GroupClaims, TokenChanges } from '#shared/domain/tokens/token-changes.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Attributes, User, UserStatus } from '#shared/domain/users/user.ts';

export type TextMap = Readonly<Record<string, string>>;

/** What every trigger is told about its request. */
export interface Occasion {
  readonly pool: UserPool;
  /** Undefined for administrative operations that name no client. */
  readonly clientId: string | undefined;
  readonly clientMetadata: TextMap | undefined;
}

export interface PreSignUp extends Occasion {
  readonly source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser' | 'PreSignUp_ExternalProvider';
  readonly username: string;
  readonly attributes: Attributes;
  readonly validationData: TextMap | undefined;
}

/** The decisions of PreSignUp; all false where the pool has no such trigger. */
export interface SignUpDecision {
  readonly autoConfirmUser: boolean;
  readonly autoVerifyEmail: boolean;
  readonly autoVerifyPhone: boolean;
}

/** What holds where no function decides. */
export const undecided: SignUpDecision = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };

export interface InboundFederation extends Occasion {
  /** The provider's own name for the user. */
  readonly username: string;
  readonly providerName: string;
  readonly providerType: ProviderType;
  /** What the provider told, as it came. */
  readonly attributes: InboundAttributes;
}

export interface PostConfirmation extends Occasion {
  readonly source: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword';
  readonly user: User;
}

export interface PreAuthentication extends Occasion {
  /** As typed, for a user who does not exist. */
  readonly username: string;
  readonly user: User | undefined;
  readonly validationData: TextMap | undefined;
}

export interface PostAuthentication extends Occasion {
  readonly user: User;
  readonly newDeviceUsed: boolean;
}

export type TokenSource =
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_HostedAuth'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_AuthenticateDevice'
  | 'TokenGeneration_RefreshTokens';

export interface PreTokenGeneration extends Occasion {
  readonly source: TokenSource;
  readonly user: User;
  readonly groups: GroupClaims;
  readonly scopes: readonly string[];
}

/** A token of an app client that acts for itself. */
export interface ClientCredentials extends Occasion {
  readonly scopes: readonly string[];
}

export interface UserMigration extends Occasion {
  readonly source: 'UserMigration_Authentication' | 'UserMigration_ForgotPassword';
  /** As typed; of a user who is here already, the stored one. */
  readonly username: string;
  /** Where only the password of a user is still to come. */
  readonly user?: User;
  /** Undefined for ForgotPassword. */
  readonly password: string | undefined;
  readonly validationData: TextMap | undefined;
}

/** A user that UserMigration brings along. */
export interface MigratedUser {
  readonly attributes: Attributes;
  readonly finalUserStatus: Extract<UserStatus, 'CONFIRMED' | 'RESET_REQUIRED'>;
  readonly messageAction: 'SUPPRESS' | 'RESEND' | undefined;
  readonly desiredDeliveryMediums: readonly ('EMAIL' | 'SMS')[];
  readonly forceAliasCreation: boolean;
  /** True for a user who has to be asked for an SMS code at sign-in. */
  readonly needsSmsCode: boolean;
}

/** What the functions of custom authentication are told about a sign-in, whether or not the user exists. */
export interface CustomAuthentication extends Occasion {
  /** As typed, for a user who does not exist. */
  readonly username: string;
  readonly user: User | undefined;
}

export interface DefineAuthChallenge extends CustomAuthentication {
  /** Oldest first. */
  readonly past: readonly PastChallenge[];
}

/** How DefineAuthChallenge lets a sign-in continue. */
export type ChallengeDecision =
  | { readonly kind: 'challenge'; readonly name: string }
  | { readonly kind: 'tokens' }
  | { readonly kind: 'refuse' };

export interface CreateAuthChallenge extends DefineAuthChallenge {
  readonly challengeName: string;
}

/** A challenge that CreateAuthChallenge made. */
export interface CustomChallenge {
  /** For the app to show. */
  readonly publicParameters: TextMap;
  /** Only for VerifyAuthChallengeResponse. */
  readonly privateParameters: TextMap;
  /** For the list of past challenges; null where the function gives none. */
  readonly metadata: string | null;
}

export interface VerifyAuthChallengeResponse extends CustomAuthentication {
  readonly privateParameters: TextMap;
  readonly answer: string;
}

export type MessageSource =
  | 'CustomMessage_SignUp'
  | 'CustomMessage_AdminCreateUser'
  | 'CustomMessage_ResendCode'
  | 'CustomMessage_ForgotPassword'
  | 'CustomMessage_UpdateUserAttribute'
  | 'CustomMessage_VerifyUserAttribute'
  | 'CustomMessage_Authentication';

export interface CustomMessage extends Occasion {
  readonly source: MessageSource;
  readonly user: User;
  /** Where the message goes: an e-mail, or an SMS. */
  readonly attribute: ContactAttribute;
}

/** Texts that replace the pool's templates, with the placeholders still in them; undefined keeps the template. */
export interface MessageTexts {
  readonly smsMessage: string | undefined;
  readonly emailMessage: string | undefined;
  readonly emailSubject: string | undefined;
}

/**
 * The pool's Lambda triggers. Each calls the function that the pool's LambdaConfig names, directly and for at most five
 * seconds. Throws UserLambdaValidationException, UnexpectedLambdaException or InvalidLambdaResponseException.
 */
export interface Triggers {
  readonly preSignUp: (on: PreSignUp) => Promise<SignUpDecision>;
  /** The attributes in place of the provider's, named as the provider names them; undefined where these stay. */
  readonly inboundFederation: (on: InboundFederation) => Promise<TextMap | undefined>;
  readonly postConfirmation: (on: PostConfirmation) => Promise<void>;
  readonly preAuthentication: (on: PreAuthentication) => Promise<void>;
  readonly postAuthentication: (on: PostAuthentication) => Promise<void>;
  /** Changes nothing where the pool has no such trigger. */
  readonly preTokenGeneration: (on: PreTokenGeneration) => Promise<TokenChanges>;
  /** PreTokenGeneration for a machine. Changes nothing where the pool's trigger is of another version than V3_0. */
  readonly clientCredentials: (on: ClientCredentials) => Promise<TokenChanges>;
  /** Undefined where there is no such trigger, or where it does not know the user. */
  readonly userMigration: (on: UserMigration) => Promise<MigratedUser | undefined>;
  readonly customMessage: (on: CustomMessage) => Promise<MessageTexts>;
  /** Throws InvalidParameterException where the pool has no such trigger, like the next two. */
  readonly defineAuthChallenge: (on: DefineAuthChallenge) => Promise<ChallengeDecision>;
  readonly createAuthChallenge: (on: CreateAuthChallenge) => Promise<CustomChallenge>;
  /** True for a right answer. */
  readonly verifyAuthChallengeResponse: (on: VerifyAuthChallengeResponse) => Promise<boolean>;
}
