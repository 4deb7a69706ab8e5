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

/** One project per level at which a thing is true; `--selectProjects unit` runs one. */
const project = (name, more = {}) => ({
	...common,
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	...more,
});

module.exports = {
	// jest leaves one core alone by itself, half of a small machine.
	maxWorkers: '100%',
	projects: [
		project('unit'),
		project('provider'),
		project('node'),
		project('docs'),
		project('engine'),
		// The same tests in n8n 1's engine: n8n 1.123 is made of these.
		project('engine', {
			displayName: 'engine-1',
			setupFiles: ['<rootDir>/test/engine/n8n1.setup.js'],
			moduleNameMapper: {
				'^n8n-core$': '<rootDir>/node_modules/n8n-core-1',
				'^n8n-workflow$': '<rootDir>/node_modules/n8n-core-1/node_modules/n8n-workflow',
			},
		}),
		// PHP as the judge of what is sent; see test/php/php.ts for a machine without it.
		project('php'),
		project('package', {
			globalSetup: '<rootDir>/test/package/setup.ts',
			globalTeardown: '<rootDir>/test/package/teardown.ts',
		}),
	],
};
