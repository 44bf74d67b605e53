import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { Answered } from '../../ui/answered.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { useLoaded } from '../../ui/use-answer.ts';
import { named, type PartProps } from './place.ts';

/** The user at a glance. */
export const Summary = ({ version, ...user }: PartProps) => {
  const found = useLoaded(
    (call) => call('AdminGetUser', named(user)),
    `AdminGetUser ${JSON.stringify(named(user))} ${version}`,
  );
  return (
    <Container header={<Header variant="h2">The user</Header>}>
      <Answered of={found}>
        {({ Username, UserStatus, Enabled, UserAttributes = [], UserCreateDate, UserLastModifiedDate, ...more }) => (
          <Facts
            of={{
              Username,
              Status: <Status of={UserStatus} />,
              Access: <Status of={Enabled === false ? 'Disabled' : 'Enabled'} />,
              Sub: UserAttributes.find(({ Name }) => Name === 'sub')?.Value,
              'Second factors': more.UserMFASettingList?.join(', '),
              'Preferred factor': more.PreferredMfaSetting,
              Made: <Time at={UserCreateDate} />,
              Changed: <Time at={UserLastModifiedDate} />,
            }}
          />
        )}
      </Answered>
    </Container>
  );
};
