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
	// Expected: one line per parameter.
	test.each([
		['', ''],
		['a', 'a: '],
		['a=', 'a: '],
		['=x&&', ''],
		['a=b=c', 'a: b=c'],
		['a=1&a=2', 'a: 1\na: 2'],
		['a+b=c+d', 'a b: c d'],
		['a=%2B%26%3D', 'a: +&='],
		['a=%4&b=%zz&c=%&%=d', 'a: %4\nb: %zz\nc: %\n%: d'],
		['a=x%00y\0z', 'a: xyz'],
		['\xEF\xBB\xBFa=1', 'a: 1'],
		['?a=1', 'a: 1'],
		['??a=1&%3Fb=2', 'a: 1\nb: 2'],
		['a=1&amp;b=2&AMP;c=3&amp;amp;d=4&amp=5', 'a: 1\nb: 2\nc: 3\nd: 4\namp: 5'],
		['%E9=%C3%A9', 'é: é'],
		['a=%C3%A9&b=%E9&c=%A4&d=\xE9', 'a: é\nb: é\nc: €\nd: é'],
	])('reads %j', (form, expected) => {
		const result = readForm(form);
		if (typeof result === 'string') throw new Error(result);
		expect(result.map(({ name, value }) => `${name}: ${value}`).join('\n')).toBe(expected);
	});

	test('refuses forms over the limits of length and parameters, and accepts those at them', () => {
		expect(readForm('a='.padEnd(MAX_FORM_BYTES, 'x'))).toHaveLength(1);
		expect(readForm('a='.padEnd(MAX_FORM_BYTES + 1, 'x'))).toBe('tooLong');
		const many = Array<string>(MAX_FORM_PARAMETERS).fill('a').join('&');
		expect(readForm(many)).toHaveLength(MAX_FORM_PARAMETERS);
		expect(readForm(`${many}&a`)).toBe('tooMany');
	});

	test('agrees with URLSearchParams on every UTF-8 form without NUL', () => {
		const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((s) => s.replaceAll('\0', ''));
		// A `?` before a name is dropped.
		const name = text.filter((one) => /^[^?]/.test(one));
		fc.assert(
			fc.property(fc.array(fc.tuple(name, text), { maxLength: 10 }), (pairs) => {
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
	test.each([
		['Caf%E9', 'Café'],
		['Caf%C3%A9', 'Café'],
		['CAF%C9', 'CAFÉ'],
		['voil%E0', 'voilà'],
		['%C3', 'Ã'],
		['J%92arrive', 'J’arrive'],
		['10 %80', '10 €'],
		['10 %A4', '10 €'],
		['%93oui%94 %85', '“oui” …'],
		['%C3%89t%E9 %80', 'Été €'],
		['5%A0h', '5\u00A0h'],
		['%E9t%E9 %C3%A0 5 %E2%82%AC', 'été à 5 €'],
		['%F0%9F%91%8D', '👍'],
		['%ED%A0%BD%ED%B1%8D', '👍'],
		['%E9 %ED%A0%BD%ED%B1%8D %E9.', 'é 👍 é.'],
		['a%ED%A0%BDb', 'ab'],
		['a%ED%B1%8Db', 'ab'],
		// Truncated.
		['ARR%C3%8AT%C3', 'ARRÊT'],
		['STOP%C3', 'STOP'],
		['C%27est %C3%A7a %E2', "C'est ça "],
		['ok%E2%82', 'ok'],
		['ok %F0', 'ok '],
		['ok %F0%9F', 'ok '],
		['ok %F0%9F%91', 'ok '],
		['ok %ED%A0', 'ok '],
		['ok %ED%A0%BD', 'ok '],
		['ok %ED%A0%BD%ED', 'ok '],
		['ok %ED%A0%BD%ED%B1', 'ok '],
		['%C3%A9t%E9', 'ét'],
		['caf%E9%A0', 'café\u00A0'],
	])('reads %s', (escaped, expected) => {
		expect(decodeFormText(escaped)).toBe(expected);
	});

	test('reads single bytes above 159 as ISO-8859-15', () => {
		for (let byte = 0xa0; byte < 0x100; byte++) {
			const bytes = Buffer.from([byte]);
			expect(decodeFormText(escapeAll(bytes))).toBe(decode(bytes, 'iso-8859-15'));
		}
	});

	test('reads single bytes from 128 to 159 as Windows-1252', () => {
		const bytes = Uint8Array.from({ length: 32 }, (_, at) => 0x80 + at);
		expect(decodeFormText(escapeAll(bytes))).toBe(
			decode(Buffer.from(bytes), 'windows-1252').replaceAll('\uFFFD', (_, at: number) =>
				String.fromCharCode(0x80 + at),
			),
		);
	});

	const text = fc.string({ unit: 'binary', maxLength: 8 }).map((each) => each.replaceAll('\0', ''));

	test('reads valid UTF-8 sequences as UTF-8, even beside invalid bytes', () => {
		fc.assert(
			fc.property(text, text, fc.integer({ min: 0xf5, max: 0xff }), (before, behind, stray) => {
				const bytes = [Buffer.from(before), Buffer.from([stray]), Buffer.from(behind)];
				expect(decodeFormText(escapeAll(Buffer.concat(bytes)))).toBe(
					before + String.fromCharCode(stray) + behind,
				);
			}),
			{ numRuns: 3_000 },
		);
	});

	test('turns any bytes into whole characters, and returns valid UTF-8 unchanged', () => {
		fc.assert(
			fc.property(fc.uint8Array({ min: 1, maxLength: 12 }), text, (bytes, utf8) => {
				const read = decodeFormText(escapeAll(bytes));
				expect(read).not.toMatch(/\uFFFD|\p{Cs}/u);
				expect(decodeFormText(escapeAll(Buffer.from(utf8)))).toBe(utf8);
			}),
			{ numRuns: 3_000 },
		);
	});
});
