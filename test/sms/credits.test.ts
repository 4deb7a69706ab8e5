import { creditsOf } from '../../nodes/CapitoleMobile/sms/credits';

const FRENCH = ['33611223344', '33639980000'];
const ABROAD = ['34622334455', '262692123456', '590690123456'];
const LONG = { route: 'N', long: true } as const;
const SHORT = { route: 'N', long: false } as const;
const LONG_M = { route: 'M', long: true } as const;
const SHORT_M = { route: 'M', long: false } as const;

describe('What a message costs', () => {
	test.each([
		['one part to each number', 'a'.repeat(160), LONG, [...FRENCH, ...ABROAD], 5],
		['nobody', 'a'.repeat(400), LONG_M, [], 0],
		['two parts', 'a'.repeat(161), LONG, FRENCH, 4],
		['as UCS-2', `ê${'a'.repeat(70)}`, LONG, FRENCH, 4],
		['one part only, without Long Message', `ê${'a'.repeat(140)}`, SHORT, FRENCH, 2],
		['… on route M, too', `ê${'a'.repeat(140)}`, SHORT_M, [...FRENCH, ...ABROAD], 5],
		['four parts at most', 'ê'.repeat(500), LONG, FRENCH, 8],
		['the STOP mention that fits', 'a'.repeat(146), LONG_M, FRENCH, 2],
		['the STOP mention that does not', 'a'.repeat(147), LONG_M, FRENCH, 4],
		['no STOP mention abroad', 'a'.repeat(150), LONG_M, ABROAD, 3],
		['each number by itself', 'a'.repeat(150), LONG_M, ['33611223344', '34622334455'], 3],
		['each number by itself, as UCS-2', 'ê'.repeat(60), LONG_M, ['33611223344', '34622334455'], 3],
		['no STOP mention on route N', 'a'.repeat(150), LONG, FRENCH, 2],
	])('%s', (_, text, { route, long }, recipients, credits) => {
		expect(creditsOf({ text, route, long }, recipients)).toBe(credits);
	});
});
