/** Loaded into n8n before its own code: on SIGUSR2 it prints the required files and the megabytes in use. */
const v8 = require('node:v8');
const vm = require('node:vm');

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');

process.on('SIGUSR2', () => {
	collectGarbage();
	// Excludes buffers, whose number in n8n varies by chance.
	const heap = process.memoryUsage().heapUsed / 1024 ** 2;
	const required = Object.keys(require.cache);
	process.stdout.write(`probe: ${JSON.stringify({ heap, required })}\n`);
});
