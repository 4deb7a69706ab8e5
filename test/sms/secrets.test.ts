import fc from 'fast-check';
import { encode } from 'iconv-lite';

import { createQuoter } from '../../nodes/CapitoleMobile/sms/secrets';
import { expectWithin } from '../pace';

type Write = (text: string) => string;

const perByte = (bytes: Uint8Array): string =>
	[...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const latin9 = (text: string): Buffer => encode(text, 'iso-8859-15');
const xml: Write = (text) =>
	text.replace(/[&<>"']/gu, (character) => `&#${String(character.codePointAt(0))};`);
const document = (text: string): string =>
	`<?xml version="1.0"?><SMS><authentification><username>u</username><password>${xml(text)}</password></authentification><message><text>Bonjour</text></message></SMS>`;

/** Encodings in which a text may come back. */
const SPELLINGS: Readonly<Record<string, Write>> = {
	'as it is': (text) => text,
	'capital letters': (text) => text.toUpperCase(),
	'small letters': (text) => text.toLowerCase(),
	'XML escapes': xml,
	'XML names': (text) =>
		text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&QUOT;'),
	'hexadecimal references': (text) =>
		text.replace(/./gsu, (character) => `&#X${(character.codePointAt(0) ?? 0).toString(16)};`),
	JSON: (text) => JSON.stringify(text).slice(1, -1),
	"PHP's JSON": (text) =>
		JSON.stringify(text)
			.slice(1, -1)
			.replace(/[^!-.0-~ ]/g, (unit) =>
				unit === '/' ? '\\/' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
			),
	'percent-escapes': (text) => perByte(Buffer.from(text)),
	'percent-escapes, ISO-8859-15': (text) => perByte(latin9(text)).toUpperCase(),
	'a form': (text) => new URLSearchParams({ x: text }).toString().slice(2),
	'the form of the document': (text) => new URLSearchParams({ XML: document(text) }).toString(),
	'the form of the document in capitals': (text) =>
		encodeURIComponent(document(text).toUpperCase()),
	'UTF-8 read as ISO-8859-1': (text) => Buffer.from(text).toString('latin1'),
	base64: (text) => Buffer.from(text).toString('base64'),
	'base64, ISO-8859-15, for URLs': (text) => latin9(text).toString('base64url'),
	'base64 in capitals first': (text) => Buffer.from(text.toUpperCase()).toString('base64'),
	'Basic authentication': (text) => `Basic ${Buffer.from(`user:${text}`).toString('base64')}`,
	'base64 of the document': (text) => latin9(document(text)).toString('base64'),
	'base64 of the document, in lines': (text) =>
		Buffer.from(document(text)).toString('base64').replace(/.{76}/g, '$&\r\n'),
	'base64 behind more of its letters': (text) =>
		`data${Buffer.from(document(text)).toString('base64')}`,
	'base64 in percent-escapes': (text) => perByte(Buffer.from(Buffer.from(text).toString('base64'))),
};

const SECRETS = [
	'demo-password',
	'Jean.Dupont',
	'Pâss+w&rd<"1\\/',
	'p<&ss€-wörd',
	'a%41b&#66;c\\n',
	'two words',
	'! !!-!',
	'12345678',
	'(.*)+[a]{2}',
	'é€çà',
];

describe('createQuoter', () => {
	test.each(
		SECRETS.flatMap((secret) =>
			Object.entries(SPELLINGS).map(([name, write]) => [secret, name, write] as const),
		),
	)('does not show %j written as %s', (secret, _name, write) => {
		for (const label of ['password', 'username'] as const) {
			const quote = createQuoter({ [label]: secret });
			for (const text of [
				write(secret),
				`<p>${write(secret)}</p>`,
				`${'x '.repeat(140)}${write(secret)} !`,
			]) {
				expect(quote(text)).toBe(`(not shown: it may hold the ${label})`);
			}
		}
	});

	test('shows no password, whatever its characters and position', () => {
		const password = fc
			.string({ unit: 'grapheme', minLength: 4, maxLength: 24 })
			.filter((secret) => secret.trim() !== '');
		// Encodings that keep the letters' case and encode every character.
		const plain = ['as it is', 'XML escapes', 'percent-escapes', 'a form', 'base64'] as const;
		fc.assert(
			fc.property(password, fc.constantFrom(...plain), fc.string(), (secret, name, around) => {
				const quote = createQuoter({ password: secret });
				expect(quote(`${around} ${SPELLINGS[name]?.(secret)} ${around}`)).toMatch(/^\(not shown/);
			}),
			{ numRuns: 1_000 },
		);
	});

	test.each([
		'SHOP is closed',
		'<b>shop</b>',
		'user=shop&x=1',
		'shop@example.fr',
		'Le shop.',
		'"\\u003cusername\\u003eshop\\u003c/username\\u003e"',
		'"user:\\nshop"',
		'c2hvcDpwYXNz',
	])('withholds the username shop in %j', (text) => {
		expect(createQuoter({ username: 'shop' })(text)).toBe('(not shown: it may hold the username)');
	});

	test.each(['workshop closed', 'Shops, SHOPPING and barbershop', 'éshop'])(
		'shows %j to the user shop',
		(text) => {
			expect(createQuoter({ username: 'shop' })(text)).toBe(text);
		},
	);

	test('shows other texts unchanged, 300 characters of them or the part requested', () => {
		const quote = createQuoter({ username: 'boutique', password: 'S0mething/Else' });
		for (const text of [
			'',
			'SENDING_OK;9542',
			'Fêtes à 5€ & plus + 100%41 \\u00e9 &#233; &unknown; &#999999; %',
			'<html><title>502 Bad Gateway</title></html>',
			'<authentification/><password/>',
		]) {
			expect(quote(text)).toBe(text);
		}
		const long = '0123456789'.repeat(100);
		expect(quote(long)).toBe(long.slice(0, 300));
		expect(quote(long, 5, 3)).toBe('567');
		expect(quote(`.${'😀'.repeat(200)}`)).toBe(`.${'😀'.repeat(149)}`);
	});

	test.each([
		['the username', { username: 'boutique' }, 'La boutique vous remercie', 'username'],
		['a number as username', { username: 12345 }, 'client 12345', 'username'],
		['a number as password', { password: 9876 }, 'pass 9876', 'password'],
		['the callback secret', { callbackSecret: 'k3y=b2' }, '?secret=k3y%3Db2', 'callback secret'],
		['a short password', { password: 'e' }, 'pass=e&text=Hello', 'password'],
		['a short password with signs', { password: 'a-b' }, '<b>a-b</b>', 'password'],
		['a short password, escaped', { password: 'é1' }, 'pass=%e91;', 'password'],
	])('does not show %s', (_what, secrets, text, label) => {
		const quote = createQuoter({ username: '', password: '', ...secrets });
		expect(quote(text)).toBe(`(not shown: it may hold the ${label})`);
	});

	test.each([
		['a username of three characters', { username: 'sms' }, 'sms'],
		['empty secrets', { username: '', password: '', callbackSecret: '' }, 'any text : '],
		['no secrets', { username: undefined, password: null }, 'undefined null'],
		['spaces', { password: '     ' }, 'any      text'],
	])('still shows a text despite %s', (_what, secrets, text) => {
		expect(createQuoter({ username: '', password: '', ...secrets })(text)).toBe(text);
	});

	test('never ends an excerpt with part of a secret', () => {
		const quote = createQuoter({ password: 'S0mething' });
		for (let at = 285; at <= 300; at += 1) {
			expect(quote(`${'.'.repeat(at)}S0mething and more`)).toMatch(/^\(not shown/);
		}
	});

	test.each(['<passwordx…', '" ', '%41', '&#65;', 'demo-passwor ', '<'])(
		'takes little time for a megabyte of %j',
		async (unit) => {
			const text = unit.repeat(1_000_000 / unit.length);
			for (const password of ['demo-password', '!&<"é']) {
				const quote = createQuoter({ username: 'boutique', password });
				quote('');
				await expectWithin(20, () => quote(text));
			}
		},
	);
});
