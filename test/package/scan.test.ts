import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { environment, packed, ROOT } from './installation';

interface Scan {
	passed: boolean;
	details?: string;
	warnings: string[];
	files: number;
}

/** The files that n8n scans in the source repository and in the published package. */
const SOURCE = ['package.json', '{nodes,credentials}/**/*.{js,ts,json}'];
const TARBALL = ['**/*.js', 'package.json'];

function scan(folder: string, patterns: string[]): Scan {
	const script = path.join(__dirname, 'scan.mjs');
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder, ...patterns], {
		encoding: 'utf8',
		env: environment,
	});
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as Scan;
}

const clean = { passed: true, warnings: [] };

describe("n8n's scan of community packages", () => {
	it('finds nothing in the source', () => {
		const { files, ...verdict } = scan(ROOT, SOURCE);
		expect(verdict).toEqual(clean);
		expect(files).toBeGreaterThan(4);
	}, 120_000);

	it('finds nothing in the tarball', () => {
		const { files, ...verdict } = scan(packed(), TARBALL);
		expect(verdict).toEqual(clean);
		expect(files).toBeGreaterThan(4);
	}, 120_000);

	it('refuses a package that requires a builtin and writes a log', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'capitole-scan-'));
		try {
			cpSync(packed('package.json'), path.join(folder, 'package.json'));
			writeFileSync(path.join(folder, 'bad.js'), "console.log(require('fs'));\n");
			const { passed, details } = scan(folder, TARBALL);
			expect(passed).toBe(false);
			expect(details).toMatch(/no-restricted-imports/);
			expect(details).toMatch(/no-console/);
		} finally {
			rmSync(folder, { recursive: true });
		}
	}, 120_000);
});
