const os = require('node:os');
const path = require('node:path');

const common = {
	rootDir: path.join(__dirname, '..'),
	testEnvironment: 'node',
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
};

/** One project per kind of check; `--selectProjects sms` runs one. */
const project = (name, folders, more = {}) => ({
	...common,
	displayName: name,
	testMatch: folders.map((folder) => `<rootDir>/${folder}/**/*.test.ts`),
	...more,
});

/** Tests below these folders mirror the paths of `nodes/CapitoleMobile`. */
const NODES = ['actions', 'campaign', 'n8n', 'transport', 'trigger'].map((room) => `test/${room}`);

/** Runs tests in the engine of one of n8n's versions. */
const inEngine = (core) => ({
	testEnvironment: '<rootDir>/test/engine/environment.js',
	testEnvironmentOptions: { core },
	setupFiles: ['<rootDir>/test/engine/clock.setup.ts'],
	moduleNameMapper: {
		'^n8n-core$': '<rootDir>/test/engine/shared/core.js',
		'^n8n-workflow$': '<rootDir>/test/engine/shared/workflow.js',
	},
});

module.exports = {
	// By default jest leaves one core idle, half of a small machine; some tests mostly wait.
	maxWorkers: Math.ceil(1.5 * os.availableParallelism()),
	// Passing tests take far less; a delay on a busy machine is not a failure.
	testTimeout: 30_000,
	testSequencer: path.join(__dirname, 'sequencer.js'),
	projects: [
		project('sms', ['test/sms']),
		project('dev', ['dev']),
		project('docs', ['test/docs'], inEngine('n8n-core')),
		project('nodes', NODES, inEngine('n8n-core')),
		// The same tests in n8n 1's engine: n8n 1.123 consists of these packages.
		project('nodes-1', NODES, {
			// Rules are the same in both engines and tested once. n8n's handling of a node is not.
			testPathIgnorePatterns: [
				'/campaign/(?!(failures|retry)\\.)',
				'/actions/(doNotContact|longInput|messages|prog|recipients|schemas|simulate|text|ask/(page|question))\\.',
				'/transport/failure\\.',
			],
			...inEngine('n8n-core-1'),
		}),
		// PHP reads what is sent; test/php/php.ts explains machines without it.
		project('php', ['test/php']),
		project('package', ['test/package'], {
			globalSetup: '<rootDir>/test/package/setup.ts',
			globalTeardown: '<rootDir>/test/package/teardown.ts',
		}),
	],
};
