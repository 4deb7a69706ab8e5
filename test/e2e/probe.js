/**
 * Loaded into n8n before its own code: on SIGUSR2 it prints which files have been required, and the
 * memory that is in use after everything that can be thrown away has been, in megabytes.
 */
const v8 = require('node:v8');
const vm = require('node:vm');

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');

process.on('SIGUSR2', () => {
	collectGarbage();
	// Without buffers, of which n8n holds more or fewer by chance.
	const heap = process.memoryUsage().heapUsed / 1024 ** 2;
	const required = Object.keys(require.cache);
	process.stdout.write(`probe: ${JSON.stringify({ heap, required })}\n`);
});
