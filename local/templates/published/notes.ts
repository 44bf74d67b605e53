/** Where a resource type or a property differs here, by its path. What is not named does the same as in CloudFormation. */
export const notes: Readonly<Record<string, string>> = {
  'AWS::Cognito::IdentityPoolPrincipalTag': 'removed with its identity pool alone',
  'AWS::Cognito::IdentityPoolRoleAttachment.Roles':
    'a role that the file makes gets a made-up ARN; here, any role works',
  'AWS::Cognito::LogDeliveryConfiguration': 'log groups, buckets and streams that the file makes get made-up ARNs',
  'AWS::Cognito::UserPool.AliasAttributes': 'may change in place, where no user stands in the way',
  'AWS::Cognito::UserPool.EmailConfiguration': 'mails go to the mailbox of the stack',
  'AWS::Cognito::UserPool.KeyConfiguration': '[own-keys.md](own-keys.md); a key that the file makes gets a made-up ARN',
  'AWS::Cognito::UserPool.LambdaConfig':
    'only the name in an ARN counts: [where functions are](#functions-roles-and-keys)',
  'AWS::Cognito::UserPool.Schema': 'may change in place, where no user stands in the way',
  'AWS::Cognito::UserPool.SmsConfiguration': 'text messages go to the mailbox of the stack; EumsSms is refused',
  'AWS::Cognito::UserPool.UsernameAttributes': 'may change in place, where no user stands in the way',
  'AWS::Cognito::UserPool.UsernameConfiguration': 'may change in place, where no user stands in the way',
  'AWS::Cognito::UserPoolDomain.CustomDomainConfig':
    'a custom domain is left out, unless `GATEHOUSE_CUSTOM_DOMAINS` names it',
  'AWS::Cognito::UserPoolDomain.Routing': 'a failover is refused: a deployment is in one Region',
  'AWS::Cognito::UserPoolUser': 'other attributes are set in place; CloudFormation would make another user',
};
