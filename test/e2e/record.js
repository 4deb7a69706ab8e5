const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const FILE = path.join(__dirname, 'tested.json');

/**
 * With `npm run test:e2e -- --record`: writes to tested.json, for each project that ran, its n8n and its number
 * of passed tests, for the table of compatibility. A selection of files or tests is not recorded.
 */
module.exports = class {
	constructor({ testPathPatterns, testNamePattern }) {
		this.isWhole = testPathPatterns.patterns.length === 0 && !testNamePattern;
	}

	onRunComplete(contexts, { testResults, wasInterrupted }) {
		if (!this.isWhole || wasInterrupted) return;
		const tested = JSON.parse(readFileSync(FILE, 'utf8'));
		for (const { config } of contexts) {
			const { name } = config.displayName;
			const results = testResults.filter(({ displayName }) => displayName.name === name);
			const sum = (count) => results.reduce((total, result) => total + count(result), 0);
			const passed = sum(({ numPassingTests }) => numPassingTests);
			// A file that could not be loaded counts as one failed test.
			const failed = sum(({ numFailingTests, testExecError }) =>
				testExecError ? 1 : numFailingTests,
			);
			// The newest version may replace the locked one, see dev/lab/installation.ts.
			const { n8nVersion: locked } = config.testEnvironmentOptions;
			const n8n = (locked.startsWith('2.') && process.env.CAPITOLE_N8N_VERSION) || locked;
			tested[name] = { n8n, passed, failed };
		}
		writeFileSync(FILE, `${JSON.stringify(tested, null, '\t')}\n`);
	}
};
