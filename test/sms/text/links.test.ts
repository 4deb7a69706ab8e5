import { piecesOf, publicShorteners } from '../../../nodes/CapitoleMobile/sms/text/links';
import { prepareText, type TextRules } from '../../../nodes/CapitoleMobile/sms/text/text';
import { composed, refusal } from '../compositionSamples';
import { refusalOf } from '../refusal';

describe('A link through a public shortener', () => {
	it.each([
		['bit.ly/x', 'bit.ly'],
		['https://bit.ly/x', 'bit.ly'],
		['https://BIT.LY/x', 'bit.ly'],
		['Cliquez (bit.ly/x).', 'bit.ly'],
		['www.bit.ly/x', 'bit.ly'],
		['http://www.tinyurl.com/abc?d=e', 'tinyurl.com'],
		['Lien : t.co/abc, merci', 't.co'],
		['Tout est sur bit.ly. Merci', 'bit.ly'],
		['«bit.ly/x»', 'bit.ly'],
		['urlz.fr/a\nrb.gy/b', 'urlz.fr and rb.gy'],
		['bit.ly/a bit.ly/b', 'bit.ly'],
		['https://bit.ly:443/x', 'bit.ly'],
		['cutt.ly/x v.gd/y shorturl.at/z', 'cutt.ly and v.gd and shorturl.at'],
	])('is found in %j: %s', (text, hosts) => {
		expect(publicShorteners(text)).toEqual([
			{
				code: 'PUBLIC_SHORTENER',
				message: `French operators block SMS with links through public shorteners such as ${hosts}. Use the full link, or a short domain of your own.`,
			},
		]);
	});

	it.each([
		'orbit.lya.fr',
		'habit.ly.example',
		'bit.ly.example.com',
		'https://orbit.ly/x',
		'orbit.ly',
		'my-bit.ly',
		'shop.bit.ly.fr/x',
		'jean@bit.ly',
		'example.fr/bit.ly',
		'example.fr?q=bit.ly',
		'bit.lya',
		'bit.ly-shop.fr',
		'Un bit. Ly est là',
		'Bonjour',
		'',
	])('is not found in %j', (text) => {
		expect(publicShorteners(text)).toEqual([]);
	});

	it('gives the message a warning, like a generic sender, but no refusal', () => {
		const { message, warnings } = composed({ text: 'Vu ? bit.ly/x', sender: 'INFO' });
		expect(message).toMatchObject({ text: 'Vu ? bit.ly/x', sender: 'INFO' });
		expect(warnings.map(({ code }) => code)).toEqual(['PUBLIC_SHORTENER', 'GENERIC_SENDER']);
	});
});

const addresses = (text: string): string[] =>
	piecesOf(text).flatMap(({ text: piece, place }, nth, all) => {
		const path = all[nth + 1];
		return place === 'address' ? [piece + (path?.place === 'path' ? path.text : '')] : [];
	});

