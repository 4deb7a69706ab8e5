/** Loaded into n8n before its own code: on SIGUSR2 it prints which files have been required. */
process.on('SIGUSR2', () => {
	process.stdout.write(`required: ${JSON.stringify(Object.keys(require.cache))}\n`);
});
