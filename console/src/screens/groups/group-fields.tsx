import { NumberField, TextField } from '../../ui/fields.tsx';

export interface GroupFacts {
  readonly name: string;
  readonly description: string;
  readonly precedence: number | undefined;
  readonly role: string;
}

export const noFacts: GroupFacts = { name: '', description: '', precedence: undefined, role: '' };

/** What a request says of a group. What is empty is left out. */
export const toMembers = ({ description, precedence, role }: GroupFacts) => ({
  ...(description !== '' && { Description: description }),
  ...(precedence !== undefined && { Precedence: precedence }),
  ...(role !== '' && { RoleArn: role }),
});

interface Props {
  readonly facts: GroupFacts;
  readonly onChange: (facts: GroupFacts) => void;
  readonly isNew?: boolean;
}

export const GroupFields = ({ facts, onChange, isNew = false }: Props) => (
  <>
    {isNew && (
      <TextField
        label="Name"
        description="Tokens name the group so, in the claim cognito:groups. It cannot be changed."
        value={facts.name}
        onChange={(name) => onChange({ ...facts, name })}
      />
    )}
    <TextField
      label="Description"
      description="For administrators alone."
      value={facts.description}
      onChange={(description) => onChange({ ...facts, description })}
    />
    <NumberField
      label="Precedence"
      description="Of a user's groups, the one with the lowest number gives the preferred role. 0 is the highest."
      value={facts.precedence}
      onChange={(precedence) => onChange({ ...facts, precedence })}
    />
    <TextField
      label="Role"
      description="The ARN of a role of IAM. Tokens name it in the claims cognito:roles and cognito:preferred_role."
      value={facts.role}
      onChange={(role) => onChange({ ...facts, role })}
    />
  </>
);
