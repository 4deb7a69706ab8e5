import type { MessageFields } from '../../nodes/CapitoleMobile/sms/composition';
import type { WarningCode } from '../../nodes/CapitoleMobile/sms/codes';

export interface WarningSample {
	readonly text: string;
	readonly fields?: Partial<MessageFields>;
	/** Nothing, for a text that costs no more than it has to and arrives as it was written. */
	readonly warnings: readonly WarningCode[];
}

const LONG = { long: true };
const MARKETING = { route: 'M' };
const LONG_MARKETING = { ...LONG, ...MARKETING };

const plain = (text: string, fields: Partial<MessageFields> = {}): WarningSample => ({
	text,
	fields,
	warnings: [],
});
const warned = (
	text: string,
	warnings: readonly WarningCode[],
	fields: Partial<MessageFields> = {},
): WarningSample => ({ text, fields, warnings });

/** SMS as shops, practices and clubs write them. */
export const WARNING_SAMPLES: readonly WarningSample[] = [
	// One part, whatever the letters.
	plain('Bonjour, votre commande est prete.'),
	plain('Bonjour, votre commande est prête.'),
	plain('Votre colis arrive aujourd’hui entre 14 h et 16 h.'),
	plain('RDV demain à 9 h 30 chez le Dr Müller.'),
	plain('Ça y est : votre vélo est réparé !'),
	plain('Votre code : 482913'),
	plain('Votre table pour 4 est réservée, samedi à 20 h.'),
	plain('Rappel : cours de yoga ce soir à 18 h 30.'),
	plain('Votre facture de 45,90 € est payée. Merci !'),
	plain('À bientôt chez L’Épi d’Or'),
	plain('Votre œuvre est encadrée, vous pouvez passer.'),
	plain('« Le Cid » : votre place est réservée.'),
	plain('Température du congélateur : -12 °C'),
	plain('Appartement de 45 m² à visiter demain.'),
	plain('Pompiers : exercice incendie à 10 h…'),
	plain('Votre voiture est prête – garage ouvert jusqu’à 19 h.'),
	plain('#param1#, votre rendez-vous est confirmé.'),
	plain('Bonjour #param1#, solde : #param2# €'),
	plain('Livraison : https://suivi.example.fr/A1B2C3'),
	plain('Noël approche : la boutique ouvre dimanche.'),
	plain('Votre abonnement finit le 31/12.'),
	plain('Équipe du soir : réunion à 17 h, salle Corrèze'),
	plain('L’hôpital vous attend à 8 h, à jeun.'),
	plain('Bienvenue à Saint-Denis !', { recipients: '06 92 11 22 33' }),
	plain('Su pedido está listo', { recipients: '+34 622 33 44 55' }),
	plain('Dzień dobry', { recipients: '+48 512 345 678' }),
	plain('ê'.repeat(70)),
	plain('a'.repeat(160)),
	plain('€'.repeat(80)),
	// Long Message, where one part does.
	plain('Votre commande est prête.', LONG),
	plain('Le marché ouvre vendredi à 17 h, place de la mairie. Vin chaud offert !', {
		sender: 'Mairie',
	}),

	// Marketing that fits with its STOP mention, and a sender that is a brand.
	plain('Soldes : -20 % samedi', MARKETING),
	plain('Soldes : -50 % sur tout le magasin, ce samedi !', { ...MARKETING, sender: 'Ma Marque' }),
	plain('Venez fêter nos 10 ans', { ...MARKETING, sender: 'LEpidOr' }),
	plain('a'.repeat(146), MARKETING),
	plain('Ventes privées ce week-end', { ...MARKETING, recipients: '06 92 11 22 33' }),

	// Money.
	warned(`Été ${'a'.repeat(157)}`, ['SEVERAL_PARTS'], LONG),
	warned('a'.repeat(161), ['SEVERAL_PARTS'], LONG),
	warned(`ê${'a'.repeat(70)}`, ['COSTLY_LETTERS'], LONG),
	warned(
		'Bonjour, votre commande est prête et vous attend en boutique jusqu’à samedi soir, 19 h.',
		['COSTLY_LETTERS'],
		LONG,
	),
	warned(
		'« Bienvenue » : ce mot de passe vous ouvre la salle de sport, à toute heure du jour.',
		['COSTLY_LETTERS'],
		LONG,
	),
	warned(`ç${'a'.repeat(160)}`, ['COSTLY_LETTERS'], LONG),
	warned('a'.repeat(147), ['STOP_MENTION'], LONG_MARKETING),
	warned(`ê${'a'.repeat(60)}`, ['COSTLY_LETTERS', 'STOP_MENTION'], LONG_MARKETING),
	warned(`ê${'a'.repeat(90)}`, ['MAY_BE_TOO_LONG']),
	warned(
		'Bonjour, votre commande est prête et vous attend en boutique jusqu’à samedi soir, 19 h.',
		['MAY_BE_TOO_LONG'],
	),
	warned(`ç${'a'.repeat(120)}`, ['MAY_BE_TOO_LONG'], MARKETING),
	warned('€'.repeat(81), ['SEVERAL_PARTS'], LONG),

	// Refusal.
	warned('Soldes : bit.ly/soldes26', ['PUBLIC_SHORTENER']),
	warned('Avis : https://tinyurl.com/avis', ['PUBLIC_SHORTENER']),
	warned('Votre code : 482913', ['GENERIC_SENDER'], { sender: 'INFO' }),
	warned('RDV demain', ['GENERIC_SENDER'], { sender: 'RDV' }),
	warned('Rappelez-nous', ['NUMBER_AS_SENDER'], { sender: '0561000000' }),
	warned('Votre pain est prêt', ['UNUSUAL_SENDER'], { sender: "L'Épi d'Or" }),

	// Time.
	warned('Soldes !', ['OUTSIDE_USUAL_HOURS'], { ...MARKETING, prog: '2026-03-15T10:00:00' }),
	warned('Soldes !', ['OUTSIDE_USUAL_HOURS'], { ...MARKETING, prog: '2026-03-11T22:00:00' }),
	warned('Soldes !', ['OUTSIDE_USUAL_HOURS'], { ...MARKETING, prog: '2026-05-01T10:00:00' }),
	plain('Soldes !', { ...MARKETING, prog: '2026-03-11T10:00:00' }),
	warned('Rappel', ['DAYLIGHT_SAVING'], { prog: '2026-03-29T02:30:00' }),
	warned('Rappel', ['FAR_FUTURE'], { prog: '2028-03-29T10:00:00' }),
];
