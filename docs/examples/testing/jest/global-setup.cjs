// For Jest: one stack for all tests. These run in processes of their own, which have the environment of this one.
const { startGatehouse } = require('gatehouse-pools/testing');

module.exports = async () => {
  globalThis.gatehouse = await startGatehouse();
  process.env.GATEHOUSE = JSON.stringify(globalThis.gatehouse.facts);
};
