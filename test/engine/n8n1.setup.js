// n8n-core 1 keeps an interval for SSH tunnels running, which would keep jest from ending.
const { setInterval } = globalThis;
globalThis.setInterval = (...given) => setInterval(...given).unref();
