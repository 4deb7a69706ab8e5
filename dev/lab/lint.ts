import { runNode, toolFile } from './launch';
import { seconds } from './progress';
import { runMain } from './shutdown';

/** Makes ESLint 9 use the configuration nearest to each file: test/eslint.config.mjs for tests and dev. */
const env = { ESLINT_FLAGS: 'unstable_config_lookup_from_file' };

type Step = [title: string, ...command: string[]];

const tsc = toolFile('tsc', 'typescript');

/** Two lanes run in parallel. `n8n-node lint` runs ESLint, and also checks the configuration at the top. */
const LANES: readonly Step[][] = [
	[
		['n8n-node lint', toolFile('n8n-node', '@n8n/node-cli'), 'lint'],
		['format', toolFile('prettier'), '--check', '.'],
	],
	[
		['types of the package', tsc, '--noEmit'],
		['types of the tests', tsc, '--noEmit', '-p', 'test'],
	],
];

/** `npm run lint`: runs every step, even after one that fails; exit code 1 if any fails. */
runMain(async () => {
	const results: string[] = [];
	let exitCode = 0;
	const runAll = async (steps: readonly Step[]): Promise<void> => {
		for (const [title, ...command] of steps) {
			const begun = Date.now();
			const code = await runNode(command, env);
			if (code !== 0) exitCode = 1;
			results.push(`  ${code === 0 ? '✓' : '✗'} ${title} (${seconds(Date.now() - begun)})`);
		}
	};
	await Promise.all(LANES.map(runAll));
	process.stdout.write(`\n${results.join('\n')}\n`);
	return exitCode;
});
