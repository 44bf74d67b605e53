import { describe, expect, it } from 'vitest';
import { messageKinds } from '#shared/domain/messages/message-kinds.ts';
import { languages } from '#shared/pages/texts/texts.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

interface Preview {
  readonly EmailSubject: string;
  readonly EmailMessage: string;
  readonly EmailText?: string;
  readonly SmsMessage?: string;
}

const preview = (request: object) => callOwn<Preview>('PreviewMessage', request);

describe('PreviewMessage', () => {
  it('shows every kind in every language, with nothing left to fill in', async () => {
    const { poolId: UserPoolId } = await makePool();
    for (const Language of languages) {
      const shown = await Promise.all(messageKinds.map((Kind) => preview({ UserPoolId, Kind, Language })));
      for (const { EmailSubject, EmailMessage, EmailText = '', SmsMessage = '' } of shown) {
        expect(`${EmailSubject}${EmailText}${SmsMessage}`).not.toMatch(/[{}]|undefined/);
        expect(EmailText).toMatch(/123456|Temporary-1|https:/);
        expect(EmailMessage).toContain(`lang="${Language}"`);
      }
    }
  });

  it('shows words that are not stored, and refuses wrong ones', async () => {
    const { poolId: UserPoolId } = await makePool();
    const request = { UserPoolId, Kind: 'RiskBlock', Language: 'de' };
    const EmailText = 'Um {login-time} in {city}: {one-click-link-invalid}';
    expect(await preview({ ...request, Template: { EmailText, EmailSubject: 'Halt' } })).toMatchObject({
      EmailSubject: 'Halt',
      EmailText: expect.stringMatching(/^Um \S.* in Berlin: https:/),
      EmailMessage: expect.stringContaining('href="https://auth.example.com/eventFeedback?invalid"'),
    });
    await expect(preview({ ...request, Template: { EmailText: '{citi} x' } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(await callOwn('GetMessageTemplates', { UserPoolId })).toMatchObject({ Templates: [] });
  });
});
