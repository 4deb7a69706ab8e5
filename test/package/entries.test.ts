import path from 'node:path';
import { entries, packed, runThere } from './installation';

// Other programs are started, on a machine that may be busy.
jest.setTimeout(60_000);

/** What an entry exports, asked in a process of its own. */
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

describe('in a folder where only the package and what n8n brings can be resolved', () => {
	it('none of the bundled libraries can be resolved', () => {
		const names = ['n8n-workflow', 'luxon', 'iconv-lite', 'xmlbuilder2', 'libphonenumber-js'];
		expect(runThere(CAN_RESOLVE, ...names)).toEqual([true, true, false, false, false]);
	});

	it('each entry loads by itself, and exports the class that its file name promises', () => {
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
