/** A trigger of a pool: its name among the triggers that fail, and what it does. */
export interface TriggerText {
  /** In LambdaConfig. */
  readonly name: string;
  /** On the trail, where it has a name there. */
  readonly failsAs?: string;
  readonly does: string;
}

/** The triggers in the order in which a user meets them. */
export const triggerTexts: readonly TriggerText[] = [
  {
    name: 'PreSignUp',
    failsAs: 'PreSignUp',
    does: 'Decides whether somebody may sign up, and may confirm the user at once.',
  },
  { name: 'PostConfirmation', failsAs: 'PostConfirmation', does: 'Hears that a user or a new password was confirmed.' },
  { name: 'PreAuthentication', failsAs: 'PreAuthentication', does: 'Decides whether a sign-in may begin.' },
  { name: 'PostAuthentication', failsAs: 'PostAuthentication', does: 'Hears that a sign-in succeeded.' },
  { name: 'PreTokenGeneration', failsAs: 'PreTokenGeneration', does: 'Changes the claims of ID tokens.' },
  {
    name: 'PreTokenGenerationConfig',
    failsAs: 'PreTokenGeneration',
    does: 'Changes the claims of ID and access tokens.',
  },
  { name: 'DefineAuthChallenge', failsAs: 'DefineAuthChallenge', does: 'Says what comes next in a custom sign-in.' },
  { name: 'CreateAuthChallenge', failsAs: 'CreateAuthChallenge', does: 'Makes the question of a custom sign-in.' },
  {
    name: 'VerifyAuthChallengeResponse',
    failsAs: 'VerifyAuthChallengeResponse',
    does: 'Says whether the answer in a custom sign-in is right.',
  },
  { name: 'UserMigration', failsAs: 'UserMigration', does: 'Brings users along from elsewhere as they sign in.' },
  { name: 'CustomMessage', failsAs: 'CustomMessage', does: 'Writes the texts of e-mails and SMS.' },
  {
    name: 'InboundFederation',
    failsAs: 'InboundFederation',
    does: 'Changes what an identity provider says of a user.',
  },
  { name: 'CustomEmailSender', does: 'Sends e-mails in place of the deployment.' },
  { name: 'CustomSMSSender', does: 'Sends SMS in place of the deployment.' },
];
