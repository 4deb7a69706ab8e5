const path = require('node:path');

const [{ displayName: _name, testMatch: _match, ...common }] =
	require('../jest.config.js').projects;

const WITH_N8N = {
	globalSetup: path.join(__dirname, 'setup.ts'),
	setupFilesAfterEnv: [path.join(__dirname, 'tryAgain.js')],
};

/**
 * Tests with real n8n, real HTTP and a real browser, separate from `npm test` since they take minutes and
 * gigabytes. `npm run test:e2e` starts them through `run.ts`.
 *
 * Tests in `n8n/` run once with each n8n; those in this folder choose their own.
 */
const project = (displayName, testMatch, version, more = WITH_N8N) => ({
	...common,
	displayName,
	testMatch: [`<rootDir>/test/e2e/${testMatch}`],
	testEnvironment: path.join(__dirname, 'environment.ts'),
	testEnvironmentOptions: { globalsCleanup: 'off', n8nVersion: version },
	...more,
});

module.exports = {
	// n8n mostly waits.
	maxWorkers: 3,
	testSequencer: path.join(__dirname, '../sequencer.js'),
	projects: [
		project('n8n 2.41.1', 'n8n/*.test.ts', '2.41.1'),
		project('n8n 1.123.81', 'n8n/*.test.ts', '1.123.81'),
		project('e2e', '*.test.ts', '2.41.1'),
		// Its tests build on each other, so none can be retried alone.
		project('queue', 'queue/*.test.ts', '2.41.1', {}),
	],
};
