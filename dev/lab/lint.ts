import { ROOT } from './build';
import { seconds } from './progress';
import { runTool } from './tool';

/**
 * The tests have a configuration of their own (test/eslint.config.mjs says why), and ESLint 9 looks
 * for the one nearest to a file only when told to.
 */
const env = { ESLINT_FLAGS: 'unstable_config_lookup_from_file' };

/** eslint runs as part of `n8n-node lint`, which checks the configuration at the top too. */
const STEPS: Array<[title: string, run: () => Promise<number>]> = [
	['n8n-node lint', () => runTool('n8n-node', ['lint'], ROOT, { owner: '@n8n/node-cli', env })],
	[
		'types of the package',
		() => runTool('tsc', ['--noEmit', '-p', 'tsconfig.json'], ROOT, { owner: 'typescript' }),
	],
	[
		'types of the tests',
		() => runTool('tsc', ['--noEmit', '-p', 'test/tsconfig.json'], ROOT, { owner: 'typescript' }),
	],
	['format', () => runTool('prettier', ['--check', '.'], ROOT)],
];

/** `npm run lint`: every step runs, so that one run tells everything; exit code 1 if any objects. */
async function main(): Promise<void> {
	const results: string[] = [];
	for (const [title, run] of STEPS) {
		const begun = Date.now();
		const code = await run();
		if (code !== 0) process.exitCode = 1;
		results.push(`  ${code === 0 ? '✓' : '✗'} ${title} (${seconds(Date.now() - begun)})`);
	}
	process.stdout.write(`\n${results.join('\n')}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
