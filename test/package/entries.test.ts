import path from 'node:path';
import { entries, packed, runThere } from './installation';

// Starts other programs on a machine that may be busy.
jest.setTimeout(60_000);

/** Prints an entry's exports, in a separate process. */
const LOOK = `
	const [file, className] = process.argv.slice(1);
	const made = new (require(file)[className])();
	const { name } = made.description ?? made;
	process.stdout.write(JSON.stringify({ className: made.constructor.name, name }));
`;

const CAN_RESOLVE = `
	const can = process.argv.slice(1).map((name) => {
		try { return Boolean(require.resolve(name)); } catch { return false; }
	});
	process.stdout.write(JSON.stringify(can));
`;

describe('in a folder with only the package and the modules of n8n', () => {
	it('none of the bundled libraries can be resolved', () => {
		const names = ['n8n-workflow', 'luxon', 'iconv-lite', 'xmlbuilder2', 'libphonenumber-js'];
		expect(runThere(CAN_RESOLVE, ...names)).toEqual([true, true, false, false, false]);
	});

	it('each entry loads alone and exports the class named by its file', () => {
		const loaded = entries().map((entry) => {
			const [className = ''] = path.basename(entry).split('.');
			return runThere(LOOK, packed(entry), className);
		});
		expect(loaded).toEqual([
			{ className: 'CapitoleSms', name: 'capitoleSms' },
			{ className: 'CapitoleSmsTrigger', name: 'capitoleSmsTrigger' },
			{ className: 'CapitoleMobileApi', name: 'capitoleMobileApi' },
		]);
	});
});
