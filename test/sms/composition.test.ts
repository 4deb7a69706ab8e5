import fc from 'fast-check';

import type { Composition, MessageFields } from '../../nodes/CapitoleMobile/sms/composition';
import { InvalidInput } from '../../nodes/CapitoleMobile/sms/invalidInput';
import { composed, refusal } from './compositionSamples';

const codesOf = ({ warnings }: Composition) => warnings.map(({ code }) => code);

describe('compose', () => {
	it('gives all that is sent of a plain message', () => {
		expect(composed({})).toEqual({
			message: { text: 'Bonjour', sender: '', route: 'N', long: false, prog: '', id: '' },
			recipients: ['33611223344'],
			rejected: [],
			count: { encoding: 'GSM-7', characters: 7, segments: 1, charactersLeft: 153 },
			scheduledAt: null,
			warnings: [],
		});
	});

	it('gives all that is sent of a message with every field', () => {
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
			count: { encoding: 'GSM-7', characters: 26, segments: 1, charactersLeft: 134 },
			scheduledAt: '2026-03-29T03:30:00+02:00',
			warnings: [
				{ code: 'LINE_ENDINGS_NORMALIZED', message: expect.any(String) },
				{ code: 'CHARACTER_REPLACED', message: expect.any(String) },
				{ code: 'STOP_MENTION', message: expect.any(String) },
				{ code: 'DAYLIGHT_SAVING', message: expect.any(String) },
			],
		});
	});

	it('counts the STOP mention on route M where a metropolitan number is among the recipients', () => {
		const charactersFor = (route: string, recipients: string) =>
			composed({ route, recipients }).count.characters;
		expect(charactersFor('N', '0611223344')).toBe(7);
		expect(charactersFor('M', '0611223344')).toBe(21);
		expect(charactersFor('M', '34622334455')).toBe(7);
		expect(charactersFor('M', '34622334455, 0611223344')).toBe(21);
		expect(charactersFor('M', '0692 12 34 56')).toBe(7);
	});

	it('holds a text against one part, or four with Long Message', () => {
		const text = 'a'.repeat(161);
		expect(refusal({ text }).field).toBe('text');
		expect(composed({ text, long: true }).count.segments).toBe(2);
		expect(refusal({ text: 'a'.repeat(613), long: true }).field).toBe('text');
	});

	it('postpones what the sending window keeps from going now', () => {
		const sunday = Date.UTC(2026, 2, 15, 9);
		const rules = { sendingWindow: 'postpone', now: sunday } as const;
		const later = composed({ route: 'M' }, rules);
		expect(later.message.prog).toBe('2026-03-16 08:00:00');
		expect(later.scheduledAt).toBe('2026-03-16T08:00:00+01:00');
		expect(codesOf(later)).toContain('POSTPONED');
		expect(composed({ route: 'N' }, rules).message.prog).toBe('');
		expect(refusal({ route: 'M' }, { sendingWindow: 'error', now: sunday }).field).toBe(
			'options.sendingWindow',
		);
	});

	it.each<[keyof MessageFields, unknown]>([
		['text', ''],
		['text', ['a', 'b']],
		['text', { a: 1 }],
		['text', true],
		['text', Number.NaN],
		['text', '😀'],
		['recipients', ''],
		['recipients', 'abc'],
		['sender', 'Twelve chars'],
		['route', 'X'],
		['route', 'n'],
		['long', 'maybe'],
		['long', 2],
		['prog', '2026-03-10 09:59:00'],
		['prog', 'demain'],
		['id', 'A-1'],
		['id', 'ELEVENCHARS'],
	])('names %s when it is %j', (field, value) => {
		const { field: named, message, remedy } = refusal({ [field]: value });
		expect(named).toBe(field);
		expect(remedy).toMatch(/\.$/);
		expect(`${message} ${remedy}`).not.toMatch(/error|problem|failure|mistake|\[object/i);
	});

	it.each<[Partial<MessageFields>, object]>([
		[{ text: 1234 }, { text: '1234' }],
		[{ text: 12345678901234567890n }, { text: '12345678901234567890' }],
		[{ route: '' }, { route: 'N' }],
		[{ route: null }, { route: 'N' }],
		[{ long: 'yes' }, { long: true }],
		[{ long: 'true' }, { long: true }],
		[{ long: 'no' }, { long: false }],
		[{ long: undefined }, { long: false }],
		[{ prog: undefined }, { prog: '' }],
	])('takes %o as a spreadsheet or an expression may give it', (fields, message) => {
		expect(composed(fields).message).toMatchObject(message);
	});

	it('accepts or refuses anything an expression may give, and never throws anything else', () => {
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
