/**
 * Starts every npm command: checks Node, installs missing dependencies, then runs a TypeScript file or a
 * tool such as gulp. Plain JavaScript, because a fresh checkout cannot run anything else yet, and in old
 * syntax, so that an old Node can print the message below.
 *
 *   node dev/lab/run.mjs dev/lab/start.ts --once
 *   node dev/lab/run.mjs gulp build
 */
import fs from 'fs';

const manifest = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url)));
const wanted = manifest.engines.node.replace('>=', '').split('.').map(Number);
const actual = process.versions.node.split('.').map(Number);

if (actual[0] < wanted[0] || (actual[0] === wanted[0] && actual[1] < wanted[1])) {
	console.error(
		`This needs Node ${wanted.join('.')} or newer, and this is Node ${process.versions.node}. ` +
			'Install a newer one from https://nodejs.org, then run the command again.',
	);
	process.exit(1);
} else {
	import('./launch.js').then(({ default: { launch } }) => launch(process.argv.slice(2)));
}
