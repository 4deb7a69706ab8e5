import type { MessageFields } from '../../nodes/CapitoleMobile/sms/composition';
import { composed } from './compositionSamples';

const LONG = { long: true };
const MARKETING = { route: 'M' };

/** SMS as shops, practices and clubs write them: none costs more than it has to, all arrive as written. */
const PLAIN: ReadonlyArray<[text: string, fields?: Partial<MessageFields>]> = [
	// One part, whatever the letters.
	['Bonjour, votre commande est prete.'],
	['Bonjour, votre commande est prête.'],
	['Votre colis arrive aujourd’hui entre 14 h et 16 h.'],
	['RDV demain à 9 h 30 chez le Dr Müller.'],
	['Ça y est : votre vélo est réparé !'],
	['Votre code : 482913'],
	['Votre table pour 4 est réservée, samedi à 20 h.'],
	['Rappel : cours de yoga ce soir à 18 h 30.'],
	['Votre facture de 45,90 € est payée. Merci !'],
	['À bientôt chez L’Épi d’Or'],
	['Votre œuvre est encadrée, vous pouvez passer.'],
	['« Le Cid » : votre place est réservée.'],
	['Température du congélateur : -12 °C'],
	['Appartement de 45 m² à visiter demain.'],
	['Pompiers : exercice incendie à 10 h…'],
	['Votre voiture est prête – garage ouvert jusqu’à 19 h.'],
	['#param1#, votre rendez-vous est confirmé.'],
	['Bonjour #param1#, solde : #param2# €'],
	['Livraison : https://suivi.example.fr/A1B2C3'],
	['Noël approche : la boutique ouvre dimanche.'],
	['Votre abonnement finit le 31/12.'],
	['Équipe du soir : réunion à 17 h, salle Corrèze'],
	['L’hôpital vous attend à 8 h, à jeun.'],
	['Bienvenue à Saint-Denis !', { recipients: '06 92 11 22 33' }],
	['Su pedido está listo', { recipients: '+34 622 33 44 55' }],
	['Dzień dobry', { recipients: '+48 512 345 678' }],
	['ê'.repeat(70)],
	['a'.repeat(160)],
	['€'.repeat(80)],
	// Long Message, where one part does.
	['Votre commande est prête.', LONG],
	['Le marché ouvre vendredi à 17 h, place de la mairie. Vin chaud offert !', { sender: 'Mairie' }],

	// Marketing that fits with its STOP mention, and a sender that is a brand.
	['Soldes : -20 % samedi', MARKETING],
	['Soldes : -50 % sur tout le magasin, ce samedi !', { ...MARKETING, sender: 'Ma Marque' }],
	['Venez fêter nos 10 ans', { ...MARKETING, sender: 'LEpidOr' }],
	['a'.repeat(146), MARKETING],
	['Ventes privées ce week-end', { ...MARKETING, recipients: '06 92 11 22 33' }],
	['Soldes !', { ...MARKETING, prog: '2026-03-11T10:00:00' }],
];

test.each(PLAIN)('%j gives no warning', (text, fields = {}) => {
	expect(composed({ text, ...fields }).warnings).toEqual([]);
});

test('letters that are removed are warned of', () => {
	const { warnings } = composed({ text: 'Bravo 🎉' }, { unsupportedCharacters: 'remove' });
	expect(warnings.map(({ code }) => code)).toEqual(['CHARACTERS_REMOVED']);
});
