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
	projects: [
		project('unit'),
		project('provider'),
		project('node'),
		project('engine'),
		project('package', {
			globalSetup: '<rootDir>/test/package/setup.ts',
			globalTeardown: '<rootDir>/test/package/teardown.ts',
		}),
	],
};
