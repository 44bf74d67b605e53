/**
 * The texts of messages in English. Those of codes, links and invitations are also sent by SMS, and apps and tests read
 * them: `{code}` stands in the same sentence in every form of a message.
 */
export const en = {
  'verification.subject': 'Your verification code',
  'verification.text': 'Your verification code is {code}.',
  'authentication.subject': 'Your authentication code',
  'authentication.text': 'Your authentication code is {code}.',
  'link.subject': 'Your verification link',
  'link.text': 'Confirm your email address by this link:',
  'link.action': 'Verify Email',
  'invitation.subject': 'Your temporary password',
  'invitation.text': 'Your username is {username} and temporary password is {code}.',

  'next.SignUp': 'Enter the code to confirm your account.',
  'next.ForgotPassword': 'Enter the code to choose a new password.',
  'next.Address': 'Enter the code to confirm this address.',
  'next.Authentication': 'Enter the code to sign in. Do not give it to anybody.',
  'next.ConfirmationLink': 'Your account is ready to use after that.',
  'next.AdminCreateUser': 'You choose a password of your own when you sign in.',
  'valid.code': 'The code is valid for {duration}.',
  'valid.link': 'The link is valid for {duration}.',
  'valid.password': 'The temporary password is valid for {duration}.',
  unasked: 'If you did not ask for this message, you can ignore it.',

  'risk.subject': 'New sign-in attempt',
  'risk.blocked.subject': 'Blocked sign-in attempt',
  'risk.blocked': 'We blocked an unrecognized sign-in to your account with this information:',
  'risk.asked': 'We asked for a second factor at an unrecognized sign-in to your account with this information:',
  'risk.let in': 'We observed an unrecognized sign-in to your account with this information:',
  'risk.time': 'Time',
  'risk.device': 'Device',
  'risk.place': 'Location',
  'risk.unknown': 'unknown',
  'risk.notYou': 'If this sign-in was not by you, you should change your password and tell us:',
  'risk.notYou.action': 'It was not me',
  'risk.you': 'If it was by you, tell us, too:',
  'risk.you.action': 'It was me',
} as const;
