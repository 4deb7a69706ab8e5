const path = require('node:path');

const [{ displayName: _name, testMatch: _match, ...common }] =
	require('../jest.config.js').projects;

const WITH_N8N = {
	globalSetup: path.join(__dirname, 'setup.ts'),
	setupFilesAfterEnv: [path.join(__dirname, 'tryAgain.js')],
};

/**
 * What is tested with real n8n, real HTTP and a real browser: apart from `npm test`, since it takes
 * minutes and gigabytes. Started by `run.ts`, which `npm run test:e2e` runs.
 *
 * The tests of `n8n/` run once with each n8n; those right in this folder choose their own.
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
	// An n8n often waits.
	maxWorkers: 3,
	testSequencer: path.join(__dirname, '../sequencer.js'),
	projects: [
		project('n8n 2.41.1', 'n8n/*.test.ts', '2.41.1'),
		project('n8n 1.123.81', 'n8n/*.test.ts', '1.123.81'),
		project('e2e', '*.test.ts', '2.41.1'),
		// Its steps build on each other: none can be tried again alone.
		project('queue', 'queue/*.test.ts', '2.41.1', {}),
	],
};
