import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { codeMeaning } from '../../../nodes/CapitoleMobile/sms/answer/codeMeaning';
import {
	NUMBER_CODES,
	OWN_CODES,
	PROVIDER_CODES,
	REFUSAL_CODES,
} from '../../../nodes/CapitoleMobile/sms/answer/codes';

/** The codes on the provider's page, in its order, as they are written there. */
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
const ALL = [...PROVIDER_CODES, ...Object.keys(OWN_CODES)];

describe('the table of codes', () => {
	test("has the codes of the provider's page and no others as the provider's", () => {
		const names = ON_THE_PAGE.map((code) => code.replace(/^_/, ''));
		expect([...PROVIDER_CODES].sort()).toEqual([...names].sort());
	});

	test('every code is in one group: sent, warned, refused as a whole, or refused for a number', () => {
		const grouped = ['SENDING_OK', 'TOO_LONG_SENDER', ...REFUSAL_CODES, ...NUMBER_CODES];
		expect([...grouped].sort()).toEqual([...PROVIDER_CODES].sort());
	});

	test('a code of ours is none of the provider’s', () => {
		for (const code of Object.keys(OWN_CODES)) expect(PROVIDER_CODES).not.toContain(code);
	});

	test.each(ALL)('%s says what happened and what to do', (code) => {
		const { meaning, remedy } = codeMeaning(code);
		expect(meaning).toMatch(/^[A-Zn].*[^.]$/);
		if (code !== 'SENDING_OK') expect(remedy).toMatch(/^[A-Z].*\.$/);
		if (code !== 'UNKNOWN_ANSWER') expect(meaning).not.toBe(codeMeaning('UNKNOWN_ANSWER').meaning);
	});

	test('a status code is explained with its number', () => {
		expect(codeMeaning('HTTP_403').meaning).toContain('403');
		expect(codeMeaning('HTTP_403').remedy).toContain('IP address');
		expect(codeMeaning('HTTP_500').meaning).toContain('500');
	});

	test.each(['', 'HTTP_', 'HTTP_9', 'HTTP_0500', 'toString', '__proto__', 'NEW_CODE'])(
		'%j, which is no code, is explained as an unknown answer',
		(code) => {
			expect(codeMeaning(code)).toEqual(codeMeaning('UNKNOWN_ANSWER'));
		},
	);

	test('every assumption in the domain has a name and a sentence', () => {
		const folder = path.join(__dirname, '../../../nodes/CapitoleMobile/sms');
		const lines = readdirSync(folder, { encoding: 'utf8', recursive: true })
			.filter((file) => file.endsWith('.ts'))
			.flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n'))
			.filter((line) => line.includes('@assumption'));
		expect(lines.length).toBeGreaterThan(8);
		for (const line of lines) expect(line).toMatch(/^\s*\/\/ @assumption [A-Z0-9_]+: .+\.$/);
	});
});
