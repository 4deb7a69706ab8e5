import { ROOT } from './build';
import { seconds } from './progress';
import { runTool } from './tool';

/**
 * The tests have a configuration of their own (test/eslint.config.mjs says why), and ESLint 9 looks
 * for the one nearest to a file only when told to.
 */
const env = { ESLINT_FLAGS: 'unstable_config_lookup_from_file' };

type Step = [title: string, run: () => Promise<number>];

const types = (project: string) => () =>
	runTool('tsc', ['--noEmit', '-p', project], ROOT, { owner: 'typescript' });

/** Two at a time. eslint runs as part of `n8n-node lint`, which checks the configuration at the top too. */
const LANES: readonly Step[][] = [
	[
		['n8n-node lint', () => runTool('n8n-node', ['lint'], ROOT, { owner: '@n8n/node-cli', env })],
		['format', () => runTool('prettier', ['--check', '.'], ROOT)],
	],
	[
		['types of the package', types('tsconfig.json')],
		['types of the tests', types('test/tsconfig.json')],
	],
];

/** `npm run lint`: every step runs, so that one run tells everything; exit code 1 if any objects. */
async function main(): Promise<void> {
	const results: string[] = [];
	const runAll = async (steps: readonly Step[]): Promise<void> => {
		for (const [title, run] of steps) {
			const begun = Date.now();
			const code = await run();
			if (code !== 0) process.exitCode = 1;
			results.push(`  ${code === 0 ? '✓' : '✗'} ${title} (${seconds(Date.now() - begun)})`);
		}
	};
	await Promise.all(LANES.map(runAll));
	process.stdout.write(`\n${results.join('\n')}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
