import { build, isBuilt, ROOT } from './build';
import { Trouble } from './npm';
import { step } from './progress';
import { runTool } from './tool';

/** `npm test`: builds dist where it is stale, since what ships is tested too, then runs jest. */
async function main(): Promise<void> {
	if (!isBuilt()) await step('Building the package', build, { stream: process.stderr });
	const args = ['--config', 'test/jest.config.js', ...process.argv.slice(2)];
	process.exitCode = await runTool('jest', args, ROOT);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Trouble ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
