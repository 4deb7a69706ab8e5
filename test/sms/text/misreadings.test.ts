import iconv from 'iconv-lite';

import { misreadings } from '../../../nodes/CapitoleMobile/sms/text/misreadings';
import { expectWithin } from '../../pace';
import { TEXT_SAMPLES } from './textSamples';

const codes = (text: string): string[] => misreadings(text).map(({ code }) => code);
const messageOf = (text: string): string => misreadings(text)[0]?.message ?? '';

describe('Undecoded text is named', () => {
	it.each([
		['Bonjour\\nMerci', '“\\n”'],
		['Bonjour\\r\\nMerci', '“\\r\\n”'],
		['\\u00e9t\\u00E9', '“\\u00e9”, “\\u00E9”'],
		['Pr&eacute;nom &#039;A&#039; &nbsp;!', '“&eacute;”, “&#039;”, “&nbsp;”'],
		['&laquo;A&raquo; l&rsquo;&#9;', '“&laquo;”, “&raquo;”, “&rsquo;”, “&#9;”'],
		['<!-- a --><td>b</td>', '“<!--”, “<td>”, “</td>”'],
		['Plan :\\nhttps://a.example\\nici', '“\\n”'],
		['R&amp;D &lt;3 &#x27;', '“&amp;”, “&lt;”, “&#x27;”'],
		['10 &euro; &ndash; 20 &OElig;', '“&euro;”, “&ndash;”, “&OElig;”'],
		['Bonjour<br>Merci<br/><BR />', '“<br>”, “<br/>”, “<BR />”'],
		['l\\\'\\xe9t\\xE9 \\"ici\\"', '“\\\'”, “\\xe9”, “\\xE9”, “\\"”'],
		[
			'&lsaquo;A&rsaquo; 5&permil; &ge; 3&lrm;',
			'“&lsaquo;”, “&rsaquo;”, “&permil;”, “&ge;”, “&lrm;”',
		],
		[
			'<title>A</title><td nowrap><iframe src=x>',
			'“<title>”, “</title>”, “<td nowrap>”, “<iframe src=x>”',
		],
		['<p class="a">Bonjour</p>', '“<p class="a">”, “</p>”'],
		['<a href="https://x.example">ici</a>', '“<a href="https://x.example">”, “</a>”'],
		['https://shop.example/?a=1&amp;b=2', '“&amp;”'],
		['<b><i><u><em>a<strong><h1>', '“<b>”, “<i>”, “<u>”, “<em>”, “<strong>” and 1 more'],
	])('in %j: %s', (text, named) => {
		expect(codes(text)).toEqual(['UNDECODED_TEXT']);
		expect(messageOf(text)).toContain(`Phones will show ${named} exactly like that.`);
	});

	it.each([
		'Bonjour\nMerci',
		'Le dossier C:\\nouveau\\reports',
		'\\\\serveur\\nas',
		'A & B; R&D; AT&T; Dupont &Co;',
		'a<b et c>d, <3, <nom>, 5 < 6 > 4',
		'https://shop.example/?a=1&copy=2&lt=3',
		'\\o/ ¯\\_(ツ)_/¯',
		'& #12; &;',
	])('but not for %j', (text) => {
		expect(codes(text)).toEqual([]);
	});
});

/** UTF-8 as it appears in another charset. */
const misread = (text: string, charset = 'win1252'): string =>
	iconv.decode(Buffer.from(text, 'utf8'), charset);

describe('Wrongly decoded text is reported with its meaning', () => {
	it.each([
		['HÃ©lÃ¨ne', 'Hélène'],
		['10 â‚¬', '€'],
		['dÃ©jÃ\u00a0 vu', 'déjà'],
		['1\u00a0290,00\u00a0â‚¬', '1\u00a0290,00\u00a0€'],
		['CÅ“ur', 'Cœur'],
		['Ã€ bientÃ´t', 'À'],
		['Â«\u00a0ouiÂ\u00a0Â»', '«\u00a0oui\u00a0»'],
		['Lâ€™Ã©tÃ©', 'L’été'],
		['ï»¿Bonjour', '\ufeffBonjour'],
		['20Â°C', '20°C'],
		['HÃƒÂ©lÃƒÂ¨ne', 'Hélène'],
		['ðŸ˜€', '😀'],
		['WesoÅ‚ych', 'Wesołych'],
		['Ã\u0089tÃ©', 'Été'],
		['oÃ¹ ?', 'où'],
	])('%j: %s', (text, meant) => {
		expect(codes(text)).toEqual(['WRONG_CHARSET']);
		expect(messageOf(text)).toContain(`for “${meant}”`);
	});

	it.each([
		'Hélène',
		'Été à Noël',
		'Œuvre, cœur',
		'Ça coûte 10 €',
		'l’œil « vif » – déjà…',
		'À la fête',
	])('%s, read as Windows-1252 and as ISO-8859-1', (text) => {
		expect(codes(misread(text))).toEqual(['WRONG_CHARSET']);
		expect(codes(misread(text, 'latin1'))).toEqual(['WRONG_CHARSET']);
	});

	it.each([
		...TEXT_SAMPLES.map(({ input }) => input),
		'«PRIVÉ», «VOILÀ», «FORÊT», «ÇÀ»',
		'“HYVÄ”, «HYVÄ», «IRMû, MANHû, “Å”, «Å», TVÅ… BRÂ»',
		'É»…” ê…» à»” â»… î™ ß»',
		'São João, Ângela, Åse, Ægir, ÅÄÖ åäö ÅR',
		'Vilniuje, Āda, Łódź, Škoda – Ž',
	])('but not for %j', (text) => {
		expect(codes(text).filter((code) => code === 'WRONG_CHARSET')).toEqual([]);
	});

	it('takes time proportional to the length of the text', async () => {
		const long = ['Ã©'.repeat(1500), 'â€™'.repeat(1000), 'Ã'.repeat(3000), '<a b='.repeat(600)];
		await expectWithin(20, () => long.map(codes));
	});

	it('no pair of ISO-8859-15 characters adjacent in French is taken for it', () => {
		const french = [...'abcéèêëàâäçîïôöùûüÿœæ ,.;:!?’”»…–—€°'];
		const capitals = [...'ÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŸŒÆ'];
		const texts = [
			...french.flatMap((first) => french.map((second) => `L${first}${second} `)),
			...capitals.flatMap((first) => [...' ,.;:!?’”»…–—'].map((second) => `L${first}${second} `)),
		];
		expect(texts.filter((text) => codes(text).length > 0)).toEqual([]);
	});
});
