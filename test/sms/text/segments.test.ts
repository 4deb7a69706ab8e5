import { countSegments } from '../../../nodes/CapitoleMobile/sms/text/segments';

const STOP = 14;

/** The fewest and the most units that make up a number of SMS: 3GPP TS 23.038 and 23.040. */
describe('countSegments at the boundaries', () => {
	it.each([
		['GSM-7', 'a', 0, 1, 160],
		['GSM-7', 'a', 1, 1, 159],
		['GSM-7', 'a', 159, 1, 1],
		['GSM-7', 'a', 160, 1, 0],
		['GSM-7', 'a', 161, 2, 145],
		['GSM-7', 'a', 306, 2, 0],
		['GSM-7', 'a', 307, 3, 152],
		['GSM-7', 'a', 459, 3, 0],
		['GSM-7', 'a', 460, 4, 152],
		['GSM-7', 'a', 612, 4, 0],
		['GSM-7', 'a', 613, 5, 152],
		['UCS-2', 'ê', 1, 1, 69],
		['UCS-2', 'ê', 70, 1, 0],
		['UCS-2', 'ê', 71, 2, 63],
		['UCS-2', 'ê', 134, 2, 0],
		['UCS-2', 'ê', 135, 3, 66],
		['UCS-2', 'ê', 201, 3, 0],
		['UCS-2', 'ê', 202, 4, 66],
		['UCS-2', 'ê', 268, 4, 0],
		['UCS-2', 'ê', 269, 5, 66],
	])('%s: %s, %i times, is %i SMS with %i left', (encoding, character, length, segments, left) => {
		expect(countSegments(character.repeat(length))).toEqual({
			encoding,
			characters: length,
			segments,
			charactersLeft: left,
		});
	});

	it.each([
		['a', 145, 1, 1],
		['a', 146, 1, 0],
		['a', 147, 2, 145],
		['a', 292, 2, 0],
		['a', 293, 3, 152],
		['a', 598, 4, 0],
		['a', 599, 5, 152],
		['ê', 56, 1, 0],
		['ê', 57, 2, 63],
		['ê', 120, 2, 0],
		['ê', 121, 3, 66],
		['ê', 254, 4, 0],
		['ê', 255, 5, 66],
	])(
		'%s, %i times, and the STOP mention is %i SMS with %i left',
		(character, length, segments, left) => {
			expect(countSegments(character.repeat(length), STOP)).toMatchObject({
				characters: length + STOP,
				segments,
				charactersLeft: left,
			});
		},
	);
});

describe('countSegments and escape pairs', () => {
	it('counts two septets for each character of the extension table, one in UCS-2', () => {
		expect(countSegments('€[]{}\\~^|').characters).toBe(18);
		expect(countSegments('ê€[]{}\\~^|').characters).toBe(10);
	});

	it('fits 80 euros in one SMS', () => {
		expect(countSegments('€'.repeat(80))).toMatchObject({ segments: 1, charactersLeft: 0 });
		expect(countSegments('€'.repeat(81))).toMatchObject({ segments: 2, charactersLeft: 153 - 10 });
	});

	it('moves a pair that would straddle septet 153 to the next SMS', () => {
		const straddling = `${'a'.repeat(152)}€${'a'.repeat(152)}`;
		expect(countSegments(straddling)).toEqual({
			encoding: 'GSM-7',
			characters: 306,
			segments: 3,
			charactersLeft: 152,
		});
		const beforeTheEnd = `${'a'.repeat(151)}€${'a'.repeat(153)}`;
		expect(countSegments(beforeTheEnd)).toMatchObject({
			characters: 306,
			segments: 2,
			charactersLeft: 0,
		});
	});

	it('puts the first character of the STOP mention in the septet that a pair left free', () => {
		expect(countSegments('€'.repeat(2 * 76), STOP)).toMatchObject({
			segments: 3,
			charactersLeft: 153 - (STOP - 1),
		});
	});
});
