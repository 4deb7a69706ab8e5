import fc from 'fast-check';
import { decode } from 'iconv-lite';

import {
	decodeFormText,
	MAX_FORM_BYTES,
	MAX_FORM_PARAMETERS,
	readForm,
} from '../../../nodes/CapitoleMobile/sms/callback/formBytes';

const escapeAll = (bytes: Uint8Array) =>
	[...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

describe('readForm', () => {
	test.each([
		['', []],
		['a', [['a', '']]],
		['a=', [['a', '']]],
		['=x&&', []],
		['a=b=c', [['a', 'b=c']]],
		[
			'a=1&a=2',
			[
				['a', '1'],
				['a', '2'],
			],
		],
		['a+b=c+d', [['a b', 'c d']]],
		['a=%2B%26%3D', [['a', '+&=']]],
		[
			'a=%4&b=%zz&c=%&%=d',
			[
				['a', '%4'],
				['b', '%zz'],
				['c', '%'],
				['%', 'd'],
			],
		],
		['a=x%00y\0z', [['a', 'xyz']]],
		['\xEF\xBB\xBFa=1', [['a', '1']]],
		['%E9=%C3%A9', [['é', 'é']]],
		[
			'a=%C3%A9&b=%E9&c=%A4&d=\xE9',
			[
				['a', 'é'],
				['b', 'é'],
				['c', '€'],
				['d', 'é'],
			],
		],
	])('reads %j', (form, expected) => {
		const result = readForm(form);
		if (typeof result === 'string') throw new Error(result);
		expect(result.map(({ name, value }) => [name, value])).toEqual(expected);
	});

	test('refuses what is too long or has too many parameters, and takes what is just not', () => {
		expect(readForm('a='.padEnd(MAX_FORM_BYTES, 'x'))).toHaveLength(1);
		expect(readForm('a='.padEnd(MAX_FORM_BYTES + 1, 'x'))).toBe('tooLong');
		const many = Array<string>(MAX_FORM_PARAMETERS).fill('a').join('&');
		expect(readForm(many)).toHaveLength(MAX_FORM_PARAMETERS);
		expect(readForm(`${many}&a`)).toBe('tooMany');
	});

	test('agrees with URLSearchParams on every form of UTF-8 without NUL', () => {
		const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((s) => s.replaceAll('\0', ''));
		fc.assert(
			fc.property(fc.array(fc.tuple(text.filter(Boolean), text), { maxLength: 10 }), (pairs) => {
				const form = new URLSearchParams(pairs).toString();
				const result = readForm(form);
				if (typeof result === 'string') throw new Error(result);
				expect(result.map(({ name, value }) => [name, value])).toEqual([
					...new URLSearchParams(form),
				]);
			}),
		);
	});
});

describe('decodeFormText', () => {
	test('every single byte above 127 is read as ISO-8859-15', () => {
		for (let byte = 0x80; byte < 0x100; byte++) {
			const bytes = Buffer.from([byte]);
			expect(decodeFormText(escapeAll(bytes))).toBe(decode(bytes, 'iso-8859-15'));
		}
	});

	test('bytes are UTF-8 exactly when a strict decoder takes them', () => {
		const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
		const bytes = fc.oneof(
			fc.uint8Array({ min: 1, maxLength: 12 }),
			fc.string({ unit: 'binary', maxLength: 6 }).map((text) => Buffer.from(text, 'utf8')),
		);
		fc.assert(
			fc.property(bytes, (each) => {
				let expected: string;
				try {
					expected = strict.decode(each);
				} catch {
					expected = decode(Buffer.from(each), 'iso-8859-15');
				}
				expect(decodeFormText(escapeAll(each))).toBe(expected.replaceAll('\0', ''));
			}),
			{ numRuns: 5_000 },
		);
	});
});
