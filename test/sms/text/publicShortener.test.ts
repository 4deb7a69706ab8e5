import { publicShorteners } from '../../../nodes/CapitoleMobile/sms/text/publicShortener';
import { composed } from '../compositionSamples';

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

	it('is a warning of the message, as is a generic sender, and no refusal', () => {
		const { message, warnings } = composed({ text: 'Vu ? bit.ly/x', sender: 'INFO' });
		expect(message).toMatchObject({ text: 'Vu ? bit.ly/x', sender: 'INFO' });
		expect(warnings.map(({ code }) => code)).toEqual(['PUBLIC_SHORTENER', 'GENERIC_SENDER']);
	});
});
