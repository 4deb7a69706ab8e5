import fc from 'fast-check';

import type { MessageFields } from '../../nodes/CapitoleMobile/sms/composition';
import { InvalidInput } from '../../nodes/CapitoleMobile/sms/refused';
import { composed, refusal } from './compositionSamples';

describe('compose', () => {
	it('returns everything to send for a message with every field', () => {
		expect(
			composed(
				{
					recipients: ['0611223344', 'abc', 34622334455],
					text: 'L’été\r\narrive',
					sender: 'Ma Marque',
					route: 'M',
					long: true,
					prog: '2026-03-29T02:30:00',
					id: 'SOLDES26',
				},
				{ invalidRecipients: 'skip' },
			),
		).toEqual({
			message: {
				text: "L'été\narrive",
				sender: 'Ma Marque',
				route: 'M',
				long: true,
				prog: '2026-03-29 03:30:00',
				id: 'SOLDES26',
			},
			recipients: ['33611223344', '34622334455'],
			rejected: [expect.objectContaining({ recipient: 'abc', code: expect.any(String) })],
			phoneText: "L'été\narrive STOP au 36XXX",
			changes: [
				'U+000D U+000A (Windows line ending) became a new line, once',
				"“’” (U+2019) became “'”, once",
			],
			count: { encoding: 'GSM-7', characters: 26, segments: 1, charactersLeft: 134 },
			plainly: null,
			asked: {
				instant: Date.UTC(2026, 2, 29, 1, 30),
				warnings: [{ code: 'DAYLIGHT_SAVING', message: expect.any(String) }],
			},
			scheduledAt: '2026-03-29T03:30:00+02:00',
			sendingWindow: null,
			warnings: [
				{ code: 'DAYLIGHT_SAVING', message: expect.any(String) },
				{ code: 'OUTSIDE_USUAL_HOURS', message: expect.any(String) },
			],
		});
	});

	it('counts the STOP mention on route M if any recipient is metropolitan', () => {
		const charactersFor = (route: string, recipients: string) =>
			composed({ route, recipients }).count.characters;
		expect(charactersFor('N', '0611223344')).toBe(7);
		expect(charactersFor('M', '0611223344')).toBe(21);
		expect(charactersFor('M', '34622334455')).toBe(7);
		expect(charactersFor('M', '34622334455, 0611223344')).toBe(21);
		expect(charactersFor('M', '0692 12 34 56')).toBe(7);
	});

	it('warns of marketing outside the usual hours if no window is set', () => {
		const sunday = Date.UTC(2026, 2, 15, 9);
		const [warning, ...others] = composed({ route: 'M' }, { now: sunday }).warnings;
		expect(others).toEqual([]);
		expect(warning).toEqual({
			code: 'OUTSIDE_USUAL_HOURS',
			message:
				'Advertising at Sun 15 Mar 2026, 10:00 (Paris): it is a Sunday. To send it at the next usual time, Mon 16 Mar 2026, 08:00 (Paris), add the safeguard Sending Window.',
		});
		expect(composed({ route: 'N' }, { now: sunday }).warnings).toEqual([]);
	});

	const costly = `ê${'a'.repeat(100)}`;
	it.each([
		['keep', costly, 'ê', 2],
		['plainWhenCheaper', costly, 'e', 1],
		['plain', costly, 'e', 1],
		['plainWhenCheaper', 'ê', 'ê', 1],
		['plain', 'ê', 'e', 1],
	] as const)('letters that cost more: %s, of %s', (costlyLetters, text, first, parts) => {
		const { message, count } = composed({ text, long: true }, { costlyLetters });
		expect([message.text.charAt(0), count.segments]).toEqual([first, parts]);
	});

	it.each<[keyof MessageFields, unknown]>([
		['text', ''],
		['text', { a: 1 }],
		['text', '😀'],
		['recipients', 'abc'],
		['sender', 'Twelve chars'],
		['route', 'X'],
		['long', 'maybe'],
		['prog', '2026-03-10 09:59:00'],
		['id', 'A-1'],
	])('names %s as invalid when it is %j', (field, value) => {
		const { field: named, message, remedy } = refusal({ [field]: value });
		expect(named).toBe(field);
		expect(remedy).toMatch(/\.$/);
		expect(`${message} ${remedy}`).not.toContain('[object');
	});

	it.each<[Partial<MessageFields>, object]>([
		[{ text: 1234 }, { text: '1234' }],
		[{ route: null }, { route: 'N' }],
		[{ long: 'yes' }, { long: true }],
		[{ long: 'no' }, { long: false }],
		[{ long: undefined }, { long: false }],
	])('accepts %o, as a spreadsheet or an expression may return it', (fields, message) => {
		expect(composed(fields).message).toMatchObject(message);
	});

	it('accepts or refuses any value of an expression, and never throws another error', () => {
		const value = fc.anything({ withDate: true, withBigInt: true, withNullPrototype: true });
		const field = <T>(usual: T) =>
			fc.oneof({ weight: 2, arbitrary: fc.constant<unknown>(usual) }, value);
		fc.assert(
			fc.property(
				fc.record({
					recipients: field('0611223344'),
					text: field('Été'),
					sender: field('Ma Marque'),
					route: field('M'),
					long: field(true),
					prog: field('2026-03-11 10:00:00'),
					id: field('ID1'),
				}),
				(fields) => {
					try {
						const { message, recipients } = composed(fields);
						expect(recipients.length).toBeGreaterThan(0);
						expect(message.text).not.toBe('');
					} catch (reason) {
						if (!(reason instanceof InvalidInput)) throw reason;
					}
				},
			),
			{ numRuns: 1000 },
		);
	});
});
