import fc from 'fast-check';

import { CallbackForm } from '../../../nodes/CapitoleMobile/sms/callback/callbackForm';

const callback = 'id=1&gsm=33610203040&status=DELIVERED';

function carriesSecret(rawQuery: string, secret: string): boolean {
	const form = CallbackForm.read({ rawQuery, rawBody: null, contentType: undefined });
	return typeof form !== 'string' && form.carries(secret);
}

describe('the secret of a callback', () => {
	test.each([
		[`secret=abc&${callback}`],
		[`${callback}&secret=abc`],
		[`SECRET=abc&${callback}`],
		[`secret=abc?${callback}`],
		[`secret=abc%3Fid%3D1&gsm=33610203040`],
		[`x=1&secret=abc?num=33610203040&message=Pourquoi?`],
		[`secret=%61%62%63`],
		[`?secret=abc&${callback}`],
		[`secret=abc??${callback}`],
		[`x=1&amp;secret=abc&amp;${callback}`],
	])('accepts %s', (query) => {
		expect(carriesSecret(query, 'abc')).toBe(true);
	});

	test.each([
		[''],
		[callback],
		['secret'],
		['secret='],
		['secret=a'],
		['secret=ab'],
		['secret=abcd'],
		['secret=ABC'],
		['secret=abc%00d'],
		['secret=ab?c'],
		['secret=ab?id=abc'],
		['secret=?abc'],
		['secret=wrong&secret=abc'],
		['message=secret=abc'],
		['xsecret=abc'],
		[`secret[]=abc`],
		[`a=${'x'.repeat(100_000)}&secret=abc`],
	])('refuses %.60s', (query) => {
		expect(carriesSecret(query, 'abc')).toBe(false);
	});

	test('is not checked when none is set', () => {
		expect(carriesSecret(callback, '')).toBe(true);
	});

	test('may have any characters, escaped, even with a query glued on', () => {
		const secret = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(
				secret.filter((text) => !text.includes('\0') && text.split('?').length < 5),
				(text) => {
					const query = `secret=${encodeURIComponent(text)}`;
					expect(carriesSecret(query, text)).toBe(true);
					expect(carriesSecret(`${query}?${callback}`, text)).toBe(true);
					expect(carriesSecret(query, `${text}x`)).toBe(false);
				},
			),
		);
	});

	test('may contain +, escaped in the URL or not', () => {
		expect(carriesSecret('secret=a+b&id=1', 'a+b')).toBe(true);
		expect(carriesSecret('secret=a%2Bb&id=1', 'a+b')).toBe(true);
	});
});
