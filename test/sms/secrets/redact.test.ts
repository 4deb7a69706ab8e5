import fc from 'fast-check';

import { createRedactor, redactedExcerpt } from '../../../nodes/CapitoleMobile/sms/secrets/redact';
import { DETOURS, ESCAPES } from './secretEncodings';

const PASSWORD = 'Pâss+w&rd<"1\\/';
const redact = createRedactor({
	username: 'boutique',
	password: PASSWORD,
	callbackSecret: 'k3y=b2',
});

// Stars would be looked for in the mask itself; lone surrogates cannot be encoded.
const secretOf = (minLength: number, unit: 'grapheme' | 'grapheme-ascii' | 'binary') =>
	fc
		.string({ unit, minLength, maxLength: 24 })
		.filter(
			(secret) => !/[*•#~]/.test(secret) && secret.trim() !== '' && secret.length >= minLength,
		);
const latin9 = fc
	.string({
		unit: fc.constantFrom(
			...'abcdefghijkXYZ0189 éèàçùâêîôûäëïöüÿœŒ€ŠšŽž°§£µ&<>"\'+%;:/\\=?!-_.,()',
		),
		minLength: 5,
		maxLength: 20,
	})
	.filter((secret) => secret.trim().length > 4);
const around = fc.string({ unit: 'grapheme', maxLength: 30 });
// Half an escape would swallow the first letters of what follows.
const ahead = around.filter((text) => !/[%&\\][a-z0-9#]*$/i.test(text));

describe('createRedactor', () => {
	test.each(Object.entries(ESCAPES))('takes out what was written in %s', (_name, escape) => {
		const written = escape(PASSWORD);
		expect(redact(`before ${written} after`)).toBe('before *** after');
	});

	test.each(Object.entries({ ...ESCAPES, ...DETOURS }))(
		'no secret comes through in %s, whatever stands around it',
		(_name, write) => {
			fc.assert(
				fc.property(latin9, ahead, around, (password, before, after) => {
					const written = write(password);
					const redacted = createRedactor({ username: 'u', password })(before + written + after);
					// Replacement characters only, or three letters: too little is left to tell.
					if (/[^\uFFFD?]/.test(written) && written.length > 3)
						expect(redacted).not.toContain(written);
					expect(redacted).not.toContain(password);
				}),
				{ numRuns: 300 },
			);
		},
	);

	test('no secret comes through in two or three ways of writing at once', () => {
		const ways = fc.array(fc.constantFrom(...Object.values(ESCAPES)), {
			minLength: 2,
			maxLength: 3,
		});
		fc.assert(
			fc.property(latin9, ways, ahead, (password, writings, before) => {
				const written = writings.reduce((text, write) => write(text), password);
				const redacted = createRedactor({ username: 'u', password })(`${before}${written}|`);
				expect(redacted).not.toContain(written);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('no secret of any characters comes through as it is or escaped', () => {
		fc.assert(
			fc.property(
				secretOf(4, 'binary').filter((secret) => !/\p{Cs}/u.test(secret)),
				secretOf(4, 'grapheme-ascii'),
				fc.constantFrom(...Object.values(ESCAPES)),
				ahead,
				(password, username, escape, before) => {
					const text = `${before}${escape(password)} ${escape(username)}${escape(password)}`;
					const redacted = createRedactor({ username, password })(text);
					for (const secret of [username, password, escape(username), escape(password)]) {
						expect(redacted).not.toContain(secret);
					}
				},
			),
			{ numRuns: 3_000 },
		);
	});

	test('Basic authentication and a password in base64 are taken out', () => {
		fc.assert(
			fc.property(latin9, (password) => {
				const hide = createRedactor({ username: 'boutique', password });
				for (const secret of [`boutique:${password}`, password]) {
					const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
					expect(hide(`Authorization: Basic ${base64}`)).not.toContain(base64);
					expect(hide(Buffer.from(secret).toString('base64url'))).toBe('***');
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('a text without secrets comes through unchanged', () => {
		const quiet = createRedactor({ username: 'boutique', password: 'S0mething/Else' });
		for (const text of [
			'',
			'SENDING_OK;9542',
			'Fêtes à 5€ & plus + 100%41 \\u00e9 &#233; &unknown; %',
			'<html><title>502 Bad Gateway</title></html>',
			'<passwordHint>none</passwordHint><password/>',
		]) {
			expect(quiet(text)).toBe(text);
		}
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
				if (/S0me|bout|<username|<password/i.test(text)) return;
				expect(quiet(text)).toBe(text);
			}),
		);
	});

	test.each([
		['<password>x</password>', '<password>***</password>'],
		['<username>ab</username>', '<username>***</username>'],
		['<PassWord\n kind="api" >x y</PASSWORD >', '<PassWord\n kind="api" >***</PASSWORD >'],
		['<password>x<text>hello', '<password>***'],
		['<password>x</passwor', '<password>***'],
		[
			'a<username>u</username><password>p</password>b',
			'a<username>***</username><password>***</password>b',
		],
		['&lt;password&gt;x&lt;/password&gt;', '&lt;password&gt;***&lt;/password&gt;'],
		['%3Cpassword%3Ex+y%3C%2Fpassword%3E', '%3Cpassword%3E***%3C%2Fpassword%3E'],
		['%3cpassword%3ex', '%3cpassword%3e***'],
		['&#60;password&#x3E;x&#60;/password&#62;', '&#60;password&#x3E;***&#60;/password&#62;'],
		[
			'\\u003cpassword\\u003ex\\u003c\\/password\\u003e',
			'\\u003cpassword\\u003e***\\u003c\\/password\\u003e',
		],
		['%26lt%3Bpassword%26gt%3Bx%26lt%3B/password', '%26lt%3Bpassword%26gt%3B***%26lt%3B/password'],
		['<password></password>', '<password></password>'],
		['<password', '<password'],
	])('what elements hold is taken out, whatever it is: %s', (text, expected) => {
		expect(createRedactor({ username: 'no', password: 'none of it' })(text)).toBe(expected);
	});

	test('a username of three characters goes from its element only, a longer one from everywhere', () => {
		const text = 'sms <username>sms</username> boutique';
		expect(createRedactor({ username: 'sms', password: 'pass1234' })(text)).toBe(
			'sms <username>***</username> boutique',
		);
		expect(createRedactor({ username: 'boutique', password: 'pass1234' })(text)).toContain(
			'</username> ***',
		);
	});

	test('a password of one letter goes where it stands alone, and the text stays readable', () => {
		const hide = createRedactor({ username: 'me', password: 'e' });
		expect(hide('pass=e&text=Hello, e.')).toBe('pass=***&text=Hello, ***.');
		expect(hide('%3Cb%3Ee%3C/b%3E')).toBe('%3Cb%3E***%3C/b%3E');
		const long = 'e '.repeat(100_000);
		expect(hide(long).length).toBe(400_000);
	});

	test('where secrets overlap, all of what they cover goes', () => {
		const hide = createRedactor({
			username: 'capi',
			password: 'capitole',
			callbackSecret: 'tole31',
		});
		expect(hide('x capitole31 capi y')).toBe('x *** *** y');
	});

	test('secrets with stars in them go too', () => {
		for (const password of ['****', 'a***', '***a', 'pass*word', '*•#~x']) {
			const hide = createRedactor({ username: 'someone', password });
			expect(hide(`x a${password} ${password}${password}a`)).not.toContain(password);
		}
	});

	test('a password of question marks goes, although that is what other letters turn into', () => {
		const hide = createRedactor({ username: 'u', password: '????' });
		expect(hide('is it ???? or é?')).toBe('is it *** or é?');
	});

	test('empty secrets take nothing out', () => {
		expect(createRedactor({ username: '', password: '' })('any text : ')).toBe('any text : ');
	});

	test('a secret that the end of the text cuts off goes, from four characters', () => {
		const password = 'motdepassé&"long';
		const hide = createRedactor({ username: 'boutique', password });
		for (let length = 4; length <= password.length; length += 1) {
			expect(hide(`got ${password.slice(0, length)}`)).toBe('got ***');
		}
		expect(hide('got mot')).toBe('got mot');
		for (const [name, write] of Object.entries(ESCAPES)) {
			const written = write(password);
			const four = write(password.slice(0, 4)).length;
			for (let length = four; length <= written.length; length += 1) {
				expect([name, hide(`got ${written.slice(0, length)}`)]).toEqual([name, 'got ***']);
			}
		}
	});

	test('a secret cut within an escape within an escape goes', () => {
		const hide = createRedactor({ username: 'boutique', password: 'motdépasse' });
		const written = encodeURIComponent('motd&#233;passe');
		for (let length = 4; length <= written.length; length += 1) {
			expect(hide(`got ${written.slice(0, length)}`)).toBe('got ***');
		}
	});

	test.each([
		['letters', 'a'],
		['the start of the password', 'Pâss+'],
		['the password', PASSWORD],
		['spaces as plus', '+'],
		['percent signs', '%'],
		['escaped bytes', '%41'],
		['ampersands', '&'],
		['references', '&#65;'],
		['backslashes', '\\'],
		['escaped letters', '\\u0041'],
		['opened elements', '<password'],
		['elements', '<password>x</password>'],
		['elements left open', '<password>'],
		['all of it', '%26#43;\\u002B<password>'],
	])('twice as many %s take about twice the time', (_what, unit) => {
		const time = (units: number): number => {
			const text = unit.repeat(units);
			const start = performance.now();
			redact(text);
			return performance.now() - start;
		};
		time(1_000);
		const units = Math.ceil(60_000 / unit.length);
		const once = Math.min(time(units), time(units));
		// Quadratic time would be 16 times as long; the rest is for the machine's other work.
		expect(Math.min(time(4 * units), time(4 * units))).toBeLessThan(10 * once + 100);
	});

	test('any text at all is taken', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary' }),
				fc.string({ unit: 'binary' }),
				fc.string({ unit: 'binary' }),
				(username, password, text) => {
					expect(typeof createRedactor({ username, password })(text)).toBe('string');
				},
			),
			{ numRuns: 1_000 },
		);
	});
});

describe('redactedExcerpt', () => {
	test('is cut after redaction, so that no part of a secret is left at its end', () => {
		for (let at = 285; at <= 300; at += 1) {
			const excerpt = redactedExcerpt(`${'.'.repeat(at)}${PASSWORD} and more`, redact);
			expect(excerpt.length).toBeLessThanOrEqual(300);
			expect(excerpt.replaceAll('.', '')).toMatch(/^\*{0,3}[ a-z]*$/);
		}
	});

	test('does not end in half of an emoji', () => {
		expect(redactedExcerpt('.' + '😀'.repeat(200), redact)).toBe('.' + '😀'.repeat(149));
	});

	test('leaves a short text whole', () => {
		expect(redactedExcerpt('SENDING_OK;9542', redact)).toBe('SENDING_OK;9542');
	});
});
