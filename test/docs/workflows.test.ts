import { readFileSync } from 'node:fs';
import path from 'node:path';

import { filesBelow, ROOT } from './source';

const workflows = filesBelow('.github/workflows');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

describe.each(workflows)('%s', (file) => {
	const text = read(file);

	test('pins actions to a commit, with the version beside it', () => {
		const uses = text.match(/uses: .*/g) ?? [];
		expect(uses.length).toBeGreaterThan(0);
		for (const use of uses)
			expect(use).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	test('has read permission only, unless a job says otherwise', () => {
		expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
	});

	test('keeps no credentials in the working copy', () => {
		const checkouts = text.match(/actions\/checkout@/g) ?? [];
		expect(text.match(/persist-credentials: false/g)).toHaveLength(checkouts.length);
	});
});

test.each(['ci', 'release'])('%s runs the project’s gate', (name) => {
	expect(read(`.github/workflows/${name}.yml`)).toMatch(/^\s+- run: \.ci\/run$/m);
});

test("a weekly job tests n8n's newest version in place of the locked one", () => {
	const text = read('.github/workflows/newest-n8n.yml');
	expect(text).toMatch(/^ {2}schedule:\n {4}- cron: '[\d ]+\* \* \d'$/m);
	expect(text).toMatch(/CAPITOLE_N8N_VERSION: /);
	const projects = /--selectProjects '([^']+)'/.exec(text)?.[1] ?? '';
	expect(read('test/e2e/jest.config.js')).toContain(`project('${projects}'`);
	expect(read('dev/lab/installation.ts')).toContain(`= '${projects.replace('n8n ', '')}';`);
});

describe('the release', () => {
	const text = read('.github/workflows/release.yml');

	test('runs from a tag, after the gate, with provenance', () => {
		expect(text).toMatch(/^ {2}push:\n {4}tags: \['v\*'\]$/m);
		expect(text).toMatch(/needs: gate/);
		expect(text).toMatch(/id-token: write/);
		expect(text).toMatch(/npm publish --provenance/);
		// npm shows whichever of two READMEs it finds first.
		expect(text).toMatch(/rm README\.fr\.md\n.*npm publish/);
	});

	test('pins the same actions as the tests, so one update covers both', () => {
		const used = (file: string): Set<string> => new Set(read(file).match(/uses: .*/g) ?? []);
		expect(used('.github/workflows/release.yml')).toEqual(used('.github/workflows/ci.yml'));
	});
});

describe('package.json', () => {
	const manifest = JSON.parse(read('package.json')) as Record<string, unknown> & {
		keywords: string[];
		author: Record<string, string>;
	};

	test('has everything n8n and npm require of a community package', () => {
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest).toMatchObject({ license: 'MIT', peerDependencies: { 'n8n-workflow': '*' } });
		expect(manifest).not.toHaveProperty('dependencies');
		for (const field of ['description', 'homepage', 'repository', 'bugs', 'engines', 'files']) {
			expect(manifest[field]).toBeTruthy();
		}
		expect(manifest.author).toEqual({
			name: expect.stringMatching(/\S/) as string,
			email: expect.stringMatching(/^\S+@\S+$/) as string,
		});
	});

	test('has no script that runs on users’ machines', () => {
		const { scripts } = manifest as unknown as { scripts: Record<string, string> };
		const onInstall = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
		expect(onInstall.filter((name) => name in scripts)).toEqual([]);
	});
});
