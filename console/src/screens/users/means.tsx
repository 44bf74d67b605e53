import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { Answered } from '../../ui/answered.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Time } from '../../ui/time.tsx';
import { useLoaded } from '../../ui/use-answer.ts';
import { named, type PartProps } from './place.ts';

const keyOf = (part: PartProps): string => `${JSON.stringify(named(part))} ${part.version}`;

const Factors = (part: PartProps) => {
  const [removing, setRemoving] = useState(false);
  const found = useLoaded((call) => call('AdminGetUserAuthFactors', named(part)), keyOf(part));
  return (
    <Container header={<Header variant="h2">Factors</Header>}>
      <Answered of={found}>
        {({ ConfiguredUserAuthFactors = [], UserMFASettingList = [], PreferredMfaSetting }) => (
          <>
            <Facts
              of={{
                'To begin with': ConfiguredUserAuthFactors.join(', '),
                'Second factors': UserMFASettingList.join(', '),
                Preferred: PreferredMfaSetting,
              }}
            />
            {UserMFASettingList.includes('SOFTWARE_TOKEN_MFA') && (
              <Button onClick={() => setRemoving(true)}>Switch the second factors off</Button>
            )}
          </>
        )}
      </Answered>
      {removing && (
        <Confirm
          title="Switch the second factors off?"
          action="Switch off"
          operation="AdminSetUserMFAPreference"
          request={{
            ...named(part),
            SMSMfaSettings: { Enabled: false },
            EmailMfaSettings: { Enabled: false },
            SoftwareTokenMfaSettings: { Enabled: false },
          }}
          onDone={() => {
            setRemoving(false);
            part.changed('The second factors are off.');
          }}
          onDismiss={() => setRemoving(false)}
        >
          The user is asked for none any more, unless the pool requires one. The authenticator app stays set up, and
          switching it on undoes it.
        </Confirm>
      )}
    </Container>
  );
};

const Devices = (part: PartProps) => {
  const [forgotten, setForgotten] = useState<string>();
  return (
    <>
      <PagedTable
        title="Devices"
        description="Devices that the user confirmed. A remembered one may take the place of a second factor."
        of={keyOf(part)}
        load={async (call, token) => {
          const { Devices: items = [], PaginationToken } = await call('AdminListDevices', {
            ...named(part),
            Limit: 30,
            ...(token !== undefined && { PaginationToken: token }),
          });
          return { items, next: PaginationToken };
        }}
        keyOf={({ DeviceKey }) => DeviceKey ?? ''}
        empty="There is no device."
        columns={[
          { header: 'Device', cell: ({ DeviceKey }) => DeviceKey },
          { header: 'Last used', cell: ({ DeviceLastAuthenticatedDate }) => <Time at={DeviceLastAuthenticatedDate} /> },
          {
            header: 'Remembered',
            cell: ({ DeviceAttributes = [] }) =>
              DeviceAttributes.find(({ Name }) => Name === 'dev:device_remembered_status')?.Value ?? '-',
          },
          {
            header: 'Actions',
            cell: ({ DeviceKey = '' }) => (
              <Button variant="link" ariaLabel={`Forget ${DeviceKey}`} onClick={() => setForgotten(DeviceKey)}>
                Forget
              </Button>
            ),
          },
        ]}
      />
      {forgotten !== undefined && (
        <Confirm
          title="Forget the device?"
          action="Forget"
          operation="AdminForgetDevice"
          request={{ ...named(part), DeviceKey: forgotten }}
          onDone={() => {
            setForgotten(undefined);
            part.changed('The device is forgotten.');
          }}
          onDismiss={() => setForgotten(undefined)}
        >
          The next sign-in from there is one from a new device. It cannot be undone, but the user can confirm it anew.
        </Confirm>
      )}
    </>
  );
};

interface Identity {
  readonly providerName: string;
  readonly userId: string;
}

// The attribute is JSON of the API. What is not of that form is not shown.
const identitiesIn = (text: string | undefined): readonly Identity[] => {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(found)) return [];
    return found.flatMap((one: unknown) => {
      const { providerName, userId } = Object(one);
      return typeof providerName === 'string' && typeof userId === 'string' ? [{ providerName, userId }] : [];
    });
  } catch {
    return [];
  }
};

const Links = (part: PartProps) => {
  const [ended, setEnded] = useState<Identity>();
  const found = useLoaded((call) => call('AdminGetUser', named(part)), keyOf(part));
  return (
    <Container header={<Header variant="h2">Linked sign-ins</Header>}>
      <Answered of={found}>
        {({ UserAttributes = [] }) => (
          <Table
            variant="embedded"
            items={[...identitiesIn(UserAttributes.find(({ Name }) => Name === 'identities')?.Value)]}
            empty="No account elsewhere is linked."
            columnDefinitions={[
              { id: 'provider', header: 'Provider', cell: ({ providerName }) => providerName, isRowHeader: true },
              {
                id: 'user',
                header: 'Who it is there',
                cell: ({ userId }) => <span className="gh-break">{userId}</span>,
              },
              {
                id: 'actions',
                header: 'Actions',
                cell: (one) => (
                  <Button variant="link" ariaLabel={`Unlink ${one.providerName}`} onClick={() => setEnded(one)}>
                    Unlink
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Answered>
      {ended && (
        <Confirm
          title={`Unlink ${ended.providerName}?`}
          action="Unlink"
          operation="AdminDisableProviderForUser"
          request={{
            UserPoolId: part.pool,
            User: {
              ProviderName: ended.providerName,
              ProviderAttributeName: 'Cognito_Subject',
              ProviderAttributeValue: ended.userId,
            },
          }}
          onDone={() => {
            setEnded(undefined);
            part.changed(`${ended.providerName} is not linked any more.`);
          }}
          onDismiss={() => setEnded(undefined)}
        >
          The account there does not lead to this user any more, and sessions that came by it end. Linking it again
          undoes it.
        </Confirm>
      )}
    </Container>
  );
};

const Terms = (part: PartProps) => {
  const found = useLoaded((call) => call('AdminListAcceptedTerms', named(part)), keyOf(part));
  return (
    <Container header={<Header variant="h2">Accepted terms</Header>}>
      <Answered of={found}>
        {({ AcceptedTerms }) => (
          <Table
            variant="embedded"
            items={[...AcceptedTerms]}
            empty="The user was shown none."
            columnDefinitions={[
              { id: 'name', header: 'Document', cell: ({ TermsName }) => TermsName, isRowHeader: true },
              { id: 'link', header: 'Link', cell: ({ Link }) => <span className="gh-break">{Link}</span> },
              { id: 'language', header: 'Language', cell: ({ Language }) => Language },
              { id: 'at', header: 'Accepted', cell: ({ AcceptanceDate }) => <Time at={AcceptanceDate} /> },
            ]}
          />
        )}
      </Answered>
    </Container>
  );
};

/** By what the user signs in. */
export const Means = (part: PartProps) => (
  <>
    <Factors {...part} />
    <Devices {...part} />
    <Links {...part} />
    <Terms {...part} />
  </>
);
