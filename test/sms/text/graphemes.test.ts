import fc from 'fast-check';
import { graphemesOf } from '../../../nodes/CapitoleMobile/sms/text/graphemes';

describe('graphemesOf', () => {
	it('splits long texts as the platform splits them whole', () => {
		const unit = fc.constantFrom(
			'a',
			'é',
			'\r',
			'\n',
			'👨‍👩‍👧',
			'🇫🇷',
			'🇫',
			'e\u0301',
			'👋🏽',
			'\u0300',
			'\ud800',
		);
		fc.assert(
			fc.property(
				fc.array(unit, { minLength: 1, maxLength: 60 }),
				fc.integer({ min: 0, max: 2100 }),
				(units, padding) => {
					const text = `${'b'.repeat(padding)}${units.join('').repeat(20)}`;
					const whole = Array.from(
						new Intl.Segmenter('fr').segment(text),
						({ segment, index }) => ({
							segment,
							index,
						}),
					);
					expect([...graphemesOf(text)]).toEqual(whole);
				},
			),
			{ numRuns: 200 },
		);
	});

	it('gives a letter with thousands of accents as one', () => {
		const pile = `a${'\u0301'.repeat(9000)}`;
		expect([...graphemesOf(`${pile}b`)]).toEqual([
			{ segment: pile, index: 0 },
			{ segment: 'b', index: 9001 },
		]);
	});

	it('gives nothing for an empty text', () => {
		expect([...graphemesOf('')]).toEqual([]);
	});
});
