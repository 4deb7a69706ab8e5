import fc from 'fast-check';
import { encode } from 'iconv-lite';

import { createQuoter } from '../../nodes/CapitoleMobile/sms/secrets';
import { leastOf, processorTime } from '../processorTime';

type Write = (text: string) => string;

const perByte = (bytes: Uint8Array, write: (hex: string) => string): string =>
	[...bytes].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('');
const perCharacter = (write: (point: number) => string, pattern: RegExp): Write => {
	return (text) => text.replace(pattern, (character) => write(character.codePointAt(0) ?? 0));
};
const latin9 = (text: string): Buffer => encode(text, 'iso-8859-15');
const misread = (text: string, encoding: string): string =>
	new TextDecoder(encoding).decode(Buffer.from(text));
const twice = (text: string): string => misread(misread(text, 'windows-1252'), 'windows-1252');
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const xml = perCharacter((point) => `&#${String(point)};`, /[&<>"']/gu);
const document = (text: string): string =>
	`<?xml version="1.0"?><SMS><authentification><username>u</username><password>${xml(text)}</password></authentification><message><text>Bonjour</text></message></SMS>`;

/** Ways in which a text may come back. */
const SPELLINGS: Readonly<Record<string, Write>> = {
	'as it is': (text) => text,
	NFC: (text) => text.normalize('NFC'),
	NFD: (text) => text.normalize('NFD'),
	'XML escapes': (text) => xml(text),
	'HTML names': (text) =>
		text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('é', '&eacute;'),
	'decimal references': perCharacter((point) => `&#${String(point).padStart(7, '0')};`, /./gsu),
	'hexadecimal references': perCharacter((point) => `&#X${point.toString(16)};`, /[^ -~]/gu),
	'percent-escapes': (text) => perByte(Buffer.from(text), (hex) => `%${hex}`),
	'percent-escapes, ISO-8859-15': (text) => perByte(latin9(text), (hex) => `%${hex.toUpperCase()}`),
	'a form': (text) => new URLSearchParams({ x: text }).toString().slice(2),
	JSON: json,
	'JSON in ASCII': (text) =>
		json(text).replace(
			/[^ -~]/g,
			(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
		),
	'JavaScript bytes': (text) => perByte(Buffer.from(text), (hex) => `\\x${hex}`),
	addslashes: (text) => text.replace(/['"\\]/g, '\\$&'),
	'JSON of HTML in a form': (text) => encodeURIComponent(json(xml(text))),
	'UTF-8 read as ISO-8859-1': (text) => Buffer.from(text).toString('latin1'),
	'UTF-8 read as ISO-8859-15': (text) => misread(text, 'iso-8859-15'),
	'UTF-8 read as Windows-1252': (text) => misread(text, 'windows-1252'),
	'UTF-8 read twice as Windows-1252': twice,
	'ISO-8859-15 read as UTF-8': (text) => latin9(text).toString('utf8'),
	'? for what ASCII lacks': (text) => text.replace(/[^ -~]/gu, '?'),
	'UTF-16': (text) => Buffer.from(text, 'utf16le').toString('latin1'),
	'UTF-16, big end first': (text) => Buffer.from(text, 'utf16le').swap16().toString('latin1'),
	'a line break within': (text) => `${text.slice(0, 3)}\r\n\t${text.slice(3)}`,
	'spaces within': (text) => [...text].join(' '),
	base64: (text) => Buffer.from(text).toString('base64'),
	'base64, ISO-8859-15, for URLs': (text) => latin9(text).toString('base64url'),
	'Basic authentication': (text) => `Basic ${Buffer.from(`user:${text}`).toString('base64')}`,
	'base64 of the document': (text) => latin9(document(text)).toString('base64'),
	'base64 of the document, in lines': (text) =>
		Buffer.from(document(text)).toString('base64').replace(/.{76}/g, '$&\r\n'),
	'base64 behind more of its letters': (text) =>
		`data${Buffer.from(document(text)).toString('base64')}`,
	'base64 in percent-escapes': (text) =>
		perByte(Buffer.from(Buffer.from(text).toString('base64')), (hex) => `%${hex}`),
	hexadecimal: (text) => Buffer.from(text).toString('hex'),
	'hexadecimal of the document': (text) => latin9(document(text)).toString('hex').toUpperCase(),
	'hexadecimal with colons': (text) => perByte(Buffer.from(document(text)), (hex) => `${hex}:`),
};

const SECRETS = [
	'demo-password',
	'Pâss+w&rd<"1\\/',
	'p<&ss€-wörd',
	'cœurŒuvre',
	'a%41b&#66;c\\n',
	'two words',
	'! !!-!',
	'e\u0301le\u0300ve-m0t',
	'12345678',
	'****',
	'é€çà',
	'!&<"é',
];
const USERNAME = 'boutique';

const cases = SECRETS.flatMap((secret) =>
	Object.entries(SPELLINGS).map(([name, write]) => [secret, name, write] as const),
);

describe('createQuoter', () => {
	test.each(cases)('does not show %j written as %s', (secret, _name, write) => {
		const quote = createQuoter({ username: USERNAME, password: secret });
		for (const text of [
			write(secret),
			`<p>${write(secret)}</p>`,
			`${'x '.repeat(140)}${write(secret)} !`,
		]) {
			expect(quote(text)).toBe('(not shown: it may hold the password)');
		}
	});

	test('shows no password of any characters, in one way of writing within another', () => {
		const escapes = ['XML escapes', 'percent-escapes', 'JSON', 'decimal references', 'a form'];
		const ways = fc.array(fc.constantFrom(...escapes), { maxLength: 2 });
		const password = fc
			.string({ unit: 'grapheme', minLength: 4, maxLength: 24 })
			.filter((secret) => /[^\s\p{Cc}]{4}/u.test(secret));
		const outer = fc.constantFrom(...Object.values(SPELLINGS));
		fc.assert(
			fc.property(password, ways, fc.string({ maxLength: 30 }), (secret, names, before) => {
				const written = names.reduce((text, name) => SPELLINGS[name]?.(text) ?? '', secret);
				const quote = createQuoter({ username: '', password: secret });
				expect(quote(`${before} ${written} `)).toMatch(/^\(not shown/);
			}),
			{ numRuns: 2_000 },
		);
		fc.assert(
			fc.property(fc.constantFrom(...SECRETS), outer, fc.string(), (secret, write, around) => {
				const quote = createQuoter({ username: '', password: secret });
				expect(quote(`${around} ${write(secret)} ${around}`)).toMatch(/^\(not shown/);
			}),
			{ numRuns: 1_000 },
		);
	});

	test('shows other texts as they are, 300 characters of them or the part asked for', () => {
		const quote = createQuoter({ username: USERNAME, password: 'S0mething/Else' });
		for (const text of [
			'',
			'SENDING_OK;9542',
			'Fêtes à 5€ & plus + 100%41 \\u00e9 &#233; &unknown; &valueOf; %',
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

	test('shows a text that has letters of every kind, where the password has few', () => {
		const quote = createQuoter({ username: 'me', password: '#@!?$' });
		expect(quote('Été à 5€ ! Ça va ?')).toBe('Été à 5€ ! Ça va ?');
	});

	test.each([
		['the username', { username: USERNAME }, 'La boutique vous remercie', 'username'],
		['a number as username', { username: 12345 }, 'client 12345', 'username'],
		['a number as password', { password: 9876 }, 'pass 9876', 'password'],
		['the callback secret', { callbackSecret: 'k3y=b2' }, '?secret=k3y%3Db2', 'callback secret'],
		['a short password as a word', { password: 'e' }, 'pass=e&text=Hello', 'password'],
		['a short password with signs', { password: 'a-b' }, '<b>a-b</b>', 'password'],
		['a short password, escaped', { password: 'é1' }, 'pass=%e91;', 'password'],
	])('does not show %s', (_what, secrets, text, label) => {
		const quote = createQuoter({ username: '', password: '', ...secrets });
		expect(quote(text)).toBe(`(not shown: it may hold the ${label})`);
	});

	test.each([
		['a username of three characters', { username: 'sms' }, 'sms'],
		['a short password within words', { password: 'e' }, 'Hello there'],
		['empty secrets', { username: '', password: '', callbackSecret: '' }, 'any text : '],
		['no secrets', { username: undefined, password: null }, 'undefined null'],
		['spaces', { password: '     ' }, 'any      text'],
	])('is not kept from showing a text by %s', (_what, secrets, text) => {
		expect(createQuoter({ username: '', password: '', ...secrets })(text)).toBe(text);
	});

	test.each([
		'<authentification><username>x',
		'<Authentification >',
		'&lt;authentification&gt;',
		'&amp;lt;authentification',
		'%3Cauthentification%3E',
		'%26lt%3Bauthentification',
		'\\u003cauthentification',
		'&#60;authentification',
		'<password>x',
		'<username>x',
	])('cuts a text where a login starts: %s', (login) => {
		const quote = createQuoter({ username: USERNAME, password: 'S0mething' });
		expect(quote(`<SMS>${login}`)).toMatch(/^<SMS>(?:&|&amp;|%26|&#|%|\\u00)?(?:lt;)?$/);
		expect(quote(`<SMS>${login} and more`, 40)).toBe('');
	});

	test('does not show a secret that the text breaks off in, from four characters', () => {
		const password = 'motdépasse&"long';
		const quote = createQuoter({ username: USERNAME, password });
		for (const write of ['as it is', 'XML escapes', 'percent-escapes', 'JSON in ASCII', 'a form']) {
			const written = SPELLINGS[write]?.(password) ?? '';
			const four = SPELLINGS[write]?.(password.slice(0, 6)).length ?? 0;
			for (let length = four; length <= written.length; length += 1) {
				expect([write, quote(`got ${written.slice(0, length)}`)]).toEqual([
					write,
					'(not shown: it may hold the password)',
				]);
			}
		}
		expect(quote('got mot')).toBe('got mot');
	});

	test('shows no part of a secret at the end of what it shows', () => {
		const quote = createQuoter({ username: USERNAME, password: 'S0mething' });
		for (let at = 285; at <= 300; at += 1) {
			expect(quote(`${'.'.repeat(at)}S0mething and more`)).toMatch(/^\(not shown/);
		}
	});

	test.each([
		'<passwordx…',
		'[',
		'"',
		'" ',
		'%41',
		'%25',
		'&#65;',
		'\\',
		'A',
		'demo-passwor ',
		'<',
		'&',
	])('a megabyte of %j takes less than 200 ms', async (unit) => {
		const text = unit.repeat(1_000_000 / unit.length);
		for (const password of ['demo-password', '!&<"é']) {
			const quote = createQuoter({ username: USERNAME, password });
			quote('');
			expect(await leastOf(() => processorTime(() => quote(text)), 200)).toBeLessThan(200);
		}
	});

	test.each(['\u0301\u0316', '" ', '[', '7', '\u202e\u05d0', '\ud83c', 'password'])(
		'a secret of a megabyte of %j takes less than a second',
		async (unit) => {
			const password = unit.repeat(1_000_000 / unit.length);
			const make = () => createQuoter({ username: password, password })('SENDING_OK');
			expect(await leastOf(() => processorTime(make), 1000)).toBeLessThan(1000);
		},
	);

	test('any text and any secrets are taken', () => {
		const any = fc.string({ unit: 'binary' });
		fc.assert(
			fc.property(any, any, any, (username, password, text) => {
				expect(typeof createQuoter({ username, password })(text)).toBe('string');
			}),
		);
	});
});
