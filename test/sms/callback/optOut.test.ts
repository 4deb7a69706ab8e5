import fc from 'fast-check';

import { readOptOut } from '../../../nodes/CapitoleMobile/sms/callback/optOut';
import { optOutSamples } from './optOutSamples';

const said = (text: string) => JSON.stringify(text);

describe('readOptOut', () => {
	test.each(optOutSamples.map(({ text, expected }) => [said(text), expected, text] as const))(
		'%s is %s',
		(_shown, expected, text) => {
			expect(readOptOut(text)).toBe(expected);
		},
	);

	test('of all samples, no one is taken for an opt-out who wants to stay, and nobody who wants out goes unnoticed', () => {
		const results = optOutSamples.map((sample) => ({ ...sample, got: readOptOut(sample.text) }));
		const wantOut = results.filter(({ wantsOut }) => wantsOut);
		const wantToStay = results.filter(({ wantsOut }) => !wantsOut);
		const falseAlarms = wantToStay.filter(({ got }) => got === 'yes');
		const misses = wantOut.filter(({ got }) => got === 'no');
		process.stdout.write(
			[
				`opt-out samples: ${results.length}`,
				`want out: ${wantOut.length}, of which yes ${wantOut.filter(({ got }) => got === 'yes').length}, maybe ${wantOut.filter(({ got }) => got === 'maybe').length}, missed ${misses.length}`,
				`want to stay: ${wantToStay.length}, of which no ${wantToStay.filter(({ got }) => got === 'no').length}, maybe ${wantToStay.filter(({ got }) => got === 'maybe').length}, false alarms ${falseAlarms.length}`,
				'',
			].join('\n'),
		);
		expect(results.length).toBeGreaterThanOrEqual(100);
		expect(new Set(results.map(({ text }) => text)).size).toBe(results.length);
		expect(falseAlarms).toEqual([]);
		expect(misses).toEqual([]);
	});

	test('keywords of the user count as opt-out words, in any case and with or without accents', () => {
		expect(readOptOut('DÉSABONNE TOI')).toBe('maybe');
		expect(readOptOut('Assez !')).toBe('no');
		expect(readOptOut('Assez !', ['assez'])).toBe('yes');
		expect(readOptOut('deja client, merci', ['Déjà client'])).toBe('yes');
		expect(readOptOut('déjà client depuis longtemps', ['Déjà client'])).toBe('maybe');
		expect(readOptOut('bonjour', ['', '  ', '!!'])).toBe('no');
	});

	test('case, accents, punctuation and emoji around an opt-out change nothing', () => {
		const around = fc.stringMatching(/^[ .!?;:,()"'🛑😡\n]{0,8}$/u);
		fc.assert(
			fc.property(
				fc.constantFrom('stop', 'arrêt', 'désinscription', 'unsubscribe', 'stop sms merci'),
				around,
				around,
				fc.boolean(),
				(text, before, after, upper) => {
					expect(readOptOut(before + (upper ? text.toUpperCase() : text) + after)).toBe('yes');
				},
			),
		);
	});

	test('any word that is no filler keeps an opt-out from being certain', () => {
		fc.assert(
			fc.property(fc.constantFrom('voiture', 'rendez', 'Julie', '42', 'demain'), (word) => {
				expect(readOptOut(`stop ${word}`)).toBe('maybe');
				expect(readOptOut(`${word} stop`)).toBe('maybe');
			}),
		);
	});

	test('every text has an answer', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
				expect(['yes', 'maybe', 'no']).toContain(readOptOut(text));
			}),
			{ numRuns: 2_000 },
		);
	});
});
