import iconv from 'iconv-lite';

import { checkCampaignId, checkSender } from '../../nodes/CapitoleMobile/sms/shortFields';
import { expectNeverCut, refusalOf } from './refusal';

describe('a sender', () => {
	it.each([undefined, null, '', '   ', '\t'])('means the short number when empty: %j', (sender) => {
		expect(checkSender(sender)).toEqual({ sender: '', warnings: [] });
	});

	it.each(['Ma Marque', 'ACME', 'Shop24', 'Abcdefghijk', 'A'])('%s is usual', (sender) => {
		expect(checkSender(sender)).toEqual({ sender, warnings: [] });
	});

	it.each<[unknown, string, string, string]>([
		['Café', 'Café', 'é', 'Safe: Cafe'],
		['Cafe\u0301', 'Café', 'é', 'Safe: Cafe'],
		["L'Épi d'Or", "L'Épi d'Or", "' and É", 'Safe: L Epi d Or'],
		['Pro & Cie', 'Pro & Cie', '&', 'Safe: Pro Cie'],
		['!é!è', '!é!è', '!, é and è', 'Safe: e e'],
		['Ma\u00A0Marque', 'Ma\u00A0Marque', 'a no-break space', 'Safe: Ma Marque'],
		['œuvre', 'œuvre', 'œ', 'Safe: oeuvre'],
		['Lætitia', 'Lætitia', 'æ', 'Safe: Laetitia'],
		['Straße Ø', 'Straße Ø', 'ß and Ø', 'Safe: Strasse O'],
		['Beaux œufs!', 'Beaux œufs!', 'œ and !', 'Safe: Beaux oeufs'],
		['cœur cœurs', 'cœur cœurs', 'œ', 'Letters A to Z, with digits and spaces, are safe.'],
		['36123', '36123', 'digits only', 'Letters A to Z, with digits and spaces, are safe.'],
		[36123, '36123', 'digits only', 'Letters A to Z, with digits and spaces, are safe.'],
		['€', '€', '€', 'Letters A to Z, with digits and spaces, are safe.'],
	])('%j is sent as %j with a warning', (given, sender, unusual, remedy) => {
		const message = `Operators may refuse ${unusual} in a sender. ${remedy}`;
		expect(checkSender(given)).toEqual({ sender, warnings: [{ code: 'UNUSUAL_SENDER', message }] });
	});

	it.each<[string, string | undefined]>([
		['0611223344', 'NUMBER_AS_SENDER'],
		['06 11 22 33', 'NUMBER_AS_SENDER'],
		['+3361122334', 'NUMBER_AS_SENDER'],
		['33611223344', 'NUMBER_AS_SENDER'],
		['INFO', 'GENERIC_SENDER'],
		['Info', 'GENERIC_SENDER'],
		['INFOS', 'GENERIC_SENDER'],
		['Alerte', 'GENERIC_SENDER'],
		['ALERTS', 'GENERIC_SENDER'],
		['RDV', 'GENERIC_SENDER'],
		['banque', 'GENERIC_SENDER'],
		['Notifs', 'GENERIC_SENDER'],
		['Colis !', 'GENERIC_SENDER'],
		['SMS', 'GENERIC_SENDER'],
		['Parcel', 'GENERIC_SENDER'],
		['LIVRAISON', 'GENERIC_SENDER'],
		['Promos', 'GENERIC_SENDER'],
		['Bank', 'GENERIC_SENDER'],
		['CODE', 'GENERIC_SENDER'],
		['Service', 'GENERIC_SENDER'],
		['Support', 'GENERIC_SENDER'],
		['Infolab', undefined],
		['Info Pizza', undefined],
		['Bankable', undefined],
		['Colissimo', undefined],
		['RDV Doc', undefined],
		['Shop0611', undefined],
	])('%s gives the warning %s', (sender, code) => {
		const codes = checkSender(sender).warnings.map((warning) => warning.code);
		expect(codes).toEqual(code === undefined ? [] : [code]);
	});

	it('suggests a replacement for a name that is not a brand', () => {
		expect(checkSender('Info').warnings).toEqual([
			{
				code: 'GENERIC_SENDER',
				message:
					"French operators block or replace generic sender names such as “Info”. Use your brand's name.",
			},
		]);
	});

	it.each([' ACME ', 'ACME\n'])('is trimmed: %j', (sender) => {
		expect(checkSender(sender)).toEqual({ sender: 'ACME', warnings: [] });
	});

	it.each<[string, unknown, RegExp, RegExp]>([
		[
			'of 12 characters',
			'Abcdefghijkl',
			/12 characters; at most 11/,
			/by 1 character, from 12 to 11/,
		],
		[
			'of 15 characters',
			'Ma Belle Marque',
			/15 characters; at most 11/,
			/by 4 characters, from 15/,
		],
		[
			'a number with +',
			'+33611223344',
			/^“\+33611223344” has 12 characters; at most 11 are allowed$/,
			/^French operators block or replace senders that look like a phone number\. Use your brand's name, or leave Sender empty for the short number\.$/,
		],
		['of 12 digits', 336112233440, /12 characters; at most 11/, /look like a phone number/],
		['with an emoji', 'Pizza 🍕', /“🍕” \(U\+1F355\) at position 7/, /Remove it/],
		['with a curly apostrophe', 'L’Atelier', /“’” \(U\+2019\) at position 2/, /replace/],
		['with a line break', 'Ma\nMarque', /invisible .* \(U\+000A\) at position 3/, /Remove it/],
		['with a zero-width space', 'Ma\u200BMarque', /invisible character \(U\+200B\)/, /Remove it/],
		['with half an emoji', 'Ma \uD83C', /U\+D83C/, /Remove it/],
		['with a C1 control', 'Ma\u0085Marque', /U\+0085/, /Remove it/],
		['a list', ['ACME'], /a list/, /one text/],
		['an object', { name: 'ACME' }, /object/, /one text/],
		['true', true, /boolean/, /one text/],
		['a decimal number', 1.5, /1\.5/, /as text/],
		['1e21', 1e21, /1e\+21/, /as text/],
		['no number', Number.NaN, /NaN/, /as text/],
	])('%s is refused', (_what, sender, message, remedy) => {
		const refusal = refusalOf(() => checkSender(sender));
		expect(refusal.field).toBe('sender');
		expect(refusal.message).toMatch(message);
		expect(refusal.remedy).toMatch(remedy);
	});

	it('is accepted if and only if ISO-8859-15 can print all of it, across the whole BMP', () => {
		const wrong: string[] = [];
		for (let code = 0x21; code <= 0xffff; code++) {
			const character = String.fromCharCode(code);
			const composed = `a${character}b`.normalize('NFC');
			const bytes = iconv.encode(composed, 'iso-8859-15');
			const isPrintable =
				iconv.decode(bytes, 'iso-8859-15') === composed && !/\p{C}/u.test(composed);
			let isTaken = true;
			try {
				checkSender(`a${character}b`);
			} catch {
				isTaken = false;
			}
			if (isTaken !== isPrintable) wrong.push(code.toString(16));
		}
		expect(wrong).toEqual([]);
	});

	it('is returned whole with at most 11 characters, or refused by name', () => {
		expectNeverCut('sender', (given) => checkSender(given).sender, /^.{0,11}$/s);
	});
});

