import { choice, type Group, lines, number, toggle } from '../field.ts';

const now = 'It holds from the next sign-in on.';

export const devices: Group = {
  id: 'devices',
  title: 'Devices and sessions',
  sections: [
    {
      title: 'Devices',
      about: 'Whether devices are remembered. Without any value, they are not.',
      document: 'pool',
      fields: [
        toggle(
          'DeviceConfiguration.ChallengeRequiredOnNewDevice',
          'New devices prove themselves',
          'A remembered device may stand in for the second factor.',
          'not set',
          now,
        ),
        toggle(
          'DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt',
          'Remember only as the user says',
          'The app asks the user first.',
          'not set',
          'Devices that are remembered stay.',
        ),
      ],
    },
    {
      title: 'Sessions',
      about: 'Whether the sessions of users are listed, and how many one may have.',
      document: 'sessions',
      fields: [
        choice(
          ['ENABLED', 'DISABLED'],
          'UserSessionTracking',
          'Track sessions',
          'Sessions can be seen and ended one by one.',
          'DISABLED',
          'Sessions count from the change on.',
        ),
        number(
          'TokenSession.MaxPerUser',
          'Sessions of a user',
          'Where there would be more, the least recently used one ends.',
          '20',
          'Whoever has more loses the oldest at the next sign-in.',
        ),
      ],
    },
    {
      title: 'Linked sign-ins',
      about: 'When somebody who first comes through a provider becomes a user that the pool has.',
      document: 'linking',
      fields: [
        choice(
          ['NEVER', 'VERIFIED_EMAIL', 'ASK'],
          'Policy',
          'Link',
          'Never, by an e-mail that both sides verified, or by a proof of the other account.',
          'NEVER',
          'Users who are linked stay linked.',
        ),
        lines(
          'TrustedProviders',
          'Trusted providers',
          'Their word that an e-mail is verified counts, one a line.',
          'none',
          'Nothing.',
        ),
      ],
    },
  ],
};
