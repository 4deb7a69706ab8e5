import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packed, packedFiles, ROOT } from './installation';

/** The modules in a bundle, from the comments that esbuild writes above each. */
function modulesOf(bundle: string): string[] {
	const lines = readFileSync(packed(bundle), 'utf8').matchAll(/^\/\/ (node_modules\/.+)$/gm);
	return [...lines].map(([, file = '']) => file);
}

const bundles = (): string[] => packedFiles().filter((file) => file.startsWith('dist/shared/'));

const packageOf = (file: string): string =>
	/^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? '';

const bundledPackages = (): string[] =>
	[...new Set(bundles().flatMap(modulesOf).map(packageOf))].sort();

interface Licence {
	name: string;
	version: string;
	licence: string;
	text: string;
}

function licences(): Licence[] {
	const file = readFileSync(packed('dist', 'THIRD_PARTY_LICENSES.txt'), 'utf8');
	return file.split(/^={80}$/m).map((section) => {
		const [heading = '', ...lines] = section.trim().split('\n');
		const [, name = '', version = '', licence = ''] = /^(\S+) (\S+) \((.+)\)$/.exec(heading) ?? [];
		return { name, version, licence, text: lines.join('\n') };
	});
}

/** Phrases found only in the licence itself. */
const UNMISTAKABLE: Record<string, RegExp> = {
	MIT: /Permission is hereby granted, free of charge[^]+WITHOUT WARRANTY OF ANY KIND/,
	'Apache-2.0': /Apache License\s+Version 2\.0, January 2004[^]+END OF TERMS AND CONDITIONS/,
};

describe('third-party code', () => {
	it('is in bundles that each hold modules of at least one package', () => {
		expect(bundles().length).toBeGreaterThan(0);
		expect(bundles().filter((bundle) => modulesOf(bundle).length === 0)).toEqual([]);
	});

	it('is shipped once, with no module in two bundles', () => {
		const modules = bundles().flatMap(modulesOf);
		expect(modules.filter((file, index) => modules.indexOf(file) !== index)).toEqual([]);
	});

	it('comes with the licence of each bundled package, and of no other', () => {
		expect(licences().map(({ name }) => name)).toEqual(bundledPackages());
	});

	it('comes with the full licences of the bundled versions', () => {
		for (const { name, version, licence, text } of licences()) {
			const file = path.join(ROOT, 'node_modules', name, 'package.json');
			const installed = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
			expect({ name, version }).toEqual({ name, version: installed.version });
			expect({ name, text }).toEqual({
				name,
				text: expect.stringMatching(UNMISTAKABLE[licence] ?? /^no such licence is known here$/),
			});
		}
	});
});
