import { describe, expect, it } from 'vitest';
import { maskDestination } from '#shared/domain/messages/addresses.ts';

describe('a destination', () => {
  it.each([
    ['email', 'jane@example.com', 'j***@e***'],
    ['email', '"odd@name"@mail.example.org', '"***@m***'],
    ['phone_number', '+12065551234', '+*******1234'],
    ['phone_number', '+4915112345678', '+*********5678'],
  ] as const)('is masked: %s %s', (attribute, destination, masked) => {
    expect(maskDestination(attribute, destination)).toBe(masked);
  });
});
