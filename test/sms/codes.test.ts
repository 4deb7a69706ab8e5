import {
	codeMeaning,
	codeOfStatus,
	type CodeRow,
	CODES,
	FICTIONAL_NUMBERS,
} from '../../nodes/CapitoleMobile/sms/codes';

/** The codes as written on the provider's page, in its order. */
const ON_THE_PAGE = [
	'SENDING_OK',
	'AUTH_FAILED',
	'NO_RECIPIENT',
	'NOT_ENOUGH_CREDITS',
	'EMPTY_MESSAGE',
	'TOO_LONG_MESSAGE',
	'_IS_BLACKLISTED',
	'_IS_INVALID',
	'TOO_LONG_SENDER',
];

const codesWhere = (is: (row: CodeRow) => boolean): string[] =>
	[...CODES].filter(([, row]) => is(row)).map(([code]) => code);

describe('the table of codes', () => {
	test("attributes exactly the codes of the provider's page to the provider", () => {
		const names = ON_THE_PAGE.map((code) => code.replace(/^_/, ''));
		expect(codesWhere(({ from }) => from === 'provider').sort()).toEqual([...names].sort());
		const ofNumbers = codesWhere(({ from, about }) => from === 'provider' && about === 'number');
		expect(ofNumbers.map((code) => `_${code}`)).toEqual(
			ON_THE_PAGE.filter((code) => code.startsWith('_')),
		);
	});

	test.each([...CODES])('%s: repeats only what did not leave', (_, row) => {
		if (row.again !== null) expect(row.outcome).toBe('notSent');
		if (row.outcome === 'unknown') expect(row.remedy).toMatch(/^Before you send it again, check/);
	});

	test('lists the codes that stop a run and those that repeat a request', () => {
		const of = (key: 'stops' | 'again', value: string): string[] =>
			codesWhere((row) => row[key] === value).sort();
		expect(of('stops', 'atOnce')).toEqual([
			'AUTH_FAILED',
			'BLOCKED_BY_N8N',
			'COULD_NOT_CONNECT',
			'HOST_NOT_FOUND',
			'HTTP_301',
			'HTTP_307',
			'HTTP_308',
			'HTTP_3nn',
			'HTTP_401',
			'HTTP_403',
			'HTTP_404',
			'HTTP_405',
			'HTTP_429',
			'INVALID_URL',
			'NOT_ENOUGH_CREDITS',
			'PROXY_REFUSED',
			'TLS_REFUSED',
		]);
		expect(of('stops', 'inARow')).toEqual(['HTTP_503', 'HTTP_nnn', 'NO_ANSWER', 'UNKNOWN_ANSWER']);
		expect(of('again', 'soon')).toEqual(['COULD_NOT_CONNECT', 'HOST_NOT_FOUND', 'TLS_REFUSED']);
		expect(of('again', 'slower')).toEqual(['HTTP_429']);
	});

	test.each(['', 'HTTP_', 'HTTP_9', 'HTTP_0500', 'toString', '__proto__', 'NEW_CODE'])(
		'explains %j, which is not a code, as an unknown answer',
		(code) => {
			expect(codeMeaning(code)).toEqual(codeMeaning('UNKNOWN_ANSWER'));
		},
	);
});

describe('a status without a documented code', () => {
	const rejected = [301, 307, 308, 400, 401, 403, 404, 405, 410, 411, 413, 414, 415, 421, 426, 431];

	test('rejects only if the server says that it did not act', () => {
		const found = [];
		for (let status = 100; status < 600; status += 1) {
			const code = codeOfStatus(status);
			const { outcome, meaning } = codeMeaning(code);
			if (outcome === 'rejected') found.push(status);
			expect(outcome === 'notSent').toBe(status === 407 || status === 429);
			if (/^HTTP_/.test(code)) expect(meaning).toContain(`HTTP status ${status}`);
			expect(meaning).toMatch(
				outcome === 'unknown' ? /SMS (may have been|was) sent$/ : /was not sent$/,
			);
		}
		expect(found).toEqual(rejected);
	});

	test.each([
		[204, 'unknown', 'UNKNOWN_ANSWER', 'inARow'],
		[404, 'rejected', 'HTTP_404', 'atOnce'],
		[407, 'notSent', 'PROXY_REFUSED', 'atOnce'],
		[413, 'rejected', 'HTTP_413', null],
		[429, 'notSent', 'HTTP_429', 'atOnce'],
	])('%i is %s (%s), and stops %s', (status, outcome, code, stops) => {
		expect(codeOfStatus(status)).toBe(code);
		expect(codeMeaning(code)).toMatchObject({ outcome, stops });
	});
});

describe('the fictional numbers', () => {
	test('cover every documented code and every outcome of an SMS', () => {
		const codes = FICTIONAL_NUMBERS.map(({ code }) => code);
		const documented = codesWhere(({ from }) => from === 'provider');
		expect(documented.filter((code) => !codes.includes(code))).toEqual([]);
		expect([...new Set(FICTIONAL_NUMBERS.map(({ outcome }) => outcome))].sort()).toEqual([
			'accepted',
			'notSent',
			'rejected',
			'unknown',
		]);
	});
});
