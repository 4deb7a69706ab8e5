import path from 'node:path';
import { packed, ROOT, runThere } from './installation';

// Starts other programs on a machine that may be busy.
jest.setTimeout(60_000);

interface Loaded {
	isLazyLoaded: boolean;
	known: { nodes: object; credentials: object };
	types: { nodes: object[]; credentials: object[] };
	/** Scripts of the package that were run. */
	run: string[];
}

/** Prints n8n's knowledge of the package after reading it in one of its two ways. */
const LOAD = `
	const [loaders, way, folder] = process.argv.slice(1);
	const loader = new (require(loaders)[way])(folder);
	loader.loadAll().then(() => process.stdout.write(JSON.stringify({
		isLazyLoaded: loader.isLazyLoaded,
		known: loader.known,
		types: loader.types,
		run: Object.keys(require.cache).filter((file) => file.startsWith(folder)),
	})));
`;

function load(core: string, way: string): Loaded {
	const loaders = path.join(ROOT, 'node_modules', core, 'dist', 'nodes-loader');
	return runThere(LOAD, loaders, way, packed()) as Loaded;
}

describe.each([
	['2.x', 'n8n-core'],
	['1.x', 'n8n-core-1'],
])('n8n %s on startup', (_version, core) => {
	it('learns the same about the nodes with and without running our code', () => {
		const lazily = load(core, 'LazyPackageDirectoryLoader');
		const { isLazyLoaded, run, known } = lazily;
		expect(isLazyLoaded).toBe(true);
		expect(run).toEqual([]);
		expect(Object.keys(known.nodes)).toEqual(['capitoleSms', 'capitoleSmsTrigger']);
		expect(Object.keys(known.credentials)).toEqual(['capitoleMobileApi']);

		const fully = load(core, 'PackageDirectoryLoader');
		expect(fully.run.length).toBeGreaterThan(0);
		expect(known).toEqual(fully.known);
		expect(lazily.types).toEqual(fully.types);
	});
});
