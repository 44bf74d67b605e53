/** The texts of the account page in English. The other languages have the same keys and the same `{names}` to fill in. */
export const accountEn = {
  'account.title': 'Your account',
  'account.signedInAs': 'You are signed in as {username}.',
  'account.back': 'Back to the app',
  'account.overview': 'Back to your account',
  'account.save': 'Save',
  'account.saved': 'Your changes have been saved.',
  'account.remove': 'Remove',
  'account.removed': 'It has been removed.',
  'account.none': 'There is nothing here yet.',
  'account.otherUser': 'Somebody else has signed in in this browser since. Open your account again.',

  'account.profile': 'Profile',
  'account.contacts': 'Email and phone',
  'account.password': 'Password',
  'account.factors': 'Two-step verification',
  'account.recovery-codes': 'Recovery codes',
  'account.passkeys': 'Passkeys',
  'account.devices': 'Devices',
  'account.sessions': 'Sessions',
  'account.links': 'Linked sign-ins',
  'account.terms': 'Accepted terms',
  'account.data': 'Your data',
  'account.deletion': 'Delete your account',

  'account.verified': 'Verified',
  'account.notVerified': 'Not verified',
  'account.waiting': 'We sent a code to {destination}. The change counts once you enter it.',
  'account.newEmail': 'New email address',
  'account.newPhone': 'New phone number',
  'account.verify': 'Verify',
  'account.proved': 'It is verified, and counts from now on.',
  'account.undoHint': 'After a change, your former address gets a link that undoes it.',

  'account.currentPassword': 'Current password',
  'account.wrongPassword': 'Your current password is not right.',
  'account.passwordChanged': 'Your password has been changed.',

  'account.on': 'On',
  'account.off': 'Off',
  'account.first': 'On, and asked for first',
  'account.turnOn': 'Turn on',
  'account.turnOff': 'Turn off',
  'account.askFirst': 'Ask for it first',
  'account.setUpApp': 'Set up an app',
  'account.appReady': 'Your authenticator app is set up.',
  'account.required': 'Your account needs two-step verification. You cannot turn it off.',

  'account.codesIntro': 'If you lose your second step, each of these codes lets you sign in once.',
  'account.codesLeft': { one: 'You have {count} code left.', other: 'You have {count} codes left.' },
  'account.codesMake': 'Make new codes',
  'account.codesOnce': 'Keep these codes in a safe place. You see them only now, and earlier codes no longer work.',

  'account.name': 'Name',
  'account.addedAt': 'Added {time}',
  'account.lastUsed': 'Last used {time}',

  'account.thisSession': 'This browser',
  'account.unknownBrowser': 'Unknown browser',
  'account.signOutThere': 'Sign out there',
  'account.signedOutThere': 'That session is over.',

  'account.unlink': 'Unlink',
  'account.lastWay': 'This is your last way to sign in. Set a password or a passkey first.',
  'account.acceptedAt': 'Accepted {time}',

  'account.dataIntro': 'Download a copy of what is kept about you, as a JSON file.',
  'account.download': 'Download',

  'account.deletionIntro': {
    one: 'Your account and everything in it will be deleted after {count} day. Until then, you can sign in and keep it.',
    other:
      'Your account and everything in it will be deleted after {count} days. Until then, you can sign in and keep it.',
  },
  'account.delete': 'Delete my account',
  'account.deletionAt': 'Your account will be deleted on {time}.',
  'account.keep': 'Keep my account',
  'account.kept': 'Your account will not be deleted.',

  'undo.title': 'Undo a change',
  'undo.intro':
    'Somebody changed the address of your account. If it was not you, undo the change: {address} counts again.',
  'undo.action': 'Undo the change',
  'undo.done': 'The change has been undone',
  'undo.doneIntro': 'Your former address counts again, and every session has ended. Choose a new password now.',
} as const;
