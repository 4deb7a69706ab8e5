module.exports = globalThis.n8n.core;
