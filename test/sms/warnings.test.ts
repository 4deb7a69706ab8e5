import type { MessageFields } from '../../nodes/CapitoleMobile/sms/composition';
import { composed } from './compositionSamples';

const MARKETING = { route: 'M' };

/** SMS that shops, practices and clubs write. None costs extra, and all arrive as written. */
const PLAIN: ReadonlyArray<[text: string, fields?: Partial<MessageFields>]> = [
	// One part, whatever the letters.
	['Bonjour, votre commande est prête.'],
	['RDV demain à 9 h 30 chez le Dr Müller.'],
	['Ça y est : votre vélo est réparé !'],
	['Votre facture de 45,90 € est payée. Merci !'],
	['À bientôt chez L’Épi d’Or'],
	['« Le Cid » : votre place est réservée.'],
	['Votre voiture est prête – garage ouvert jusqu’à 19 h.'],
	['Bonjour #param1#, solde : #param2# €'],
	['Livraison : https://suivi.example.fr/A1B2C3'],
	['Bienvenue à Saint-Denis !', { recipients: '06 92 11 22 33' }],
	['Dzień dobry', { recipients: '+48 512 345 678' }],
	['a'.repeat(160)],
	['€'.repeat(80)],

	// Marketing that fits with its STOP mention, and a sender that is a brand.
	['Soldes : -50 % sur tout le magasin, ce samedi !', { ...MARKETING, sender: 'Ma Marque' }],
	['a'.repeat(146), MARKETING],
	['Soldes !', { ...MARKETING, prog: '2026-03-11T10:00:00' }],
];

test.each(PLAIN)('%j gives no warning', (text, fields = {}) => {
	expect(composed({ text, ...fields }).warnings).toEqual([]);
});

test('text that was not decoded gives a warning', () => {
	const { warnings } = composed({ text: 'Cr&egrave;me<br>d&rsquo;\u00c3\u00a9t\u00c3\u00a9' });
	expect(warnings.map(({ code }) => code)).toEqual(['UNDECODED_TEXT', 'WRONG_CHARSET']);
});

test('removed letters give a warning', () => {
	const { warnings } = composed({ text: 'Bravo 🎉' }, { unsupportedCharacters: 'remove' });
	expect(warnings.map(({ code }) => code)).toEqual(['CHARACTERS_REMOVED']);
});
