import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessRisk } from '#shared/domain/risk/assess.ts';
import type { RiskAttempt } from '#shared/domain/risk/attempt.ts';
import { emptyHistory, mostEntries, type RiskHistory, remember } from '#shared/domain/risk/history.ts';

const chrome = {
  raw: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36',
  browser: 'Chrome 126',
  system: 'Windows 10',
};
const firefox = {
  raw: 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
  browser: 'Firefox 127',
  system: 'Linux',
};
const start = 1_790_000_000;
const day = 86_400;
const home: RiskAttempt = { at: start, address: '198.51.100.7', network: 64_500, country: 'CH', agent: chrome };
const abroad: RiskAttempt = { at: start, address: '203.0.113.9', network: 64_999, country: 'BR', agent: firefox };

const passed = (attempts: readonly RiskAttempt[]): RiskHistory =>
  attempts.reduce((history, attempt) => remember(history, attempt, 'passed'), emptyHistory);
const daily = (attempt: RiskAttempt, count: number): RiskAttempt[] =>
  Array.from({ length: count }, (_, index) => ({ ...attempt, at: start + index * day }));
const later = (attempt: RiskAttempt): RiskAttempt => ({ ...attempt, at: start + 30 * day });

describe('the risk of a sign-in', () => {
  it('is none for the first one', () => {
    expect(assessRisk(emptyHistory, abroad)).toEqual({ level: 'NONE', score: 0, reasons: ['first sign-in'] });
  });

  it('is what a calculation by hand gives', () => {
    // Eight from home; two on the way, in the network and country of home, with the same program.
    const history = passed([...daily(home, 8), ...daily({ ...home, address: '198.51.100.8' }, 2)]);
    const others = {
      place: 0.6 * 0.0001 + 0.3 * 0.05 + 0.1 * 0.5,
      program: 0.5387 * 0.01 + 0.268 * 0.2 + 0.1933 * 0.4,
    };
    const ofHome = (others.place / (0.6 * 0.8 + 0.3 + 0.1)) * (others.program / 1);
    const ofNewNetwork = (others.place / 0.1) * (others.program / 0.1933);
    const { score, level, reasons } = assessRisk(history, later(home));
    expect(score).toBeCloseTo(ofHome / (1 + ofHome), 12);
    expect([level, reasons]).toEqual(['NONE', []]);
    const elsewhere = { ...home, address: '192.0.2.1', network: 64_501, agent: { ...firefox, system: 'Windows 10' } };
    const found = assessRisk(history, later(elsewhere));
    expect(found.score).toBeCloseTo(ofNewNetwork / (1 + ofNewNetwork), 12);
    expect([found.level, found.reasons]).toEqual(['MEDIUM', ['new network', 'new browser']]);
    // Nothing was ever seen: four times as likely for others, in both features.
    expect(assessRisk(history, later(abroad)).score).toBeCloseTo(16 / 17, 12);
  });

  it('is high from another country with another system', () => {
    const { level, reasons } = assessRisk(passed(daily(home, 12)), later(abroad));
    expect([level, reasons]).toEqual(['HIGH', ['new country', 'new system']]);
  });

  it('is lower with a newer version of the same browser than with another one, or an older version', () => {
    const history = passed(daily(home, 12));
    const score = (browser: string) =>
      assessRisk(history, later({ ...home, agent: { raw: browser, browser, system: 'Windows 10' } })).score;
    expect(score('Chrome 127')).toBeLessThan(score('Chrome 125'));
    expect(score('Chrome 125')).toBe(score('Firefox 127'));
  });

  it('grows where nobody travels that fast', () => {
    const zurich = { latitude: 47.4, longitude: 8.5 };
    const history = passed([...daily(home, 9), { ...home, at: start + 9 * day, coordinates: zurich }]);
    const away = {
      ...home,
      address: '203.0.113.9',
      network: 64_999,
      coordinates: { latitude: -23.5, longitude: -46.6 },
    };
    const soon = assessRisk(history, { ...away, at: start + 9 * day + 1200 });
    const nextDay = assessRisk(history, { ...away, at: start + 10 * day });
    expect(soon.reasons).toContainEqual(expect.stringMatching(/^impossible travel: 9[56]\d\d km in 20 minutes$/));
    expect(nextDay.reasons).not.toContainEqual(expect.stringContaining('travel'));
    expect(soon.score).toBeGreaterThan(nextDay.score);
    expect(soon.level).toBe('HIGH');
  });

  it('shrinks with a known device, and grows with the key of another one', () => {
    const history = passed(daily(home, 12));
    const score = (deviceKey?: boolean) => assessRisk(history, { ...later(abroad), deviceKey }).score;
    expect(score(true)).toBeLessThan(score());
    expect(score(false)).toBeGreaterThan(score());
  });

  it('moves with feedback', () => {
    const history = passed([...daily(home, 11), { ...abroad, at: start + 11 * day }]);
    const before = assessRisk(history, later(abroad));
    const reported = remember(history, { ...abroad, at: start + 11 * day }, 'invalid');
    expect(assessRisk(reported, later(abroad))).toMatchObject({
      level: 'HIGH',
      reasons: ['reported as somebody else'],
    });
    expect(assessRisk(reported, later(home)).level).toBe('NONE');
    const taken = remember(reported, { ...abroad, at: start + 11 * day }, 'valid');
    expect(assessRisk(taken, later(abroad)).score).toBeLessThan(before.score);
  });
});

