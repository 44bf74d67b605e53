import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodeKindOfMessage, isRiskKind, messageKinds } from '#shared/domain/messages/message-kinds.ts';
import { escapeHtml } from '#shared/domain/messages/templates.ts';
import {
  type CodeMessage,
  defaultMail,
  defaultSms,
  durationIn,
  languageFor,
  mailTextsIn,
} from '#shared/mails/default-mail.tsx';
import { languages } from '#shared/pages/texts/texts.ts';

const kinds = messageKinds.filter((kind): kind is CodeKindOfMessage => !isRiskKind(kind));
const link = 'https://auth.example.com/confirmUser?client_id=a&user_name=ada&confirmation_code=847120';
const everything = languages.flatMap((language) => kinds.map((kind) => [kind, language] as const));

const message = (kind: CodeKindOfMessage, language: CodeMessage['language'], more: Partial<CodeMessage> = {}) => ({
  kind,
  language,
  secret: kind === 'AdminCreateUser' ? 'aB3$x7!q' : '847120',
  username: 'ada',
  link: kind === 'ConfirmationLink' ? link : undefined,
  validMs: kind === 'AdminCreateUser' ? 7 * 86_400_000 : 3_600_000,
  ...more,
});

// The three-byte scripts of the languages that have one of their own.
const scripts = {
  ja: /[\u3040-\u30ff\u4e00-\u9fff]/,
  ko: /[\uac00-\ud7af]/,
  'zh-CN': /[\u4e00-\u9fff]/,
  'zh-TW': /[\u4e00-\u9fff]/,
};
const scriptOf = new Map<string, RegExp>(Object.entries(scripts));

describe('the texts of messages', () => {
  it('have in each language the places of the English ones, and no text in common with English', async () => {
    const english = await mailTextsIn('en');
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
    for (const language of languages.filter((one) => one !== 'en')) {
      const texts = await mailTextsIn(language);
      expect(Object.keys(texts), language).toEqual(Object.keys(english));
      for (const key of Object.keys(english) as (keyof typeof english)[]) {
        expect(places(texts[key]), `${language} ${key}`).toEqual(places(english[key]));
        expect(texts[key], `${language} ${key}`).not.toBe(english[key]);
        const script = scriptOf.get(language);
        if (script) expect(texts[key], `${language} ${key}`).toMatch(script);
      }
    }
  });

  it.each(everything)('%s in %s has all that it needs, as text and as HTML', async (kind, language) => {
    const texts = await mailTextsIn(language);
    const asked = message(kind, language);
    const { subject, html, text = '' } = await defaultMail(asked, { footer: 'Acme Ltd' });
    expect(subject).not.toBe('');
    expect(subject).not.toContain(asked.secret);
    expect(text).toContain(kind === 'ConfirmationLink' ? link : asked.secret);
    expect(html).toContain(kind === 'ConfirmationLink' ? `href="${link.replaceAll('&', '&amp;')}"` : asked.secret);
    expect(html).toContain(`lang="${language}"`);
    expect(html).toContain(`<title>${escapeHtml(subject)}</title>`);
    for (const said of [subject, text, html.replace(/<style>.*?<\/style>/s, '')]) {
      expect(said).not.toMatch(/[{}]|undefined|\[object/);
    }
    expect(text).toContain(durationIn(language, asked.validMs));
    expect(text).toContain('Acme Ltd');
    const sentences = Object.entries(await mailTextsIn('en')).filter(([, english]) => english.length > 10);
    if (language !== 'en') for (const [, english] of sentences) expect(text).not.toContain(english);
    // What stands beside the subject on a lock screen tells no secret, and the first six digits are the code.
    expect(html.slice(0, html.indexOf('</div>'))).not.toContain(asked.secret);
    if (kind !== 'ConfirmationLink' && kind !== 'AdminCreateUser') expect(/\d{6}/.exec(html)?.[0]).toBe('847120');
    expect(texts).toBeDefined();
  });

  it('says durations as each language does, with its plurals', () => {
    const hour = 3_600_000;
    expect([hour, 2 * hour, 24 * hour, 7 * 24 * hour, 180_000, 1000, 90_000].map((ms) => durationIn('en', ms))).toEqual(
      ['1 hour', '2 hours', '1 day', '7 days', '3 minutes', '1 second', '90 seconds'],
    );
    expect([hour, 2 * hour].map((ms) => durationIn('de', ms))).toEqual(['1 Stunde', '2 Stunden']);
    expect([hour, 2 * hour].map((ms) => durationIn('fr', ms).replace('\u00a0', ' '))).toEqual(['1 heure', '2 heures']);
    expect(durationIn('ja', 2 * hour)).toMatch(/^2\s?時間$/);
  });

  it('fits one SMS with the longest code, and 140 characters', async () => {
    // GSM 03.38: 160 characters of its alphabet, or 70 of any.
    const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;
    for (const language of languages) {
      for (const kind of ['SignUp', 'Authentication'] as const) {
        const text = await defaultSms(message(kind, language, { secret: '1234567890' }));
        expect(text.length, text).toBeLessThanOrEqual(gsm.test(text) ? 140 : 70);
        expect(text).toContain('1234567890');
      }
      expect((await mailTextsIn(language))['invitation.text'].length).toBeLessThanOrEqual(140);
    }
  });

  it('is in the first language that there is, however the locale is written', () => {
    expect(languageFor(['de_AT', 'fr'])).toBe('de');
    expect(languageFor(['zh-Hant-HK'])).toBe('zh-TW');
    expect(languageFor(['nl', undefined, 'pt'])).toBe('pt-BR');
    expect(languageFor(['not a tag', undefined])).toBe('en');
  });
});

describe('a mail', () => {
  it('escapes whatever it is filled in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.constantFrom('<', '>', '"', "'", '&'),
        async (some, mark) => {
          const username = `${some}${mark}script${mark}{code}{####}`;
          const { html } = await defaultMail(message('AdminCreateUser', 'en', { username, secret: `<b>${some}</b>` }), {
            footer: `</p>${username}`,
            senderName: `<i>${username}`,
          });
          expect(html).not.toMatch(/<script|<b>|<i>|<\/p>[^<]*script/);
          expect(html.match(/<\/html>/g)).toHaveLength(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has the look of its pool', async () => {
    const branding = {
      logoUrl: 'https://cdn.example.com/l.png',
      senderName: 'Acme',
      color: '#112233',
      codeInSubject: true,
    };
    const { html, subject, text } = await defaultMail(message('SignUp', 'de'), { ...branding, footer: 'A\nB' });
    expect(html).toContain('<img src="https://cdn.example.com/l.png" alt="Acme"');
    expect(html).toContain('4px solid rgb(17, 34, 51)');
    expect(html).toContain('>A<br/>B<');
    expect(text?.endsWith('--\nA\nB\n')).toBe(true);
    expect(subject).toBe('847120 – Ihr Bestätigungscode');
    const invitation = await defaultMail(message('AdminCreateUser', 'de'), branding);
    expect(invitation.subject).toBe('Ihr vorläufiges Passwort');
  });

  it('is one line where the pool wants no design', async () => {
    const plain = { designed: false };
    expect(await defaultMail(message('SignUp', 'en'), plain)).toEqual({
      subject: 'Your verification code',
      html: 'Your verification code is 847120.',
    });
    const { html } = await defaultMail(message('ConfirmationLink', 'en'), plain);
    expect(html).toBe(
      `Confirm your email address by this link: <a href="${link.replaceAll('&', '&amp;')}">Verify Email</a>`,
    );
  });
});