describe('A link or mail address', () => {
	it.each([
		['https://forêt.example/fête', ['https://forêt.example/fête']],
		['Voir https://forêt.example/fête.', ['https://forêt.example/fête']],
		['(https://a.example/é)', ['https://a.example/é']],
		[
			'https://fr.a.example/wiki/Forêt_(homonymie)',
			['https://fr.a.example/wiki/Forêt_(homonymie)'],
		],
		['«https://a.example/ê», ok', ['https://a.example/ê']],
		['“https://a.example/ê”…', ['https://a.example/ê']],
		['HTTPS://A.EXAMPLE/Ê?', ['HTTPS://A.EXAMPLE/Ê']],
		['www.forêt.example/é, puis', ['www.forêt.example/é']],
		['Sur forêt.fr !', ['forêt.fr']],
		['Sur FORÊT.FR.', ['FORÊT.FR']],
		['Sur forêt.uk et crêpes.nc', ['forêt.uk', 'crêpes.nc']],
		// Words of French or English: more likely two sentences without a space.
		['La fête.de 10h à 18h. Prêt.es tu là ? Forêt.it is', []],
		['Sur l’épi.fr/fête, dès', ['épi.fr/fête']],
		['sous-domaine.forêt.bzh?é=ê', ['sous-domaine.forêt.bzh?é=ê']],
		['fête.café/ê', []],
		['forêt.museum/ê', ['forêt.museum/ê']],
		['forêt@exemple.fr', ['forêt@exemple.fr']],
		['Écrivez à forêt@exemple.fr.', ['forêt@exemple.fr']],
		['mailto:forêt@exemple.fr', ['forêt@exemple.fr']],
		['jean.fête@forêt.example, ou', ['jean.fête@forêt.example']],
		['https://a.example/#param1#', ['https://a.example/#param1#']],
		['https://a.example/x\u200b', ['https://a.example/x']],
		[
			'https://a.example:8080/ê\nhttps://b.example',
			['https://a.example:8080/ê', 'https://b.example'],
		],
		['Prête.Merci, fini.Venez/allez', []],
		['9.50/kg, 24h/24, n°5.ê', []],
		['Dr.Forêt, M.Prêt', []],
	])('is found in %j: %j', (text, expected) => {
		expect(addresses(text)).toEqual(expected);
		expect(
			piecesOf(text)
				.map((piece) => piece.text)
				.join(''),
		).toBe(text);
	});

	const rules = (plainLetters: boolean, unsupportedCharacters = 'replace'): TextRules =>
		({ plainLetters, unsupportedCharacters }) as TextRules;
	const modes = [rules(false), rules(true), rules(false, 'remove'), rules(true, 'remove')];

	it.each([
		'https://forêt.example/fête',
		'https://exemple.fr/L’été–2',
		'https://exemple.fr/a…b?q=“ç”&r=l’œil#ê',
		'https://exemple.fr/caf\u0065\u0301/fe\u0302te',
		'https://exemple.fr/pro\u00admo\u200bx',
		'https://exemple.fr/🎉/你好?q=😀',
		'https://exemple.fr/n°5/10²/½',
		'https://exem\u00adple.fr/a',
		'https://fore\u0302t.example/a',
		'https://user:p%C3%AAche@exemple.fr:8443/ê;a=b',
		'https://exemple.fr/%C3%AA?x=%E2%80%99',
	])('leads to the same place in every mode: %j', (link) => {
		for (const chosen of modes) {
			const { text } = prepareText(`L’été : ${link}, «ok»`, chosen);
			const [sent = ''] = addresses(text);
			expect(new URL(sent).href).toBe(new URL(link).href);
		}
	});

	it.each(['forêt@exemple.fr', 'l.œil@forêt.example', 'www.forêt.example', 'forêt.fr', 'FORÊT.FR'])(
		'stays unchanged: %s',
		(address) => {
			for (const chosen of modes) {
				expect(prepareText(`Fête – ${address}, là`, chosen).text).toContain(` ${address}, l`);
			}
		},
	);

	it.each(['https://ŵales.example/a', 'ŵ@exemple.fr', 'https://i❤.example', 'www.ŵales.example'])(
		'is refused, not changed, if its name cannot be sent: %s',
		(address) => {
			for (const chosen of modes) {
				const { message, remedy } = refusalOf(() => prepareText(`Voir ${address}`, chosen));
				expect(message).toMatch(/^These characters cannot be sent: “.+”.* at position \d+$/);
				expect(remedy).toContain('link or mail address');
			}
		},
	);

	it('keeps positions right after a path written in percent-escapes', () => {
		const { message } = refusal({ text: 'https://a.example/’ 😀' });
		expect(message).toBe('Emoji cannot be sent: “😀” at position 21');
	});

	it('lists its percent-escapes', () => {
		expect(prepareText('https://a.example/L’été–2', rules(false))).toEqual({
			text: 'https://a.example/L%E2%80%99été%E2%80%932',
			changes: ['“’” (U+2019) became “%E2%80%99”, once', '“–” (U+2013) became “%E2%80%93”, once'],
			warnings: [],
		});
	});

	it.each(['keep', 'plainWhenCheaper', 'plain'] as const)(
		'gives a warning if it alone makes the SMS cost more: %s',
		(costlyLetters) => {
			const text = `Voir https://forêt.example/a ${'a'.repeat(60)}`;
			expect(composed({ text, long: true }, { costlyLetters }).warnings).toEqual([
				{
					code: 'COSTLY_LINK',
					message:
						'“ê” in “https://forêt.example” makes this SMS 2 parts instead of 1. A link or mail address is sent as it is, so use one without such letters.',
				},
			]);
			const short = composed({ text }, { costlyLetters });
			expect(short.warnings).toEqual([
				{
					code: 'MAY_BE_TOO_LONG',
					message:
						'“ê” limits this SMS to 70 characters; it has 89. The provider may answer TOO_LONG_MESSAGE. Use a link or mail address without “ê”, or turn on Long Message (2 SMS).',
				},
			]);
			expect(composed({ text: 'https://forêt.example' }, { costlyLetters }).warnings).toEqual([]);
		},
	);

	it('is told from the parts that leave, if percent-escapes would take more', () => {
		const text = `https://forêt.example/fête ${'a'.repeat(105)}`;
		const { count, warnings } = composed(
			{ text, long: true },
			{ costlyLetters: 'plainWhenCheaper' },
		);
		expect(count.segments).toBe(2);
		expect(warnings.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				/^“ê” in “https:\/\/forêt\.example” makes this SMS 2 parts instead of 1/,
			),
		]);
	});

	it.each(['', '•', '→', '(', '“'])(
		'is written in percent-escapes if that saves an SMS, even directly after %j',
		(before) => {
			const text = `${before}https://a.example/ê ${'a'.repeat(60)}`;
			const { message, count, plainly } = composed({ text }, { costlyLetters: 'plainWhenCheaper' });
			expect(message.text).toContain('https://a.example/%C3%AA a');
			expect([count.segments, plainly?.letters]).toEqual([1, ['ê as %C3%AA']]);
		},
	);
});
