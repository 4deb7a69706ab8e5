import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { packTarball } from '../../dev/lab/tarball';
import { INSTALLATION, packed, ROOT } from './installation';

/** The modules our code may require, which every n8n has. */
const BROUGHT_BY_N8N = ['n8n-workflow', 'luxon'];

/**
 * Runs once before all tests of this folder. It unpacks the tarball in a new folder outside the checkout, which
 * resolves only the package and `BROUGHT_BY_N8N`. npm would also install missing dependencies and hide them.
 */
export default async function setup(): Promise<void> {
	const tarball = await packTarball();
	try {
		const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'capitole-package-')));
		process.env[INSTALLATION] = folder;
		mkdirSync(packed(), { recursive: true });
		// Relative names: some versions of tar read `C:` as the name of another machine.
		const { dir, base } = path.parse(realpathSync(tarball.file));
		const target = path.relative(dir, packed());
		execFileSync('tar', ['-xzf', base, '-C', target, '--strip-components=1'], { cwd: dir });
		for (const name of BROUGHT_BY_N8N) {
			const link = path.join(folder, 'node_modules', name);
			symlinkSync(path.join(ROOT, 'node_modules', name), link, 'junction');
		}
	} finally {
		await tarball.remove();
	}
}