const field = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const attempts: fc.Arbitrary<RiskAttempt> = fc.record({
  at: fc.oneof(fc.integer({ min: start, max: start + 400 * day }), fc.double()),
  address: field(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())),
  network: field(fc.oneof(fc.nat(5), fc.double())),
  country: field(fc.constantFrom('CH', 'BR', 'no country at all')),
  coordinates: field(fc.record({ latitude: fc.double(), longitude: fc.double() })),
  agent: fc.record({ raw: field(fc.string()), browser: field(fc.string()), system: field(fc.string()) }),
  deviceKey: field(fc.boolean()),
});
const outcomes = fc.constantFrom<('passed' | 'refused' | 'valid' | 'invalid')[]>(
  'passed',
  'refused',
  'valid',
  'invalid',
);
const histories = fc
  .array(fc.tuple(attempts, outcomes), { maxLength: 60 })
  .map((past) => past.reduce((history, [attempt, outcome]) => remember(history, attempt, outcome), emptyHistory));

describe('any sign-in', () => {
  it('has a score from 0 to 1, and reasons in words', () => {
    fc.assert(
      fc.property(histories, attempts, (history, attempt) => {
        const { score, reasons } = assessRisk(history, attempt);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(reasons.length).toBeLessThanOrEqual(4);
        for (const reason of reasons) expect(reason.length).toBeLessThan(80);
      }),
    );
  });

  it('is not riskier after the same succeeded', () => {
    fc.assert(
      fc.property(fc.array(attempts, { minLength: 1, maxLength: 30 }), attempts, (past, attempt) => {
        const same = { ...attempt, coordinates: undefined };
        const history = passed(past.map((one) => ({ ...one, coordinates: undefined })));
        const again = remember(history, same, 'passed');
        expect(assessRisk(again, same).score).toBeLessThanOrEqual(assessRisk(history, same).score + 1e-12);
      }),
    );
  });

  it('is not less risky where more of it is new', () => {
    const strange = { address: '192.0.2.99', network: 99, country: 'XX' };
    fc.assert(
      fc.property(fc.array(attempts, { minLength: 1, maxLength: 30 }), fc.nat(29), (past, which) => {
        const known = past[which % past.length];
        if (!known) return;
        const attempt = { ...known, at: start, coordinates: undefined };
        const history = passed(past);
        const scores = [
          attempt,
          { ...attempt, address: strange.address },
          { ...attempt, address: strange.address, network: strange.network },
        ].map((one) => assessRisk(history, one).score);
        expect(scores).toEqual([...scores].sort((a, b) => a - b));
      }),
    );
  });
});

describe('a history', () => {
  it('is bounded, and the same after it was stored', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const stored = JSON.stringify(history);
        expect(history.entries.length).toBeLessThanOrEqual(mostEntries);
        expect(Buffer.byteLength(stored)).toBeLessThan(8000);
        expect(JSON.parse(stored)).toEqual(history);
      }),
    );
  });

  it('takes less than a kilobyte for somebody with three places and two programs', () => {
    const places = ['198.51.100.7', '2001:db8:1234:5678::1', '203.0.113.200'];
    const history = passed(
      daily(home, 40).map((one, index) => ({
        ...one,
        address: places[index % 3],
        agent: index % 2 === 0 ? chrome : firefox,
      })),
    );
    expect(history.entries).toHaveLength(32);
    expect(JSON.stringify(history).length).toBeLessThan(1000);
  });

  it('keeps nothing of what was refused', () => {
    const history = passed(daily(home, 3));
    expect(remember(history, abroad, 'refused')).toEqual(history);
  });

  it('counts what was confirmed once, however often it is said', () => {
    const once = remember(passed(daily(home, 3)), home, 'valid');
    expect(remember(once, home, 'valid')).toEqual(once);
  });
});
