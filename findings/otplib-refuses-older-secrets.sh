#!/usr/bin/env bash
# otplib 13.5.0: does it go on checking the codes of apps that were set up with ten bytes of secret?
#
# One would expect: yes, as up to version 12 and as otpauth does. Ten bytes, sixteen characters of base32, are what
# authenticator apps themselves and many servers made for a decade, and what most exports of users have.
# What happens: it throws for every secret of fewer than sixteen bytes, when codes are checked, not only when secrets are
# made. verifySync does not answer that the code is wrong: it throws.
# Why it matters: after an update, or a move with their secrets, exactly those who have had an app for longest cannot sign
# in, and a test with a new secret passes.
# A way out: `guardrails: createGuardrails({ MIN_SECRET_BYTES: 10 })`.
#
# Output seen (Node 20.20.2 and 24.21.0, otplib 12.0.1, otpauth 9.5.2):
#   otplib, 20 bytes:          {"valid":true}
#   otplib, 10 bytes:          Secret must be at least 16 bytes (128 bits), got 10 bytes
#   otplib, 10 bytes, allowed: {"valid":true}
#   otplib 12, 10 bytes:       {"valid":true}
#   otpauth, 10 bytes:         {"valid":true}
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund otplib@13.5.0 otplib12@npm:otplib@12.0.1 otpauth@9.5.2 >/dev/null 2>&1

cat >codes.mjs <<'JS'
import { Secret, TOTP } from 'otpauth';
import { createGuardrails, verifySync } from 'otplib';
import otplib12 from 'otplib12';

const told = (what, work) => {
  try {
    console.log(`${what.padEnd(27)}${JSON.stringify({ valid: work() })}`);
  } catch (error) {
    console.log(`${what.padEnd(27)}${error.message}`);
  }
};
const secretOf = (size) => new Secret({ size }).base32;
// One moment for the code and its check, so that no step ends between them.
const epoch = Math.floor(Date.now() / 1000);
const codeOf = (secret) => new TOTP({ secret }).generate({ timestamp: epoch * 1000 });
const [long, short] = [secretOf(20), secretOf(10)];
told('otplib, 20 bytes:', () => verifySync({ secret: long, token: codeOf(long), epoch }).valid);
told('otplib, 10 bytes:', () => verifySync({ secret: short, token: codeOf(short), epoch }).valid);
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });
told('otplib, 10 bytes, allowed:', () => verifySync({ secret: short, token: codeOf(short), epoch, guardrails }).valid);
const before = otplib12.authenticator.clone({ epoch: epoch * 1000 });
told('otplib 12, 10 bytes:', () => before.check(codeOf(short), short));
told('otpauth, 10 bytes:', () => new TOTP({ secret: short }).validate({ token: codeOf(short), timestamp: epoch * 1000 }) === 0);
JS

seen=$(node codes.mjs)
echo "otplib $(node -p "require('./node_modules/otplib/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'otplib, 20 bytes:          {"valid":true}
otplib, 10 bytes:          Secret must be at least 16 bytes (128 bits), got 10 bytes
otplib, 10 bytes, allowed: {"valid":true}
otplib 12, 10 bytes:       {"valid":true}
otpauth, 10 bytes:         {"valid":true}' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
