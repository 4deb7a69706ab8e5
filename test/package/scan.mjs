/**
 * n8n's own scan of community packages, in a separate process since it is an ES module.
 *
 *   node scan.mjs <folder> <pattern>...
 *
 * Writes JSON: `passed` and `details` from the scan, and `warnings`, which the scan hides unless it finds worse.
 */
import { analyzePackage, buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

const [cwd, ...patterns] = process.argv.slice(2);
const { passed, details } = await analyzePackage(cwd, patterns);

const overrideConfig = await buildScanConfig();
const eslint = new ESLint({
	cwd,
	allowInlineConfig: false,
	overrideConfigFile: true,
	overrideConfig,
});
const results = await eslint.lintFiles(patterns);
const warnings = results.flatMap(({ filePath, messages }) =>
	messages
		.filter(({ severity }) => severity === 1)
		.map(({ line, message, ruleId }) => `${filePath}:${line} ${message} (${ruleId})`),
);

process.stdout.write(JSON.stringify({ passed, details, warnings, files: results.length }));
