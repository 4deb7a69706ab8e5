import fc from 'fast-check';

import { readOptOut } from '../../../nodes/CapitoleMobile/sms/callback/optOut';
import { optOutSamples } from './optOutSamples';

const said = (text: string) => JSON.stringify(text);

describe('readOptOut', () => {
	test.each(optOutSamples.map(({ text, expected }) => [said(text), expected, text] as const))(
		'%s is %s',
		(_shown, expected, text) => {
			expect(readOptOut(text)).toBe(expected);
		},
	);

	test('never takes a sample that wants to stay for an opt-out, and notices all that want out', () => {
		const results = optOutSamples.map((sample) => ({ ...sample, got: readOptOut(sample.text) }));
		const wantOut = results.filter(({ wantsOut }) => wantsOut);
		const wantToStay = results.filter(({ wantsOut }) => !wantsOut);
		const falseAlarms = wantToStay.filter(({ got }) => got === 'yes');
		const misses = wantOut.filter(({ got }) => got === 'no');
		expect(results.length).toBeGreaterThanOrEqual(100);
		expect(new Set(results.map(({ text }) => text)).size).toBe(results.length);
		expect(falseAlarms).toEqual([]);
		expect(misses).toEqual([]);
	});

	test.each([
		...['STOP 36 105', 'STOP au 36.105', 'stop au 36 180 merci', 'STOP au 3 6 1 0 5'],
		...['STOPAU36105', 'arretter', 'arrettez svp', 'aretez', 'aret', 'arrété', 'arraitez'],
		...['STOP au 36 XXX', 'Stop au 38-105.', 'STOP36 105', 'stop sms au 36 105 svp'],
		...['Stoppez svp', 'Stopper', 'stopez les sms', 'stopé', 'OK stop', 'Ok, arrêtez', 'oui stop'],
		...['REMOVE', 'remove please', '🛑', '🛑🛑', '🛑 svp', '🛑\uFE0F', 'non merci, stop'],
		...['arrtez', 'Arrettez !!!', 'un-subscribe', 'Unsubscribed', 'opt me out', 'ST OP'],
		...["Arrettez de m'envoyer des messages", 'arreter de m ecrire svp', 'arretttez'],
		...['desabonement', 'desincription', 'desinscripsion', 'dessabonner', 'désinscrir moi'],
		...['dés-inscription', 'des abonnez moi', 'unsubsribe', 'un subscribe', 'unsuscribe please'],
		...['s top', 'S_T_O_P', 'stop sms pub mercii'],
		...["D'accord, stop", 'stop merci bonne soirée'],
		...['"STOP" svp', 'stop ça suffit', 'Stop mails', 'STOP DEMARCHAGE', 'Stop right now'],
	])('%s is an opt-out', (text) => {
		expect(readOptOut(text)).toBe('yes');
	});

	test.each([
		...['dtop sms', 'syop', 'sto svp', 'stip merci', 'loose my number', 'pas de sms', 'no sms'],
		...['fichez moi la paix', 'Foutez-nous la paix', 'lâchez-moi', 'Laissez moi en paix'],
		...["le numéro de l'arrêt ?", "A l'arrêt maintenant", "Numéro d'arrêt ?", 'mon arrêt'],
		...["Il s'arrête", 'signalé au 33700', 'Cessez !', 'aucun sms', 'oubliez-moi'],
		...['perdez mon numéro', 'supprimer mon num', 'veuillez cesser', 'assez de sms', 'zéro pub'],
		...["Ne m'appelez plus", 'je ne souhaite plus être contacté', 'me laisser tranquille'],
		...['ras le bol de vos sms', 'Arrêt demandé', "prochain arrêt s'il vous plaît", 'Il a stoppé'],
		...['les arrêts', 'au stop', 'this is my stop', 'non-stop', 'My stop', 'marre de vos pubs'],
		...['Je note "STOP au 36105 merci"', "C'est du harcèlement"],
		...['Les abonnements ? arrêt', 'stop le 06 12 34 56 78', 'STOP au 361 05 12'],
	])('%s may be an opt-out', (text) => {
		expect(readOptOut(text)).toBe('maybe');
	});

	test.each([
		'👍 à « Soldes -20 % ce samedi. STOP au 36105 »',
		'👍 à « Promo ! STOP au 36105 »',
		'❤️ «Bonjour, promo ! STOP au 36105»',
		'A aimé “Merci. STOP au 36105”',
		'Liked “Soldes -20 % ce samedi. STOP au 36105”',
		'Reacted 👍 to "Soldes « folles » ! STOP au 36 105"',
		'A aimé « Bonjour, votre commande est prête STOP 36105 »',
		'A adoré “Soldes ce samedi STOP au 36…',
		'👍 to “\u200ASoldes. STOP au 36105\u200A”',
		'Removed a heart from “Soldes. STOP SMS au 36105”',
		'J’aime « L’été arrive… STOP au 36105 »',
		...['souligné', 'ri de', 'mis en évidence', 'supprimé un cœur de'].map(
			(reaction) => `A ${reaction} « Promo. STOP au 36105 »`,
		),
		...['Le top !', 'shop', 'stp', 'un sub', 'Nos arènes', 'Je vais prêter', 'description'],
		...[
			'inscription',
			'des inscriptions',
			'Photo prise',
			'Vous apprêtez ?',
			'Alerte',
			'Artère',
			'stage',
			'step',
		],
	])('%s is not an opt-out', (text) => {
		expect(readOptOut(text)).toBe('no');
	});

	test('matches the user’s keywords in any case, with or without accents', () => {
		expect(readOptOut('DÉSABONNE TOI')).toBe('maybe');
		expect(readOptOut('Assez !')).toBe('no');
		expect(readOptOut('Assez !', ['assez'])).toBe('yes');
		expect(readOptOut('deja client, merci', ['Déjà client'])).toBe('yes');
		expect(readOptOut('déjà client depuis longtemps', ['Déjà client'])).toBe('maybe');
		expect(readOptOut('bonjour', ['', '  ', '!!'])).toBe('no');
	});

	test('ignores case, accents, punctuation and emoji', () => {
		const around = fc.stringMatching(/^[ .!?;:,()"'🛑😡\n]{0,8}$/u);
		fc.assert(
			fc.property(
				fc.constantFrom('stop', 'arrêt', 'désinscription', 'unsubscribe', 'stop sms merci'),
				around,
				around,
				fc.boolean(),
				(text, before, after, upper) => {
					expect(readOptOut(before + (upper ? text.toUpperCase() : text) + after)).toBe('yes');
				},
			),
		);
	});

	test('is not certain when the message has any word but fillers', () => {
		fc.assert(
			fc.property(fc.constantFrom('voiture', 'rendez', 'Julie', '42', 'demain'), (word) => {
				expect(readOptOut(`stop ${word}`)).toBe('maybe');
				expect(readOptOut(`${word} stop`)).toBe('maybe');
			}),
		);
	});

	test('every text has an answer', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
				expect(['yes', 'maybe', 'no']).toContain(readOptOut(text));
			}),
			{ numRuns: 2_000 },
		);
	});
});
