import type { MessageFields } from '../../nodes/CapitoleMobile/sms/composition';
import { composed } from './compositionSamples';
import { refusalFrom } from './refusal';
import { expectLinear } from '../pace';

const MEGABYTE = 1_000_000;

/** Each function returns `n` UTF-16 code units. */
const INPUTS: Readonly<Record<string, (n: number) => string>> = {
	// `normalize` sorts these marks by class with a bubble sort: 18 s for 131,072 of them.
	'combining marks of two classes': (n) => '\u0301'.repeat(n / 2) + '\u0316'.repeat(n / 2),
	'quotes and spaces': (n) => '" '.repeat(n / 2),
	'quoted spaces, as long as a number may be': (n) => `"${' '.repeat(96)}"x,`.repeat(n / 100),
	'opening brackets': (n) => '['.repeat(n),
	braces: (n) => '{"a":'.repeat(n / 5),
	'a long text as JSON': (n) => `["${'\\"'.repeat(n / 2)}"]`,
	'zeros behind commas': (n) => ',0'.repeat(n / 2),
	'a gap in a number': (n) => `0${' '.repeat(n - 2)}6`,
	'numbers without a comma': (n) => '06 11 22 33 44 '.repeat(n / 15),
	spaces: (n) => ' '.repeat(n),
	Hebrew: (n) => '\u05d0'.repeat(n),
	'halves of surrogate pairs': (n) => '\ud83c'.repeat(n),
};

const FIELDS = ['recipients', 'text', 'sender', 'route', 'long', 'prog', 'id'] as const;

function read(field: keyof MessageFields, value: string): void {
	const rules = { invalidRecipients: 'skip', unsupportedCharacters: 'remove' } as const;
	const refused = refusalFrom(() => composed({ [field]: value }, rules));
	expect(refused?.message.length ?? 0).toBeLessThan(300);
}

describe.each(FIELDS)('1 MB in %s', (field) => {
	it.each(Object.entries(INPUTS))(
		'of %s takes time proportional to its length',
		async (_, input) => {
			await expectLinear(MEGABYTE, (length) => read(field, input(length)), 50);
		},
	);
});

describe('100,000 recipients', () => {
	it('are read in time proportional to their number', async () => {
		const numbers = (count: number) =>
			Array.from({ length: count }, (_, nth) => `06${String(10_000_000 + nth)}`).join(', ');
		await expectLinear(100_000, (count) => read('recipients', numbers(count)), 100);
	});
});
