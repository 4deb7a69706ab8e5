import type { MessageFields } from '../../nodes/CapitoleMobile/sms/composition';
import { composed } from './compositionSamples';
import { refusalFrom } from './refusal';
import { processorTime } from '../processorTime';

const MEGABYTE = 1_000_000;

/** Each is made `n` UTF-16 code units long. */
const INPUTS: Readonly<Record<string, (n: number) => string>> = {
	// The order of their classes is undone by a bubble sort: 18 s for 131,072 of them.
	'combining marks of two classes': (n) => '\u0301'.repeat(n / 2) + '\u0316'.repeat(n / 2),
	'combining marks in turn': (n) => '\u0301\u0316'.repeat(n / 2),
	'quotes and spaces': (n) => '" '.repeat(n / 2),
	'quoted spaces, as long as a number may be': (n) => `"${' '.repeat(96)}"x,`.repeat(n / 100),
	'opening brackets': (n) => '['.repeat(n),
	'lists within lists': (n) => '['.repeat(n / 2) + ']'.repeat(n / 2),
	braces: (n) => '{"a":'.repeat(n / 5),
	'a long text as JSON': (n) => `["${'\\"'.repeat(n / 2)}"]`,
	digits: (n) => '0'.repeat(n),
	'numbers without a comma': (n) => '06 11 22 33 44 '.repeat(n / 15),
	spaces: (n) => ' '.repeat(n),
	'new lines': (n) => '\n'.repeat(n),
	'right-to-left marks': (n) => '\u202e'.repeat(n),
	Hebrew: (n) => '\u05d0'.repeat(n),
	'halves of surrogate pairs': (n) => '\ud83c'.repeat(n),
	emoji: (n) => '👨‍👩‍👧'.repeat(n / 8),
};

const FIELDS = ['recipients', 'text', 'sender', 'route', 'long', 'prog', 'id'] as const;

/** Milliseconds of the processor, best of three runs: the first compiles, and others use it too. */
function timeFor(field: keyof MessageFields, value: string): number {
	const times = Array.from({ length: 3 }, () => {
		const rules = { invalidRecipients: 'skip', unsupportedCharacters: 'remove' } as const;
		return processorTime(() => {
			const refused = refusalFrom(() => composed({ [field]: value }, rules));
			expect(refused?.message.length ?? 0).toBeLessThan(300);
		});
	});
	return Math.min(...times);
}

/** Four times the length takes sixteen times as long where time is quadratic; 20 ms are noise. */
const expectLinear = (quarter: number, whole: number) =>
	expect(whole).toBeLessThan(8 * quarter + 20);

describe.each(FIELDS)('1 MB in %s', (field) => {
	it.each(Object.keys(INPUTS))('of %s blocks nothing, and takes time by its length', (name) => {
		const input = INPUTS[name] ?? String;
		const whole = timeFor(field, input(MEGABYTE));
		expect(whole).toBeLessThan(200);
		expectLinear(timeFor(field, input(MEGABYTE / 4)), whole);
	});
});

describe('100,000 recipients', () => {
	it('are read in time by their number', () => {
		const timeOf = (count: number) =>
			timeFor(
				'recipients',
				Array.from({ length: count }, (_, nth) => `06${String(10_000_000 + nth)}`).join(', '),
			);
		expectLinear(timeOf(25_000), timeOf(100_000));
	});
});
