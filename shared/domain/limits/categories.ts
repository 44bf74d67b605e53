/** The categories by which operations are counted and limited: those of the API's quotas. */

/** What each category counts where rules by name do not tell. Operations have capitals; endpoints and pages have none. */
const members = {
  UserAuthentication:
    'InitiateAuth RespondToAuthChallenge AdminInitiateAuth AdminRespondToAuthChallenge GetTokensFromRefreshToken authorize token par deviceAuthorization login linkAccount addPasskey consent device logout transaction transactionWay',
  UserCreation: 'SignUp ConfirmSignUp AdminCreateUser AdminConfirmSignUp signUpPages confirmUser',
  UserFederation: 'idpResponse saml2IdpResponse saml2Logout providerTest',
  UserAccountRecovery:
    'ForgotPassword ConfirmForgotPassword ChangePassword AdminResetUserPassword AdminSetUserPassword forgotPasswordPages',
  UserRead: 'GetUser AdminGetUser userInfo',
  UserUpdate:
    'UpdateUserAttributes DeleteUserAttributes VerifyUserAttribute DeleteUser GlobalSignOut DisableProviderForUser AdminUpdateUserAttributes AdminDeleteUserAttributes AdminDeleteUser AdminEnableUser AdminDisableUser AdminUserGlobalSignOut AdminLinkProviderForUser AdminDisableProviderForUser AdminAddUserToGroup AdminRemoveUserFromGroup AdminMergeUsers',
  UserToken: 'RevokeToken revoke introspect',
  UserResourceRead:
    'GetDevice ListDevices GetUserAuthFactors GetUserAttributeVerificationCode ResendConfirmationCode ListWebAuthnCredentials ListUserSessions AdminGetDevice AdminListDevices AdminGetUserAuthFactors AdminListGroupsForUser AdminListUserAuthEvents AdminListUserSessions AdminListAcceptedTerms AdminExplainSignIn',
  UserResourceUpdate:
    'ConfirmDevice ForgetDevice UpdateDeviceStatus SetUserMFAPreference SetUserSettings AssociateSoftwareToken VerifySoftwareToken StartWebAuthnRegistration CompleteWebAuthnRegistration DeleteWebAuthnCredential RevokeUserSession UpdateAuthEventFeedback CreateRecoveryCodes AdminForgetDevice AdminUpdateDeviceStatus AdminSetUserMFAPreference AdminSetUserSettings AdminDeleteSoftwareToken AdminRevokeUserSession AdminUpdateAuthEventFeedback eventFeedback account',
  UserList: 'ListUsers ListUsersInGroup SearchUsers',
  UserPoolRead: 'DescribeUserPool ListUserPools',
  UserPoolUpdate: 'CreateUserPool UpdateUserPool DeleteUserPool RestoreUserPool',
  UserPoolResourceRead: '',
  UserPoolResourceUpdate: '',
  UserPoolClientRead: '',
  UserPoolClientUpdate: 'register registeredClient',
  ClientAuthentication: 'GetClientToken',
  LimitManagement: 'GetProvisionedLimit UpdateProvisionedLimit',
} as const;

export type Category = keyof typeof members;

/** True for the name of a category. */
export const isCategory = (name: string): name is Category => Object.hasOwn(members, name);

/** All categories. */
export const categories: readonly Category[] = Object.keys(members).filter(isCategory);

const byMember: ReadonlyMap<string, Category> = new Map(
  categories.flatMap((category) => (members[category].match(/\S+/g) ?? []).map((name) => [name, category] as const)),
);

const isRead = /^(Describe|Get|List)/;

// What is left of the API is about the resources of a pool.
const byRule = (operation: string): Category => {
  const ofClient = /UserPoolClient/.test(operation);
  if (isRead.test(operation)) return ofClient ? 'UserPoolClientRead' : 'UserPoolResourceRead';
  return ofClient ? 'UserPoolClientUpdate' : 'UserPoolResourceUpdate';
};

/**
 * The category of an operation of user pools, endpoint or page, by the name of its function (`SignUp`, `token`, `login`).
 * Undefined for operations of identity pools, which have no categories, and for what is only given out, such as keys,
 * documents and images. A request to `token` for the grant `client_credentials` is of ClientAuthentication instead.
 */
export const categoryOf = (name: string): Category | undefined => {
  const listed = byMember.get(name);
  if (listed) return listed;
  return /^(?!Identity[A-Z])[A-Z]/.test(name) ? byRule(name) : undefined;
};
