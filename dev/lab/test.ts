import { build, isBuilt } from './build';
import { runNode, toolFile } from './launch';
import { step } from './progress';
import { runMain } from './shutdown';

/** `npm test`: builds dist if it is stale, since tests load what ships, then runs jest. */
runMain(async () => {
	if (!isBuilt()) await step('Building the package', build, { stream: process.stderr });
	return await runNode([
		toolFile('jest'),
		'--config',
		'test/jest.config.js',
		...process.argv.slice(2),
	]);
});
