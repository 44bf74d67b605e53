module.exports = () => globalThis.gatehouse.stop();