describe('a campaign ID', () => {
	it.each<[unknown, string]>([
		[undefined, ''],
		[null, ''],
		['', ''],
		['  ', ''],
		['123456', '123456'],
		[123456, '123456'],
		[0, '0'],
		[9999999999, '9999999999'],
		[42n, '42'],
		['PROMO_2026', 'PROMO_2026'],
		[' SOLDES ', 'SOLDES'],
		['Été', 'Été'],
		['E\u0301te\u0301', 'Été'],
	])('%p is read as %j', (given, id) => {
		expect(checkCampaignId(given)).toBe(id);
	});

	it.each<[string, unknown, RegExp, RegExp]>([
		['of 11 characters', 'PROMO_20261', /11 characters; at most 10/, /from 11 to 10/],
		['of 11 digits', 33611223344, /11 characters; at most 10/, /from 11 to 10/],
		['with a dash', 'promo-10', /“-”/, /promo_10/],
		['with a dash and too long', 'soldes-d-hiver-2026', /“-”/, /10 characters at most/],
		['a date', '2026-03-10', /“-”/, /20260310/],
		['a date and time', '2026-03-10T09:00:00.000Z', /“-”/, /20260310/],
		['a UUID', '7d444840-9dc0-11d1-b245-5ffdce74fad2', /“-”/, /UUID is too long/],
		['a negative number', -5, /“-5” has a “-”/, /_5/],
		['with a dash that is not one', 'promo–10', /“–” \(U\+2013\)/, /Remove it/],
		['with an emoji', 'promo🎉', /“🎉” \(U\+1F389\) at position 6/, /Remove it/],
		['with a tab', 'a\tb', /invisible character \(U\+0009\)/, /Remove it/],
		['1e21', 1e21, /1e\+21/, /as text/],
		['a decimal number', 12.5, /12\.5/, /as text/],
		['no number', Number.NaN, /NaN/, /as text/],
		['a list', [1], /a list/, /one text/],
		['a date object', new Date(0), /object/, /one text/],
		['false', false, /boolean/, /one text/],
	])('%s is refused', (_what, id, message, remedy) => {
		const refusal = refusalOf(() => checkCampaignId(id));
		expect(refusal.field).toBe('id');
		expect(refusal.message).toMatch(message);
		expect(refusal.remedy).toMatch(remedy);
	});

	it('is returned whole, without "-", with at most 10 characters, or refused by name', () => {
		expectNeverCut('id', checkCampaignId, /^[^-]{0,10}$/);
	});
});
