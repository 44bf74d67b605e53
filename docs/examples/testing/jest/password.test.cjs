const { connectGatehouse } = require('gatehouse-pools/testing');

const gatehouse = connectGatehouse(JSON.parse(process.env.GATEHOUSE));
const { clientId: ClientId } = gatehouse;

test('a forgotten password is set anew with the code that was sent', async () => {
  const { username: Username, email } = await gatehouse.user();
  await gatehouse.call('ForgotPassword', { ClientId, Username });
  const ConfirmationCode = await gatehouse.codeFor(email);
  const Password = 'New-horse-2';
  await gatehouse.call('ConfirmForgotPassword', { ClientId, Username, ConfirmationCode, Password });
  const { AuthenticationResult } = await gatehouse.call('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
  });
  expect(AuthenticationResult.TokenType).toBe('Bearer');
});
